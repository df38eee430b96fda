namespace Perto.Vectors;

/// <summary>A named vector of every record.</summary>
/// <param name="Name">Its name in the schema.</param>
/// <param name="Dimension">
/// Dense: how many values it has, 1 to <see cref="MaxDimension"/>. Bits: how many bits, 8 to <see cref="MaxBits"/>, a multiple of 8.
/// Sparse: 0, as its dimensions are any 32-bit numbers.
/// </param>
/// <param name="Metric">How it is compared.</param>
/// <param name="Kind">How its values are given and kept.</param>
public sealed record VectorField(string Name, int Dimension, Metric Metric, VectorKind Kind = VectorKind.Dense)
{
    /// <summary>Largest accepted dimension of a dense vector.</summary>
    public const int MaxDimension = 4096;

    /// <summary>Largest accepted number of bits.</summary>
    public const int MaxBits = 65_536;

    /// <summary>
    /// Largest accepted magnitude of a value: sums of squares over every dimension stay inside float, so scores are always finite.
    /// </summary>
    public const float MaxMagnitude = 1e15f;

    /// <summary>How its index is built and searched.</summary>
    public VectorIndexSettings Index { get; init => field = value ?? VectorIndexSettings.Default; } = VectorIndexSettings.Default;

    /// <inheritdoc/>
    public override string ToString()
    {
        string shape = Kind switch
        {
            VectorKind.Dense => $"dense {Dimension}",
            VectorKind.Bits => $"bits {Dimension}",
            _ => "sparse",
        };
        return Index == VectorIndexSettings.Default ? $"{Name}: {shape} {Metric}" : $"{Name}: {shape} {Metric} {Index}";
    }
}
