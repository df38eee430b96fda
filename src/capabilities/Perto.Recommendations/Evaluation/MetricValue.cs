using System.Text.Json.Serialization;
using Perto.Learning;

namespace Perto.Recommendations;

/// <summary>A metric at a cutoff, averaged over users.</summary>
/// <param name="Name">One of <see cref="EvaluationProtocol.MetricNames"/>.</param>
/// <param name="K">Length of the list.</param>
/// <param name="Value">In 0..1, higher is better; but novelty is in bits, and a lower Gini coefficient is more even.</param>
public sealed record MetricValue(string Name, int K, double Value)
{
    /// <summary>The metric of each user, in an order that is the same for all models; empty where it belongs to all users together.</summary>
    [JsonIgnore]
    public IReadOnlyList<double> Users { get; init; } = [];

    /// <summary>The 95 % interval of the mean over users, by the bootstrap, where it was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Interval? Interval { get; init; }
}
