using Perto.Vectors;

namespace Perto.Platform;

/// <summary>A named vector of a collection.</summary>
public sealed record VectorFieldShape
{
    /// <summary>Its name: 1 to 64 letters, digits, <c>_</c> or <c>-</c>.</summary>
    public required string Name { get; init; }

    /// <summary>How its values are given and kept.</summary>
    public VectorKind Kind { get; init; }

    /// <summary>Dense: how many values it has. Bits: how many bits, a multiple of 8. Sparse: left out.</summary>
    public int Dimension { get; init; }

    /// <summary>How it is compared. Left out: cosine for dense, hamming for bits, bm25 for sparse vectors.</summary>
    public Metric? Metric { get; init; }

    /// <summary>How its index is built and searched; left out: the defaults.</summary>
    public VectorIndexSettings? Index { get; init; }

    internal static VectorFieldShape Of(VectorField field) => new()
    {
        Name = field.Name,
        Kind = field.Kind,
        Dimension = field.Dimension,
        Metric = field.Metric,
        Index = field.Index,
    };

    internal VectorField ToField() => new(Name, Dimension, Metric ?? UsualMetric, Kind) { Index = Index ?? VectorIndexSettings.Default };

    private Metric UsualMetric => Kind switch
    {
        VectorKind.Bits => Perto.Vectors.Metric.Hamming,
        VectorKind.Sparse => Perto.Vectors.Metric.Bm25,
        _ => Perto.Vectors.Metric.Cosine,
    };
}
