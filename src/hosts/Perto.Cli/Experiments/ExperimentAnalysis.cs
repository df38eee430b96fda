using Perto.Learning;
using Perto.Platform;

namespace Perto.Cli;

/// <summary>Makes a report of an experiment.</summary>
internal static class ExperimentAnalysis
{
    /// <summary>Analyses an experiment.</summary>
    /// <exception cref="InvalidValueException">What is expected does not fit the arms.</exception>
    public static AnalysisReport Of(ExperimentData data, AnalysisSettings settings)
    {
        List<Comparison> comparisons = [];
        foreach (MeasuredMetric metric in data.Metrics)
        {
            for (int arm = 1; arm < data.Arms.Length; arm++)
                comparisons.Add(Compare(metric, data.Arms[arm], metric.Arms[0], metric.Arms[arm], settings));
        }
        return new AnalysisReport(
            settings.Sequential ? "sequential" : "welch",
            settings.Alpha,
            settings.Alternative,
            settings.Scale,
            settings.Correction,
            Srm(data, settings),
            data.InSeveralArms,
            data.Rows,
            Adjust(comparisons, settings.Correction),
            data.Looks.Count == 0 ? null : [.. data.Looks.SelectMany(look => LooksOf(look, data.Arms, settings))]);
    }

    private static Comparison Compare(MeasuredMetric metric, string name, ArmStatistic control, ArmStatistic arm, AnalysisSettings settings)
    {
        bool hasAbsolute = Effect.TryOf(control, arm, EffectScale.Absolute, out Effect absolute, out EffectProblem problem);
        bool hasRelative = Effect.TryOf(control, arm, EffectScale.Relative, out Effect relative, out EffectProblem ofRelative);
        bool isRelative = settings.Scale == EffectScale.Relative;
        Effect asked = isRelative ? relative : absolute;
        bool hasAsked = isRelative ? hasRelative : hasAbsolute;
        return new Comparison(
            metric.Name,
            name,
            arm.Units,
            arm.Value,
            control.Units,
            control.Value,
            hasAbsolute && control.Adjusted ? absolute.Adjustment : null,
            hasAbsolute ? ReportedEffect.Of(Test(absolute, settings)) : null,
            hasRelative ? ReportedEffect.Of(Test(relative, settings)) : null,
            (problem == EffectProblem.None ? ofRelative : problem).Reason(),
            hasAsked ? Test(asked, settings).PValue : null,
            null,
            hasAsked ? Posterior(asked, control.Value, settings) : null);
    }

    // A prior of relative effects says nothing of the absolute ones where the control is 0.
    private static ReportedPosterior? Posterior(Effect effect, double control, AnalysisSettings settings)
    {
        if (settings.Prior is not { } prior)
            return null;
        if (settings.Scale == EffectScale.Absolute && !double.IsInfinity(prior.Deviation))
        {
            if (control == 0)
                return null;
            prior = prior.ScaledBy(control);
        }
        return ReportedPosterior.Of(BayesianTest.Of(effect, prior, settings.Alpha));
    }

    private static TestResult Test(Effect effect, AnalysisSettings settings) => settings.Sequential
        ? SequentialTest.Of(effect, settings.Alpha, settings.Alternative, settings.Tuning)
        : WelchTest.Of(effect, settings.Alpha, settings.Alternative);

    private static IEnumerable<Look> LooksOf(ExperimentLook look, string[] arms, AnalysisSettings settings)
    {
        foreach (MeasuredMetric metric in look.Metrics)
        {
            for (int arm = 1; arm < arms.Length; arm++)
            {
                ReportedEffect? effect = Effect.TryOf(metric.Arms[0], metric.Arms[arm], settings.Scale, out Effect there, out _)
                    ? ReportedEffect.Of(Test(there, settings))
                    : null;
                yield return new Look(look.Day, metric.Name, arms[arm], metric.Arms[arm].Units, metric.Arms[0].Units, effect);
            }
        }
    }

    private static List<Comparison> Adjust(List<Comparison> comparisons, Correction correction)
    {
        if (correction == Correction.None)
            return comparisons;
        double[] given = [.. comparisons.Where(comparison => comparison.PValue is not null).Select(comparison => comparison.PValue!.Value)];
        var adjusted = new Queue<double>(correction == Correction.Bh ? MultipleTesting.BenjaminiHochberg(given) : MultipleTesting.Holm(given));
        return [.. comparisons.Select(comparison => comparison.PValue is null ? comparison : comparison with { AdjustedPValue = adjusted.Dequeue() })];
    }

    private static SrmReport Srm(ExperimentData data, AnalysisSettings settings)
    {
        double[] weights = settings.Expected ?? [.. data.Arms.Select(_ => 1.0)];
        if (weights.Length != data.Arms.Length)
        {
            string order = string.Join(", ", data.Arms);
            throw new InvalidValueException(
                "--expected", string.Join(',', weights), "a share of each arm", $"--expected must be a share of each arm, in the order {order}; got {string.Join(',', weights)}");
        }
        SampleRatioMismatch check = SampleRatioMismatch.Of(data.Units, weights);
        double all = data.Units.Sum() / weights.Sum();
        return new SrmReport(
            check.IsMismatch, check.PValue, check.Threshold, [.. data.Arms.Select((arm, i) => new SrmArm(arm, data.Units[i], weights[i] * all))]);
    }
}
