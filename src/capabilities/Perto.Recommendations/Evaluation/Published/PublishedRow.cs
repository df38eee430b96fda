namespace Perto.Recommendations;

/// <summary>A figure that somebody published.</summary>
/// <param name="Model">The model as the source names it.</param>
/// <param name="Metric">One of <see cref="EvaluationProtocol.MetricNames"/>.</param>
/// <param name="K">Its cutoff.</param>
/// <param name="Value">The figure.</param>
public sealed record PublishedRow(string Model, string Metric, int K, double Value);
