using Perto.Numerics;

namespace Perto.Vectors;

/// <summary>Makes the graph that a field's metric and settings ask for.</summary>
internal static class GraphFactory
{
    /// <summary>An empty graph.</summary>
    /// <exception cref="ArgumentException">The field is sparse: it has postings, and no graph.</exception>
    public static ProximityGraph Create(VectorField field, CodeTraining training)
    {
        int dimension = field.Dimension;
        float[]? centre = training.Offsets.Length > 0 ? training.Offsets : null;
        // So few floats take no more room than padded codes, and lose nothing.
        VectorCodes codes = dimension * sizeof(float) <= CodeDistances.Alignment ? VectorCodes.Float32 : field.Index.Codes;
        return (field.Metric, codes) switch
        {
            (Metric.Hamming, _) => Over(new BinaryCodes(dimension), field),
            (Metric.Cosine, VectorCodes.Int8) when TwoLevelCodes<CosineForm>.Suits(dimension) => Over(new TwoLevelCodes<CosineForm>(dimension, centre), field),
            (Metric.Cosine, VectorCodes.Int8) => Over(new ByteCodes<CosineForm>(dimension, centre), field),
            (Metric.Cosine, VectorCodes.Int4) => Over(new NibbleCodes<CosineForm>(dimension, centre), field),
            (Metric.Cosine, VectorCodes.Bit) => Over(new SignCodes<CosineForm>(dimension, centre), field),
            (Metric.Cosine or Metric.Dot, VectorCodes.Float32) => Over(new FloatCodes<DotTerm>(dimension, isProduct: true), field),
            (Metric.Dot, VectorCodes.Int8) when TwoLevelCodes<DotForm>.Suits(dimension) => Over(new TwoLevelCodes<DotForm>(dimension, centre), field),
            (Metric.Dot, VectorCodes.Int8) => Over(new ByteCodes<DotForm>(dimension, centre), field),
            (Metric.Dot, VectorCodes.Int4) => Over(new NibbleCodes<DotForm>(dimension, centre), field),
            (Metric.Dot, VectorCodes.Bit) => Over(new SignCodes<DotForm>(dimension, centre), field),
            (Metric.Euclidean, VectorCodes.Int8) when TwoLevelCodes<EuclideanForm>.Suits(dimension) => Over(new TwoLevelCodes<EuclideanForm>(dimension, centre), field),
            (Metric.Euclidean, VectorCodes.Int8) => Over(new ByteCodes<EuclideanForm>(dimension, centre), field),
            (Metric.Euclidean, VectorCodes.Int4) => Over(new NibbleCodes<EuclideanForm>(dimension, centre), field),
            (Metric.Euclidean, VectorCodes.Bit) => Over(new SignCodes<EuclideanForm>(dimension, centre), field),
            (Metric.Euclidean, VectorCodes.Float32) => Over(new FloatCodes<SquaredEuclideanTerm>(dimension, isProduct: false), field),
            (Metric.Manhattan, VectorCodes.Float32) => Over(new FloatCodes<ManhattanTerm>(dimension, isProduct: false), field),
            // A rotation does not keep the Manhattan distance, and bytes are compared faster than any smaller code.
            (Metric.Manhattan, _) => Over(new ManhattanCodes(training.Offsets, training.Range), field),
            _ => throw new ArgumentException($"{field} has no graph", nameof(field)),
        };
    }

    private static ProximityGraph<TCodes> Over<TCodes>(TCodes codes, VectorField field)
        where TCodes : struct, ICodes =>
        new(codes, new GraphSettings(field.Index.Links, field.Index.BuildEf));
}
