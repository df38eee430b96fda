namespace Perto.Platform;

/// <summary>An example with its features in JSON.</summary>
public sealed record JoinedRowDocument
{
    /// <summary>Whom and what it is about.</summary>
    public required IReadOnlyDictionary<string, string> Keys { get; init; }

    /// <summary>Its moment.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What was carried along.</summary>
    public IReadOnlyDictionary<string, FeatureValue>? Columns { get; init; }

    /// <summary>By view: what was known at the moment.</summary>
    public required IReadOnlyDictionary<string, FeatureReadingDocument> Views { get; init; }

    internal static JoinedRowDocument Of(JoinedRow joined)
    {
        Dictionary<string, FeatureReadingDocument> views = new(StringComparer.Ordinal);
        foreach (FeatureReading reading in joined.Readings)
        {
            // Two versions of a view are told apart; one alone has its plain name.
            if (!views.TryAdd(reading.View.Name, FeatureReadingDocument.Of(reading)))
                views[$"{reading.View.Name}@{reading.View.Version}"] = FeatureReadingDocument.Of(reading);
        }
        return new JoinedRowDocument { Keys = joined.Row.Keys, At = joined.Row.At.ToUniversalTime(), Columns = joined.Row.Columns, Views = views };
    }
}
