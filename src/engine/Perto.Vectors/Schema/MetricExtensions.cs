namespace Perto.Vectors;

/// <summary>The one scale of scores.</summary>
public static class MetricExtensions
{
    /// <summary>The score of a raw distance; both are defined at <see cref="SearchHit"/>.</summary>
    public static float Score(this Metric metric, float distance) => metric switch
    {
        Metric.Cosine => 1 - distance,
        Metric.Dot => -distance,
        Metric.Euclidean or Metric.Manhattan => 1 / (1 + distance),
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, null),
    };
}
