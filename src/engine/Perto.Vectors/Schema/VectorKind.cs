namespace Perto.Vectors;

/// <summary>How a vector's values are given and kept.</summary>
public enum VectorKind
{
    /// <summary>A float for each dimension.</summary>
    Dense,

    /// <summary>A bit for each dimension.</summary>
    Bits,

    /// <summary>The dimensions that are not zero, each with its value.</summary>
    Sparse,
}
