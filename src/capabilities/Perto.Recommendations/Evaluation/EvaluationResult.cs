using System.Text.Json.Serialization;

namespace Perto.Recommendations;

/// <summary>What one model reached, and at what cost.</summary>
/// <param name="Model">The kind of the model.</param>
/// <param name="Parameters">All its parameters, also those left at their defaults.</param>
/// <param name="Users">Over how many users the metrics are averaged; for leave-one-out, over how many cases.</param>
/// <param name="Items">How many items can be ranked.</param>
/// <param name="Metrics">Every metric at every cutoff.</param>
/// <param name="FitSeconds">Time to fit the model.</param>
/// <param name="ScoreSeconds">Time to score and rank.</param>
/// <param name="PeakMemoryBytes">Largest working set of the process so far, so that later models include earlier ones.</param>
public sealed record EvaluationResult(
    string Model,
    IReadOnlyDictionary<string, string> Parameters,
    int Users,
    int Items,
    IReadOnlyList<MetricValue> Metrics,
    double FitSeconds,
    double ScoreSeconds,
    long PeakMemoryBytes)
{
    /// <summary>How well ratings are predicted, by a model that predicts them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RatingError? Ratings { get; init; }

    /// <summary>One metric's value.</summary>
    /// <exception cref="ArgumentException">It was not computed.</exception>
    public double Metric(string name, int k) => Value(name, k).Value;

    /// <summary>One metric, with its interval and its value for each user.</summary>
    /// <exception cref="ArgumentException">It was not computed.</exception>
    public MetricValue Value(string name, int k) => new RankingQuality(Metrics, Users).Metric(name, k);
}
