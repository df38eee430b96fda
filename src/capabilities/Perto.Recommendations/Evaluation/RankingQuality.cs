namespace Perto.Recommendations;

/// <summary>What a model reached.</summary>
/// <param name="Metrics">Every metric at every cutoff.</param>
/// <param name="Users">Over how many users they are averaged; for leave-one-out, over how many cases.</param>
public sealed record RankingQuality(IReadOnlyList<MetricValue> Metrics, int Users)
{
    /// <summary>How well ratings are predicted, by a model that predicts them.</summary>
    public RatingError? Ratings { get; init; }

    /// <summary>One metric.</summary>
    /// <exception cref="ArgumentException">It was not computed.</exception>
    public MetricValue Metric(string name, int k) =>
        Metrics.FirstOrDefault(metric => metric.Name == name && metric.K == k)
        ?? throw new ArgumentException($"{name}@{k} was not computed; there are {string.Join(", ", Metrics.Select(metric => $"{metric.Name}@{metric.K}"))}");
}
