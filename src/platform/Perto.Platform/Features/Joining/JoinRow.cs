using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>An example to learn from, before it has its features.</summary>
public sealed record JoinRow
{
    /// <summary>Most columns of its own.</summary>
    public const int MaxColumns = 200;

    /// <summary>Whom and what it is about: the key by entity.</summary>
    [MinLength(1), MaxLength(FeatureEvent.MaxKeys)]
    public required IReadOnlyDictionary<string, string> Keys { get; init; }

    /// <summary>Its moment: nothing that holds only after it is seen.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What is carried along, such as the label.</summary>
    [MaxLength(MaxColumns)]
    public IReadOnlyDictionary<string, FeatureValue>? Columns { get; init; }

    internal void Check(string field)
    {
        if (Keys is not { Count: >= 1 and <= FeatureEvent.MaxKeys })
            throw new InvalidValueException($"{field}.keys", Keys?.Count, $"1..{FeatureEvent.MaxKeys} entities", $"{field}.keys must name 1 to {FeatureEvent.MaxKeys} entities");
        foreach ((string entity, string key) in Keys)
        {
            FeatureNames.Require($"{field}.keys", entity);
            FeatureNames.RequireKey($"{field}.keys.{entity}", key);
        }
        FeatureTimes.Require($"{field}.at", At, long.MaxValue);
        if (Columns is { Count: > MaxColumns })
            throw new InvalidValueException($"{field}.columns", Columns.Count, $"at most {MaxColumns}", $"{field}.columns must be at most {MaxColumns}");
    }
}
