using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>Events to count.</summary>
public sealed record FeatureEventBatch
{
    /// <summary>1 to 1,000, all or none.</summary>
    [MinLength(1), MaxLength(FeatureWriter.MaxBatch)]
    public required IReadOnlyList<FeatureEvent> Events { get; init; }
}
