namespace Perto.Platform;

/// <summary>What became of the values of one feature between two windows.</summary>
public sealed record FeatureDrift
{
    /// <summary>The feature.</summary>
    public required string Name { get; init; }

    /// <summary>Share of the rows of the current window without a value, 0 to 1; null where there are no rows.</summary>
    public double? MissingShare { get; init; }

    /// <summary>The same of the window before.</summary>
    public double? ReferenceMissingShare { get; init; }

    /// <summary>
    /// The population stability index, 0 and up (see <see cref="Perto.Learning.PopulationStability"/>): of numbers by deciles of the window before, of texts,
    /// keywords and maps by their entries; null for vectors, and where a side has fewer than 30 values.
    /// </summary>
    public double? StabilityIndex { get; init; }

    /// <summary>Of numbers: the greatest distance of the two distributions, 0 to 1 (see <see cref="Perto.Learning.KolmogorovSmirnov"/>).</summary>
    public double? Distance { get; init; }

    /// <summary>How probable such a distance is where nothing has changed, 0 to 1.</summary>
    public double? Probability { get; init; }

    /// <summary>What the index says.</summary>
    public required DriftLevel Drift { get; init; }
}
