namespace Perto.Targeting;

/// <summary>What is known of an experiment: for each metric and arm its statistic.</summary>
/// <param name="Arms">Names, the control first.</param>
/// <param name="Units">Units by arm.</param>
/// <param name="Metrics">Of all units, as many statistics as there are arms.</param>
/// <param name="Looks">The same at the end of each day before, where there were dates.</param>
/// <param name="InSeveralArms">Units that were seen in several arms and are left out.</param>
/// <param name="Rows">Rows that were read.</param>
public sealed record ExperimentData(
    string[] Arms, long[] Units, IReadOnlyList<MeasuredMetric> Metrics, IReadOnlyList<ExperimentLook> Looks, long InSeveralArms, long Rows);
