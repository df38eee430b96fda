using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>Something that happened, from which features are made.</summary>
public sealed record FeatureEvent
{
    /// <summary>Most fields of an event.</summary>
    public const int MaxValues = 100;

    /// <summary>Most entities that an event is about.</summary>
    public const int MaxKeys = 10;

    /// <summary>What tells it from all others, 1 to 512 bytes of UTF-8: an event that comes again changes nothing.</summary>
    [MaxLength(512)]
    public required string Id { get; init; }

    /// <summary>What happened: 1 to 64 of a-z, 0-9 and <c>_</c>.</summary>
    [MaxLength(64)]
    public required string Type { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>To whom and to what: the key by entity.</summary>
    [MinLength(1), MaxLength(MaxKeys)]
    public required IReadOnlyDictionary<string, string> Keys { get; init; }

    /// <summary>Its fields.</summary>
    [MaxLength(MaxValues)]
    public IReadOnlyDictionary<string, FeatureValue>? Values { get; init; }

    internal void Check(string field, long newest)
    {
        FeatureNames.RequireKey($"{field}.id", Id);
        FeatureNames.Require($"{field}.type", Type);
        FeatureTimes.Require($"{field}.at", At, newest);
        if (Keys is not { Count: >= 1 and <= MaxKeys })
            throw new InvalidValueException($"{field}.keys", Keys?.Count, $"1..{MaxKeys} entities", $"{field}.keys must name 1 to {MaxKeys} entities");
        foreach ((string entity, string key) in Keys)
        {
            FeatureNames.Require($"{field}.keys", entity);
            FeatureNames.RequireKey($"{field}.keys.{entity}", key);
        }
        if (Values is { Count: > MaxValues })
            throw new InvalidValueException($"{field}.values", Values.Count, $"at most {MaxValues} fields", $"{field}.values must be at most {MaxValues} fields");
    }
}
