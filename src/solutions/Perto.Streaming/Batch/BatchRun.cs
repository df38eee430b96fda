namespace Perto.Streaming;

/// <summary>A batch: what was asked for, and how far it is.</summary>
public sealed record BatchRun
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary><c>queued</c>, <c>running</c>, <c>interrupted</c>, <c>done</c>, <c>failed</c> or <c>cancelled</c>.</summary>
    public required BatchState State { get; init; }

    /// <summary>What was asked for, without the people.</summary>
    public required BatchRequest Request { get; init; }

    /// <summary>SHA-256 of what was asked for, with the people: equal for equal requests.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The moment for which pages are made.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The file that it is written to on the machine that makes it; null where the pages go into the table.</summary>
    public string? File { get; init; }

    /// <summary>People for whom pages are made, as counted at the start.</summary>
    public required long People { get; init; }

    /// <summary>Pages made so far.</summary>
    public required long Made { get; init; }

    /// <summary>People for whom none could be made.</summary>
    public required long Failed { get; init; }

    /// <summary>Pages that had to do without a source.</summary>
    public required long Degraded { get; init; }

    /// <summary>The first 100 who failed; only where one batch is asked for.</summary>
    public IReadOnlyList<BatchFailure> Failures { get; init; } = [];

    /// <summary>Why the batch failed, if it did.</summary>
    public string? Failure { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it last came further.</summary>
    public required DateTimeOffset ProgressedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Whether nothing more will come.</summary>
    internal bool HasEnded => State is BatchState.Done or BatchState.Failed or BatchState.Cancelled;
}
