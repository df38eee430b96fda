namespace Perto.Platform;

/// <summary>How fresh a view is, and how its values drift.</summary>
public sealed record FeatureHealth
{
    /// <summary>The view.</summary>
    public required string View { get; init; }

    /// <summary>Its version.</summary>
    public required int Version { get; init; }

    /// <summary>The moment of its newest values; null where it has none.</summary>
    public DateTimeOffset? NewestAt { get; init; }

    /// <summary>How long ago that is, in seconds.</summary>
    public double? AgeSeconds { get; init; }

    /// <summary>How old they may be: expected_seconds of the view, or else its TTL; null where it has neither.</summary>
    public long? LimitSeconds { get; init; }

    /// <summary>Whether they are younger than that; null where nothing is expected. A view without values is not fresh.</summary>
    public bool? Fresh { get; init; }

    /// <summary>The length of the current window, which ends now, and of the one before it, in hours.</summary>
    public required int WindowHours { get; init; }

    /// <summary>Rows of the history in the current window.</summary>
    public required long CurrentRows { get; init; }

    /// <summary>Rows of the history in the window before.</summary>
    public required long ReferenceRows { get; init; }

    /// <summary>Whether only a sample of the rows was looked at, chosen by a hash of their values.</summary>
    public required bool Sampled { get; init; }

    /// <summary>Each feature, in the order of the view.</summary>
    public required IReadOnlyList<FeatureDrift> Features { get; init; }

    internal double? WorstDrift => Features.Max(feature => feature.StabilityIndex);
}
