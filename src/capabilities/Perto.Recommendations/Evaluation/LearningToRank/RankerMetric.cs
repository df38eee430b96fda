namespace Perto.Recommendations;

/// <summary>A metric at a cutoff.</summary>
/// <param name="Name">One of <see cref="EvaluationProtocol.MetricNames"/>.</param>
/// <param name="K">Length of the list.</param>
/// <param name="Value">The mean over seeds of the mean over queries; in 0..1, higher is better.</param>
/// <param name="OverSeeds">Half of the width of the 95 % interval of the mean over seeds: how much luck is in the fit. 0 with one seed.</param>
/// <param name="OverQueries">The same over queries: how much luck is in which queries the test has. It is the larger one where queries are few.</param>
/// <param name="Seeds">The mean over queries of each seed.</param>
public sealed record RankerMetric(string Name, int K, double Value, double OverSeeds, double OverQueries, IReadOnlyList<double> Seeds);
