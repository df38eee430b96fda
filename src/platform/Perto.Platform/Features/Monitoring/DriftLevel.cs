namespace Perto.Platform;

/// <summary>How far the values of a feature have moved, by the population stability index.</summary>
public enum DriftLevel
{
    /// <summary>Too few values on a side to tell.</summary>
    Unknown,

    /// <summary>Below 0.1.</summary>
    Stable,

    /// <summary>From 0.1 on.</summary>
    Moderate,

    /// <summary>From 0.25 on.</summary>
    Large,
}
