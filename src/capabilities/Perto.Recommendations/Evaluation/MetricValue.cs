using System.Text.Json.Serialization;

namespace Perto.Recommendations;

/// <summary>A metric at a cutoff, averaged over users.</summary>
/// <param name="Name">One of <see cref="EvaluationProtocol.MetricNames"/>.</param>
/// <param name="K">Length of the list.</param>
/// <param name="Value">In 0..1, higher is better.</param>
public sealed record MetricValue(string Name, int K, double Value)
{
    /// <summary>The metric of each user, in an order that is the same for all models; empty where it belongs to all users together.</summary>
    [JsonIgnore]
    public IReadOnlyList<double> Users { get; init; } = [];
}
