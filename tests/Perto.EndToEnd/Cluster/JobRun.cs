namespace Perto.EndToEnd;

/// <summary>A run of a job as the database has it; moments in Unix microseconds.</summary>
internal sealed record JobRun(long ScheduledAt, string State, string? Server, long? StartedAt, long? FinishedAt);
