using Perto.Platform;

namespace Perto.Server;

/// <summary>What happened lately, as lines over time.</summary>
/// <param name="IntervalSeconds">Time between two points.</param>
/// <param name="Series">The lines.</param>
public sealed record RatesAnswer(double IntervalSeconds, IReadOnlyList<RecordedSeries> Series);
