using System.Text.Json.Serialization;
using Perto.Learning;

namespace Perto.Recommendations;

/// <summary>How well documents were found by one measure.</summary>
/// <param name="Name">One of <see cref="RetrievalEvaluation.MetricNames"/>.</param>
/// <param name="K">Its cutoff.</param>
/// <param name="Value">The mean over queries, 0 to 1.</param>
/// <param name="Interval">The 95 % interval of that, by the bootstrap over queries; null with one query.</param>
public sealed record RetrievalMetric(string Name, int K, double Value, Interval? Interval)
{
    /// <summary>The value of each query.</summary>
    [JsonIgnore]
    public IReadOnlyList<double> Queries { get; init; } = [];
}
