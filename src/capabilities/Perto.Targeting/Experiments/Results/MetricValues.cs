using Perto.Learning;

namespace Perto.Targeting;

/// <summary>A metric over the units of each arm, from the sums of those that have any outcome; all others have 0.</summary>
internal static class MetricValues
{
    public static string NameOf(ExperimentMetric metric) => metric.Kind == MetricKind.Ratio ? $"{metric.Name}/{metric.Denominator}" : metric.Name;

    public static MeasuredMetric Measure(ExperimentMetric metric, IReadOnlyList<string> arms, long[] units, IReadOnlyList<UnitSums> sums)
    {
        bool adjusted = metric.Covariate is not null;
        int variables = ArmStatistic.VariablesOf(metric.Kind, adjusted);
        SampleMoments[] moments = [.. arms.Select(_ => new SampleMoments(variables))];
        double[] numbers = new double[variables];
        foreach (UnitSums unit in sums)
        {
            double value = unit.After(metric.Name);
            numbers[0] = metric.Kind == MetricKind.Proportion ? (value > 0 ? 1 : 0) : value;
            if (metric.Kind == MetricKind.Ratio)
                numbers[1] = unit.After(metric.Denominator!);
            if (adjusted)
                numbers[^1] = unit.Before(metric.Covariate!);
            moments[unit.Arm].Add(numbers);
        }
        for (int arm = 0; arm < arms.Count; arm++)
            moments[arm].Add(SampleMoments.FromSums(units[arm] - moments[arm].Count, new double[variables], new double[variables * variables]));
        return new MeasuredMetric(NameOf(metric), [.. moments.Select(arm => new ArmStatistic(metric.Kind, arm, adjusted))], new long[arms.Count]);
    }
}
