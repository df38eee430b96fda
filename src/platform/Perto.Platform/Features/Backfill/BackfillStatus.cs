namespace Perto.Platform;

/// <summary>How far a view is filled from a source.</summary>
public sealed record BackfillStatus
{
    /// <summary>The view.</summary>
    public required string View { get; init; }

    /// <summary>Its version.</summary>
    public required int Version { get; init; }

    /// <summary>The source.</summary>
    public required string Source { get; init; }

    /// <summary>How far it is.</summary>
    public required BackfillState State { get; init; }

    /// <summary>Where the source goes on; null at the beginning.</summary>
    public string? Position { get; init; }

    /// <summary>Events that were read.</summary>
    public required long Events { get; init; }

    /// <summary>Those of them that the view counts.</summary>
    public required long Counted { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset? BeganAt { get; init; }

    /// <summary>When the last events of it came.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}
