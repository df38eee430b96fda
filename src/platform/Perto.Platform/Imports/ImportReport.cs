namespace Perto.Platform;

/// <summary>What an import did.</summary>
public sealed record ImportReport
{
    /// <summary>Id of the run.</summary>
    public required string Id { get; init; }

    /// <summary>The layout.</summary>
    public required string Kind { get; init; }

    /// <summary>The folder or file.</summary>
    public required string Source { get; init; }

    /// <summary>How it stands.</summary>
    public required ImportState State { get; init; }

    /// <summary>Rows read, over all runs of this import.</summary>
    public required long RowsRead { get; init; }

    /// <summary>Rows left out.</summary>
    public required long RowsRejected { get; init; }

    /// <summary>Why, for the first of them.</summary>
    public required IReadOnlyList<RowError> Errors { get; init; }

    /// <summary>Why it failed, if it did.</summary>
    public string? Failure { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}
