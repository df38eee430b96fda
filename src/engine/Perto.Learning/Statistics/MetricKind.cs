namespace Perto.Learning;

/// <summary>What is measured on each unit of an experiment.</summary>
public enum MetricKind
{
    /// <summary>A number: revenue, minutes.</summary>
    Mean,

    /// <summary>Whether something happened: 0 or 1. The variance is p (1 - p).</summary>
    Proportion,

    /// <summary>A sum of numerators over a sum of denominators, each by unit: clicks / views.</summary>
    Ratio,
}
