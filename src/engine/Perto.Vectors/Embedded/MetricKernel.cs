using Perto.Numerics;

namespace Perto.Vectors;

/// <summary>
/// The SIMD kernels by metric. A kernel's raw result becomes a key (higher is nearer), and the key of a hit becomes its score and distance;
/// so a scan takes no root and no quotient.
/// </summary>
internal static class MetricKernel
{
    /// <summary>Whether queries and rows are compared at length 1.</summary>
    public static bool IsNormalised(this Metric metric) => metric == Metric.Cosine;

    public static float One(Metric metric, ReadOnlySpan<float> query, ReadOnlySpan<float> row) => metric switch
    {
        Metric.Euclidean => Distances.Between<SquaredEuclideanTerm>(query, row),
        Metric.Manhattan => Distances.Between<ManhattanTerm>(query, row),
        _ => Distances.Between<DotTerm>(query, row),
    };

    public static void Rows(Metric metric, ReadOnlySpan<float> query, ReadOnlySpan<float> rows, Span<float> results)
    {
        switch (metric)
        {
            case Metric.Euclidean:
                Distances.Rows<SquaredEuclideanTerm>(query, rows, results);
                break;
            case Metric.Manhattan:
                Distances.Rows<ManhattanTerm>(query, rows, results);
                break;
            default:
                Distances.Rows<DotTerm>(query, rows, results);
                break;
        }
    }

    public static void FourQueries(Metric metric, ReadOnlySpan<float> queries, ReadOnlySpan<float> rows, Span<float> results)
    {
        switch (metric)
        {
            case Metric.Euclidean:
                Distances.FourQueries<SquaredEuclideanTerm>(queries, rows, results);
                break;
            case Metric.Manhattan:
                Distances.FourQueries<ManhattanTerm>(queries, rows, results);
                break;
            default:
                Distances.FourQueries<DotTerm>(queries, rows, results);
                break;
        }
    }

    /// <summary>The sign that turns a raw result into a key.</summary>
    public static float Sign(Metric metric) => metric is Metric.Cosine or Metric.Dot ? 1 : -1;

    public static float Score(Metric metric, float key) => metric switch
    {
        // Rounding may put the cosine of a vector with itself just above 1.
        Metric.Cosine => Math.Clamp(key, -1, 1),
        Metric.Dot or Metric.Bm25 => key,
        _ => 1 / (1 + Distance(metric, key)),
    };

    public static float Distance(Metric metric, float key) => metric switch
    {
        Metric.Cosine => 1 - Math.Clamp(key, -1, 1),
        Metric.Euclidean => MathF.Sqrt(-key),
        // "0 -" and not "-": a distance of nothing is 0, not -0.
        _ => 0 - key,
    };
}
