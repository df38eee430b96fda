namespace Perto.Platform;

/// <summary>A row of the table <c>job_run</c>.</summary>
internal sealed record JobRunRow
{
    public string Job { get; init; } = "";

    public string Id { get; init; } = "";

    public long ScheduledFor { get; init; }

    public string Cause { get; init; } = "";

    public string State { get; init; } = "";

    public int Attempt { get; init; }

    public string? Server { get; init; }

    public double? Progress { get; init; }

    public string? Detail { get; init; }

    public string? Result { get; init; }

    public string? Error { get; init; }

    public long AskedAt { get; init; }

    public long? StartedAt { get; init; }

    public long? FinishedAt { get; init; }

    /// <summary>End of the lease of who runs the job, where the query reads it.</summary>
    public long? LeaseUntil { get; init; }

    public JobRun ToRun() => new()
    {
        Job = Job,
        Id = Id,
        ScheduledAt = UnixMicros.ToMoment(ScheduledFor),
        Cause = Enum.Parse<JobRunCause>(Cause, ignoreCase: true),
        State = Enum.Parse<JobRunState>(State, ignoreCase: true),
        Attempt = Attempt,
        Server = Server,
        Progress = Progress,
        Detail = Detail,
        Result = Result,
        Error = Error,
        StartedAt = StartedAt is { } started ? UnixMicros.ToMoment(started) : null,
        FinishedAt = FinishedAt is { } finished ? UnixMicros.ToMoment(finished) : null,
    };
}
