namespace Perto.Targeting;

/// <summary>An experiment at the end of a day.</summary>
/// <param name="Day">The day.</param>
/// <param name="Metrics">Of all units until then.</param>
public sealed record ExperimentLook(DateOnly Day, IReadOnlyList<MeasuredMetric> Metrics);
