namespace Perto.Targeting;

/// <summary>Makes of an experiment's units what the analysis takes, wherever they came from.</summary>
public static class ExperimentUnits
{
    /// <summary>The metrics of an experiment over its units.</summary>
    /// <param name="experiment">As it was declared.</param>
    /// <param name="units">All of its units.</param>
    public static ExperimentData Measure(Experiment experiment, IReadOnlyList<ExperimentUnit> units)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(units);
        string[] arms = ArmsOf(experiment);
        long[] counts = new long[arms.Length];
        List<UnitSums> sums = [];
        foreach (ExperimentUnit unit in units)
        {
            var ofUnit = new UnitSums(unit.Unit, Array.IndexOf(arms, unit.Arm));
            foreach (string metric in unit.Before.Keys.Union(unit.Values.Keys, StringComparer.Ordinal))
                ofUnit.Set(metric, unit.Before.GetValueOrDefault(metric), unit.Values.GetValueOrDefault(metric));
            counts[ofUnit.Arm]++;
            sums.Add(ofUnit);
        }
        return Measure(experiment, counts, sums, units.Count);
    }

    /// <summary>The arms, the control first, then the others as they were declared.</summary>
    internal static string[] ArmsOf(Experiment experiment)
    {
        string control = experiment.Control ?? experiment.Arms[0].Name;
        return [control, .. experiment.Arms.Select(arm => arm.Name).Where(arm => arm != control)];
    }

    internal static ExperimentData Measure(Experiment experiment, long[] units, IReadOnlyList<UnitSums> sums, long rows)
    {
        string[] arms = ArmsOf(experiment);
        return new ExperimentData(arms, units, [.. experiment.Metrics.Select(metric => MetricValues.Measure(metric, arms, units, sums))], [], 0, rows);
    }
}
