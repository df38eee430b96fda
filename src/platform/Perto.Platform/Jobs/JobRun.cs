namespace Perto.Platform;

/// <summary>A line of the run log.</summary>
public sealed record JobRun
{
    /// <summary>Name of the job.</summary>
    public required string Job { get; init; }

    /// <summary>Id of the run.</summary>
    public required string Id { get; init; }

    /// <summary>The fire time, or when it was asked for.</summary>
    public required DateTimeOffset ScheduledAt { get; init; }

    /// <summary>Why there is this run.</summary>
    public required JobRunCause Cause { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required JobRunState State { get; init; }

    /// <summary>1, and one more for each run before it that was interrupted and is made up for by this one.</summary>
    public required int Attempt { get; init; }

    /// <summary>The server that runs or ran it: machine and process; null while it waits.</summary>
    public string? Server { get; init; }

    /// <summary>Part done, 0 to 1; null when the end is not known.</summary>
    public double? Progress { get; init; }

    /// <summary>One line about where it stands.</summary>
    public string? Detail { get; init; }

    /// <summary>One line that says what was done; null unless it is done.</summary>
    public string? Result { get; init; }

    /// <summary>Why it failed or was interrupted.</summary>
    public string? Error { get; init; }

    /// <summary>When it began; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}
