using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Perto.Platform;

/// <summary>
/// A set of features of one kind of entity that are written together, or made from the same events. What its values mean never changes under
/// one version: other features, another entity or another TTL are a new version.
/// </summary>
public sealed record FeatureView
{
    /// <summary>Most features of a view.</summary>
    public const int MaxFeatures = 200;

    /// <summary>The entity whose views are personal data: erased and exported with the rest of what is known of a person.</summary>
    public const string Person = "person";

    private const long MaxSeconds = 100L * 366 * 24 * 60 * 60;

    /// <summary>Its name: 1 to 64 of a-z, 0-9 and <c>_</c>, beginning with a letter.</summary>
    [MaxLength(64)]
    public required string Name { get; init; }

    /// <summary>What it describes: <c>title</c>, <c>person</c>. Views of <c>person</c> are personal data.</summary>
    [MaxLength(64)]
    public required string Entity { get; init; }

    /// <summary>1 and up.</summary>
    [Range(1, int.MaxValue)]
    public int Version { get; init; } = 1;

    /// <summary>1 to 200; either all with a <c>state</c> or none.</summary>
    [MinLength(1), MaxLength(MaxFeatures)]
    public required IReadOnlyList<Feature> Features { get; init; }

    /// <summary>How long a value holds after its event, in seconds; null: for ever.</summary>
    [Range(1, MaxSeconds)]
    public long? TtlSeconds { get; init; }

    /// <summary>At least how often something new is expected, in seconds; null: as often as the TTL says.</summary>
    [Range(1, MaxSeconds)]
    public long? ExpectedSeconds { get; init; }

    /// <summary>Of a view that is made from events: whether it counts none before a backfill has ended, so that the past can be put first.</summary>
    public bool AwaitsBackfill { get; init; }

    /// <summary>Who answers for it.</summary>
    [MaxLength(FeatureNames.MaxWords)]
    public string? Owner { get; init; }

    /// <summary>What it is for.</summary>
    [MaxLength(FeatureNames.MaxWords)]
    public string? Description { get; init; }

    /// <summary>Whether its features are made from events.</summary>
    [JsonIgnore]
    public bool IsFolded => Features.Count > 0 && Features[0].State is not null;

    /// <summary>Checks it.</summary>
    /// <exception cref="InvalidValueException">Something in it breaks a rule; the field names the place.</exception>
    public void Check()
    {
        FeatureNames.Require("name", Name);
        FeatureNames.Require("entity", Entity);
        FeatureNames.RequireWords("owner", Owner);
        FeatureNames.RequireWords("description", Description);
        if (Version < 1)
            throw new InvalidValueException("version", Version, "1 and up", $"version must be 1 or greater; got {Version}");
        CheckSeconds("ttl_seconds", TtlSeconds);
        CheckSeconds("expected_seconds", ExpectedSeconds);
        if (Features is not { Count: >= 1 and <= MaxFeatures })
            throw new InvalidValueException("features", Features?.Count, $"1..{MaxFeatures} features", $"features must be 1 to {MaxFeatures}; got {Features?.Count ?? 0}");
        if (AwaitsBackfill && !IsFolded)
            throw new InvalidValueException("awaits_backfill", given: true, "false", "awaits_backfill is for views that are made from events");
        HashSet<string> names = new(StringComparer.Ordinal);
        for (int i = 0; i < Features.Count; i++)
        {
            Features[i].Check($"features[{i}]");
            if (!names.Add(Features[i].Name))
                throw new InvalidValueException($"features[{i}].name", Features[i].Name, "a name of its own", $"features[{i}].name is the name of another feature too");
            if (Features[i].State is null == IsFolded)
                throw new InvalidValueException($"features[{i}].state", given: null, "given for all features of a view or for none", $"features[{i}].state: a view is written or made from events, not both");
        }
    }

    /// <summary>What of <paramref name="other"/> means something else, in words; null where values of both mean the same.</summary>
    internal string? DifferenceTo(FeatureView other)
    {
        if (Entity != other.Entity)
            return $"the entity is {Entity} and was {other.Entity}";
        if (TtlSeconds != other.TtlSeconds)
            return $"ttl_seconds is {Words(TtlSeconds)} and was {Words(other.TtlSeconds)}";
        for (int i = 0; i < Math.Max(Features.Count, other.Features.Count); i++)
        {
            if (i >= Features.Count)
                return $"feature {other.Features[i].Name} is gone";
            if (i >= other.Features.Count)
                return $"feature {Features[i].Name} is new";
            if (Features[i] with { Description = null } != other.Features[i] with { Description = null })
                return Features[i].Name == other.Features[i].Name ? $"feature {Features[i].Name} is defined otherwise" : $"feature {Features[i].Name} stands where {other.Features[i].Name} stood";
        }
        return null;

        static string Words(long? seconds) => seconds is { } given ? $"{given}" : "not set";
    }

    private static void CheckSeconds(string field, long? seconds)
    {
        if (seconds is < 1 or > MaxSeconds)
            throw InvalidValueException.OutOfRange(field, seconds.Value, 1, MaxSeconds);
    }
}
