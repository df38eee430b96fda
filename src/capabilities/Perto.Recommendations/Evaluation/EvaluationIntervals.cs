using Perto.Learning;

namespace Perto.Recommendations;

/// <summary>What the choice of users leaves open: intervals by the bootstrap over users.</summary>
internal static class EvaluationIntervals
{
    private static readonly BootstrapSettings Settings = new() { Resamples = 1_000, Interval = BootstrapInterval.Percentile };

    /// <summary>Each metric that users have, with its interval.</summary>
    public static IReadOnlyList<MetricValue> Of(IReadOnlyList<MetricValue> metrics, CancellationToken cancellationToken) =>
    [
        .. metrics.Select(metric => metric.Users.Count < 2 ? metric : metric with { Interval = OfMean(metric.Users, cancellationToken).Interval }),
    ];

    /// <summary>The mean of values.</summary>
    public static Bootstrap OfMean(IReadOnlyList<double> values, CancellationToken cancellationToken) => Bootstrap.OfRows(
        values.Count,
        rows =>
        {
            double sum = 0;
            foreach (int row in rows)
                sum += values[row];
            return sum / rows.Length;
        },
        Settings,
        cancellationToken);
}
