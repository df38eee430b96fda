using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>Values to write.</summary>
public sealed record FeatureWriteBatch
{
    /// <summary>1 to 1,000, all or none.</summary>
    [MinLength(1), MaxLength(FeatureWriter.MaxBatch)]
    public required IReadOnlyList<FeatureWrite> Values { get; init; }
}
