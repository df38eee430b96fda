using System.ComponentModel.DataAnnotations;

namespace Perto.Streaming;

/// <summary>Something that a person did or saw.</summary>
public sealed record StreamingEvent
{
    /// <summary>What happened.</summary>
    public required EventType Type { get; init; }

    /// <summary>Who; 1 to 256 characters.</summary>
    [MinLength(1), MaxLength(EventRules.MaxIdLength)]
    public required string User { get; init; }

    /// <summary>The title; it must be in the catalogue.</summary>
    [MinLength(1), MaxLength(EventRules.MaxIdLength)]
    public required string Title { get; init; }

    /// <summary>When; now if left out. For a view the moment it began: a later event with the same moment updates the view.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>View: watched fraction, 0..1. Required for a view.</summary>
    [Range(0.0, 1.0)]
    public double? Progress { get; init; }

    /// <summary>View: seconds watched.</summary>
    [Range(0, int.MaxValue)]
    public long? Seconds { get; init; }

    /// <summary>Rating: 0.5..5. Required for a rating.</summary>
    [Range(EventRules.LowestRating, EventRules.HighestRating)]
    public double? Rating { get; init; }

    /// <summary>What it happened on.</summary>
    public DeviceKind? Device { get; init; }

    /// <summary>The profile inside the household.</summary>
    [MaxLength(EventRules.MaxIdLength)]
    public string? Profile { get; init; }

    /// <summary>Impression and click: the row the title stood in.</summary>
    [MaxLength(EventRules.MaxIdLength)]
    public string? Row { get; init; }

    /// <summary>Impression and click: its place in the row, from 1.</summary>
    [Range(1, EventRules.MaxRank)]
    public int? Rank { get; init; }

    /// <summary>The page that showed the title, as it was answered; for a view the page from which it came.</summary>
    [MinLength(1), MaxLength(EventRules.MaxIdLength)]
    public string? Request { get; init; }
}
