using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>The values of a view for one entity from one moment on.</summary>
public sealed record FeatureWrite
{
    /// <summary>The key of the entity, 1 to 512 bytes of UTF-8.</summary>
    [MaxLength(512)]
    public required string Key { get; init; }

    /// <summary>From when on they hold: the moment that they are about, not that of the write.</summary>
    public required DateTimeOffset EventAt { get; init; }

    /// <summary>By feature; one that is left out, or null, is missing from this moment on.</summary>
    [MaxLength(FeatureView.MaxFeatures)]
    public required IReadOnlyDictionary<string, FeatureValue?> Values { get; init; }
}
