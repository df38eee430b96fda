namespace Perto.Recommendations;

/// <summary>What a way to search reached.</summary>
/// <param name="Method">Its name.</param>
/// <param name="Metrics">The measures.</param>
/// <param name="Seconds">How long all queries took.</param>
public sealed record RetrievalResult(string Method, IReadOnlyList<RetrievalMetric> Metrics, double Seconds)
{
    /// <summary>A measure by name.</summary>
    public RetrievalMetric Metric(string name) => Metrics.First(metric => metric.Name == name);
}
