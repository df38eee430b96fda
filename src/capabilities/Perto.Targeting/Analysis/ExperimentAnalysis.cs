using Perto.Learning;

namespace Perto.Targeting;

/// <summary>Makes a report of an experiment, whether its numbers are from a file or from the log of exposures.</summary>
public static class ExperimentAnalysis
{
    /// <summary>Analyses an experiment.</summary>
    /// <param name="data">What is known of it.</param>
    /// <param name="settings">How it is analysed.</param>
    /// <exception cref="ArgumentException">What is expected does not fit the arms.</exception>
    public static AnalysisReport Of(ExperimentData data, AnalysisSettings settings)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(settings);
        List<Comparison> comparisons = [];
        foreach (MeasuredMetric metric in data.Metrics)
        {
            for (int arm = 1; arm < data.Arms.Length; arm++)
                comparisons.Add(Compare(metric, data.Arms[arm], arm, settings));
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
            [.. Adjust(comparisons, settings.Correction)],
            data.Looks.Count == 0 ? null : [.. data.Looks.SelectMany(look => Adjust(LooksOf(look, data.Arms, settings), settings.Correction))]);
    }

    private static Comparison Compare(MeasuredMetric metric, string name, int number, AnalysisSettings settings)
    {
        ArmStatistic control = metric.Arms[0];
        ArmStatistic arm = metric.Arms[number];
        bool hasAbsolute = TryEffect(control, arm, EffectScale.Absolute, settings, out Effect absolute, out string? problem);
        bool hasRelative = TryEffect(control, arm, EffectScale.Relative, settings, out Effect relative, out string? ofRelative);
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
            metric.WithoutCovariate[0] + metric.WithoutCovariate[number],
            hasAbsolute ? ReportedEffect.Of(Test(absolute, settings)) : null,
            hasRelative ? ReportedEffect.Of(Test(relative, settings)) : null,
            problem ?? ofRelative,
            hasAsked ? Test(asked, settings).PValue : null,
            null,
            hasAsked ? Posterior(asked, control.Value, settings) : null);
    }

    // A sequential test is not asked before it can keep its promise.
    private static bool TryEffect(ArmStatistic control, ArmStatistic arm, EffectScale scale, AnalysisSettings settings, out Effect effect, out string? problem)
    {
        bool has = Effect.TryOf(control, arm, scale, out effect, out EffectProblem none);
        problem = none.Reason();
        if (!has || !settings.Sequential || Math.Min(control.Units, arm.Units) >= SequentialTest.FewestUnits)
            return has;
        problem = $"an arm has fewer than the {SequentialTest.FewestUnits} units that a sequential test needs before its first look";
        return false;
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

    private static List<Look> LooksOf(ExperimentLook look, string[] arms, AnalysisSettings settings)
    {
        List<Look> looks = [];
        foreach (MeasuredMetric metric in look.Metrics)
        {
            for (int arm = 1; arm < arms.Length; arm++)
            {
                ReportedEffect? effect = TryEffect(metric.Arms[0], metric.Arms[arm], settings.Scale, settings, out Effect there, out _)
                    ? ReportedEffect.Of(Test(there, settings))
                    : null;
                looks.Add(new Look(look.Day, metric.Name, arms[arm], metric.Arms[arm].Units, metric.Arms[0].Units, effect, null));
            }
        }
        return looks;
    }

    private static IEnumerable<Comparison> Adjust(List<Comparison> comparisons, Correction correction) =>
        comparisons.Zip(Adjusted(comparisons.Select(comparison => comparison.PValue), correction), (comparison, p) => comparison with { AdjustedPValue = p });

    private static IEnumerable<Look> Adjust(List<Look> looks, Correction correction) =>
        looks.Zip(Adjusted(looks.Select(look => look.Effect?.PValue), correction), (look, p) => look with { AdjustedPValue = p });

    // Where there is no p there is none to adjust, and it does not count.
    private static double?[] Adjusted(IEnumerable<double?> pValues, Correction correction)
    {
        double?[] all = [.. pValues];
        if (correction == Correction.None)
            return new double?[all.Length];
        double[] given = [.. all.OfType<double>()];
        var adjusted = new Queue<double>(correction == Correction.Bh ? MultipleTesting.BenjaminiHochberg(given) : MultipleTesting.Holm(given));
        return [.. all.Select(p => p is null ? (double?)null : adjusted.Dequeue())];
    }

    private static SrmReport Srm(ExperimentData data, AnalysisSettings settings)
    {
        double[] weights = settings.Expected ?? [.. data.Arms.Select(_ => 1.0)];
        if (weights.Length != data.Arms.Length)
            throw new ArgumentException($"There are {data.Arms.Length} arms and {weights.Length} expected shares", nameof(settings));
        SampleRatioMismatch check = SampleRatioMismatch.Of(data.Units, weights);
        double all = data.Units.Sum() / weights.Sum();
        return new SrmReport(
            check.IsMismatch, check.PValue, check.Threshold, [.. data.Arms.Select((arm, i) => new SrmArm(arm, data.Units[i], weights[i] * all))]);
    }
}
