using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>Some of the past events of a source, the next in the order of their times.</summary>
public sealed record BackfillChunk
{
    /// <summary>Longest name of a source, and longest position, in characters.</summary>
    public const int MaxPosition = 200;

    /// <summary>Where the events come from.</summary>
    [MaxLength(MaxPosition)]
    public required string Source { get; init; }

    /// <summary>The position up to which events were counted; left out at the beginning. Another one than the server has is refused.</summary>
    [MaxLength(MaxPosition)]
    public string? After { get; init; }

    /// <summary>The position of the last of these events.</summary>
    [MaxLength(MaxPosition)]
    public required string Position { get; init; }

    /// <summary>At most 1,000 events, none before the one before it.</summary>
    [MaxLength(FeatureWriter.MaxBatch)]
    public required IReadOnlyList<FeatureEvent> Events { get; init; }

    /// <summary>Whether these are the last: from then on the view counts the events that come in.</summary>
    public bool Last { get; init; }
}
