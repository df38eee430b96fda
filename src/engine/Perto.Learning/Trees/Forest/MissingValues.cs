namespace Perto.Learning;

/// <summary>What a split by a number takes for missing. The values are those of LightGBM's model files.</summary>
public enum MissingValues
{
    /// <summary>Nothing: NaN counts as 0.</summary>
    None = 0,

    /// <summary>Zero, within 1e-35, and NaN.</summary>
    Zero = 1,

    /// <summary>NaN.</summary>
    NaN = 2,
}
