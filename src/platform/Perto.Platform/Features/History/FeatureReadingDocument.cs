namespace Perto.Platform;

/// <summary>The values of one view of one entity in JSON.</summary>
public sealed record FeatureReadingDocument
{
    /// <summary>Whether there are values, and if not, why.</summary>
    public required FeatureStatus Status { get; init; }

    /// <summary>The version of the view.</summary>
    public required int Version { get; init; }

    /// <summary>The moment from which on the values hold.</summary>
    public DateTimeOffset? EventAt { get; init; }

    /// <summary>How old they are at the moment of the reading, in seconds.</summary>
    public double? AgeSeconds { get; init; }

    /// <summary>When they were written; in the history only.</summary>
    public DateTimeOffset? WrittenAt { get; init; }

    /// <summary>The values by feature; null for single ones that are missing.</summary>
    public IReadOnlyDictionary<string, FeatureValue?>? Values { get; init; }

    internal static FeatureReadingDocument Of(FeatureReading reading) => new()
    {
        Status = reading.Status,
        Version = reading.View.Version,
        EventAt = reading.EventAt,
        AgeSeconds = reading.Age?.TotalSeconds,
        Values = reading.ToValues(),
    };
}
