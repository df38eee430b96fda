namespace Perto.Server;

/// <summary>Lines over time.</summary>
/// <param name="IntervalSeconds">Time between two points.</param>
/// <param name="Series">The lines.</param>
public sealed record RatesAnswer(double IntervalSeconds, IReadOnlyList<RateSeries> Series);
