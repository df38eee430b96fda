namespace Perto.Platform;

/// <summary>A job as operators see it.</summary>
public sealed record JobInfo
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it does.</summary>
    public required string Description { get; init; }

    /// <summary>When it runs: a cron expression with its zone, or <c>every 01:00:00</c>.</summary>
    public required string Schedule { get; init; }

    /// <summary>Whether the settings of this server let it run by its schedule.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Whether an operator has paused it.</summary>
    public required bool Paused { get; init; }

    /// <summary>Its next fire time; null where it is paused or not enabled, or none comes any more.</summary>
    public DateTimeOffset? NextRunAt { get; init; }

    /// <summary>The run that waits or is at work; null when there is none.</summary>
    public JobRun? Current { get; init; }

    /// <summary>The latest run that ended; null when there is none.</summary>
    public JobRun? Last { get; init; }

    /// <summary>When a run was done last; null where none ever was.</summary>
    public DateTimeOffset? LastSuccess { get; init; }
}
