namespace Perto.Vectors;

/// <summary>The one scale of scores, and which metrics a kind of vector has.</summary>
public static class MetricExtensions
{
    /// <summary>The score of a raw distance; both are defined at <see cref="SearchHit"/>.</summary>
    public static float Score(this Metric metric, float distance) => metric switch
    {
        Metric.Cosine => 1 - distance,
        Metric.Dot or Metric.Bm25 => -distance,
        Metric.Euclidean or Metric.Manhattan or Metric.Hamming => 1 / (1 + distance),
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, null),
    };

    /// <summary>Whether vectors of this kind can be compared so.</summary>
    public static bool Compares(this Metric metric, VectorKind kind) => kind switch
    {
        VectorKind.Dense => metric is Metric.Cosine or Metric.Dot or Metric.Euclidean or Metric.Manhattan,
        VectorKind.Bits => metric is Metric.Hamming,
        VectorKind.Sparse => metric is Metric.Dot or Metric.Bm25,
        _ => false,
    };
}
