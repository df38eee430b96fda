namespace Perto.Platform;

/// <summary>A rebuild of a derived collection: how far it is and how it ended.</summary>
public sealed record CollectionRebuild
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The alias that is made anew.</summary>
    public required string Alias { get; init; }

    /// <summary>What is made anew.</summary>
    public required RebuildKind Kind { get; init; }

    /// <summary>The model whose space the records are in when it is done.</summary>
    public required string Model { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required RebuildState State { get; init; }

    /// <summary>Records that are done; those that changed meanwhile count again.</summary>
    public required long Done { get; init; }

    /// <summary>Records that there were at the beginning.</summary>
    public required long Total { get; init; }

    /// <summary>Records in a second since a process took it up; null before it is known.</summary>
    public double? RecordsPerSecond { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Failure { get; init; }

    /// <summary>The server that is or was at it last: machine and process.</summary>
    public string? Server { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>When a worker took it up first; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}
