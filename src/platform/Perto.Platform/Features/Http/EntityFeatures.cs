namespace Perto.Platform;

/// <summary>The newest features of an entity.</summary>
public sealed record EntityFeatures
{
    // Each becomes an object of its own in JSON.
    private const int MaxReadings = 50_000;

    /// <summary>Its kind.</summary>
    public required string Entity { get; init; }

    /// <summary>Its key.</summary>
    public required string Key { get; init; }

    /// <summary>By view, as it was asked for.</summary>
    public required IReadOnlyDictionary<string, FeatureReadingDocument> Views { get; init; }

    internal static void CheckSize(IReadOnlyList<EntityRequest> request)
    {
        if (request.Count is 0 or > OnlineRequest.MaxParts)
            throw new InvalidValueException("entities", request.Count, $"1..{OnlineRequest.MaxParts}", $"entities must be 1 to {OnlineRequest.MaxParts}; got {request.Count}");
        long readings = request.Sum(part => (long)(part.Keys?.Count ?? 0) * (part.Views?.Count ?? 0));
        if (readings > MaxReadings)
            throw new InvalidValueException("entities", readings, $"at most {MaxReadings}", $"entities ask for {readings} times a view; at most {MaxReadings} go into one answer");
    }

    internal static IReadOnlyList<EntityFeatures> Of(OnlineFeatures read)
    {
        List<EntityFeatures> entities = [];
        for (int part = 0; part < read.Request.Count; part++)
        {
            EntityRequest request = read.Request[part];
            for (int key = 0; key < request.Keys.Count; key++)
            {
                Dictionary<string, FeatureReadingDocument> views = new(StringComparer.Ordinal);
                for (int view = 0; view < request.Views.Count; view++)
                    views[request.Views[view]] = FeatureReadingDocument.Of(read[part, key, view]);
                entities.Add(new EntityFeatures { Entity = request.Entity, Key = request.Keys[key], Views = views });
            }
        }
        return entities;
    }
}
