using static Perto.Learning.Tests.GrowthBookFixtures;

namespace Perto.Learning.Tests;

/// <summary>Effects and Welch's test against GrowthBook's own tests, to as many places as those have.</summary>
public sealed class EffectTests
{
    /// <summary>frequentist/test_tests.py, test_two_sided_ttest.</summary>
    [Fact]
    public void A_relative_effect_of_means_is_GrowthBooks() =>
        Holds(Effect.Of(MeanA, MeanB), 0.70732, 0.37879, -0.03526, 1.44989, 0.06191);

    /// <summary>frequentist/test_tests.py, test_two_sided_ttest_absolute.</summary>
    [Fact]
    public void An_absolute_effect_of_means_is_GrowthBooks() =>
        Holds(Effect.Of(MeanA, MeanB, EffectScale.Absolute), 0.29, 0.12478, 0.04538, 0.53462, 0.02016);

    /// <summary>frequentist/test_tests.py, test_two_sided_ttest_binom.</summary>
    [Fact]
    public void A_relative_effect_of_shares_is_GrowthBooks() =>
        Holds(Effect.Of(ArmStatistic.Proportion(28, 14), ArmStatistic.Proportion(30, 16)), 0.06667, 0.2717, -0.47767, 0.61101, 0.80707);

    /// <summary>frequentist/test_tests.py, TestOneSidedGreaterTTest and TestOneSidedLesserTTest.</summary>
    [Theory]
    [InlineData(EffectScale.Relative, Alternative.Greater, 0.50336, 0.33341, -0.04514, double.PositiveInfinity, 0.06558)]
    [InlineData(EffectScale.Absolute, Alternative.Greater, 0.23438, 0.12983, 0.02079, double.PositiveInfinity, 0.03554)]
    [InlineData(EffectScale.Relative, Alternative.Less, 0.50336, 0.33341, double.NegativeInfinity, 1.05186, 0.93442)]
    [InlineData(EffectScale.Absolute, Alternative.Less, 0.23438, 0.12983, double.NegativeInfinity, 0.44796, 0.96446)]
    public void A_one_sided_test_is_GrowthBooks(EffectScale scale, Alternative alternative, double estimate, double error, double low, double high, double p) =>
        Holds(Effect.Of(SequentialMeanA, MeanB, scale), estimate, error, low, high, p, alternative);

    /// <summary>test_gbstats.py, test_get_metric_dfs_frequentist and test_get_metric_dfs_frequentist_ratio.</summary>
    [Fact]
    public void Counts_and_ratios_are_GrowthBooks()
    {
        Effect count = Effect.Of(CountA, CountB);
        Assert.Equal(-0.074074074, count.Estimate, 9);
        Assert.Equal(0.145219005, WelchTest.PValue(count), 9);
        Effect ratio = Effect.Of(RatioA, RatioB);
        Assert.Equal((0.529411765, 0.6), (Math.Round(RatioA.Value, 9), Math.Round(RatioB.Value, 9)));
        Assert.Equal(0.133333333, ratio.Estimate, 9);
        Assert.Equal(0.610663339, WelchTest.PValue(ratio), 9);
    }

    /// <summary>test_gbstats.py, test_analyze_metric_df_ra and test_analyze_metric_df_ra_proportion.</summary>
    [Fact]
    public void Adjusted_means_and_shares_are_GrowthBooks()
    {
        Effect mean = Effect.Of(AdjustedMean(MetricKind.Mean, 3_001, 300, 600, 210, 415, -20), AdjustedMean(MetricKind.Mean, 3_000, 222, 555, 120, 405, -10));
        Assert.Equal(-0.281707154, mean.Estimate, 9);
        Assert.Equal(0.003732549, WelchTest.PValue(mean), 9);
        Effect share = Effect.Of(
            AdjustedMean(MetricKind.Proportion, 3_001, 300, 300, 210, 210, -20), AdjustedMean(MetricKind.Proportion, 3_000, 222, 222, 120, 120, -10));
        Assert.Equal(-0.31620216, share.Estimate, 9);
        Assert.Equal(0.000000353, WelchTest.PValue(share), 9);
    }

    /// <summary>frequentist/test_tests.py, test_two_sided_ttest_test_runs_ratio_ra; test_gbstats.py, test_analyze_metric_df_ratio_ra.</summary>
    [Fact]
    public void An_adjusted_ratio_is_GrowthBooks()
    {
        Effect effect = Effect.Of(AdjustedRatioA, AdjustedRatioB);
        Holds(effect, -0.0007, 0.00391, -0.00841, 0.00700, 0.85771);
        Assert.Equal(-0.000701483, effect.Estimate, 9);
        Assert.Equal(0.857710405, WelchTest.PValue(effect), 9);
    }

    /// <summary>Adjusting for what was before leaves 1 - correlation² of the variance (Deng et al. 2013), and the effect in place.</summary>
    [Fact]
    public void Adjustment_takes_away_the_variance_that_was_there_before()
    {
        (ArmStatistic control, ArmStatistic treatment) = Simulated(effect: 0.5);
        Effect adjusted = Effect.Of(control, treatment, EffectScale.Absolute);
        Effect plain = Effect.Of(Plain(control), Plain(treatment), EffectScale.Absolute);
        // The metric is twice what was before (deviation 1) and noise of deviation 1: a correlation² of 4/5.
        Assert.InRange(adjusted.Adjustment, 1.95, 2.05);
        Assert.InRange(Math.Pow(adjusted.StandardError / plain.StandardError, 2), 0.19, 0.21);
        Assert.InRange(adjusted.Estimate, 0.5 - (4 * adjusted.StandardError), 0.5 + (4 * adjusted.StandardError));
    }

    /// <summary>The delta method against the spread of the effect over many experiments.</summary>
    [Theory, InlineData(EffectScale.Absolute), InlineData(EffectScale.Relative)]
    public void The_standard_error_of_a_ratio_is_the_spread_of_its_effect(EffectScale scale)
    {
        var random = new Random(5);
        var effects = new List<Effect>();
        for (int run = 0; run < 1_500; run++)
            effects.Add(Effect.Of(Clicks(random, 0.30), Clicks(random, 0.36), scale));
        double mean = effects.Average(effect => effect.Estimate);
        double spread = Math.Sqrt(effects.Sum(effect => Math.Pow(effect.Estimate - mean, 2)) / (effects.Count - 1));
        Assert.InRange(effects.Average(effect => effect.StandardError) / spread, 0.94, 1.06);
        Assert.InRange(mean / (scale == EffectScale.Absolute ? 0.06 : 0.2), 0.97, 1.04);
    }

    [Fact]
    public void A_negative_control_does_not_turn_the_sign_of_a_relative_effect()
    {
        Effect effect = Effect.Of(ArmStatistic.Mean(4, -40, 402), ArmStatistic.Mean(4, -20, 102));
        Assert.Equal(0.5, effect.Estimate, 12);
    }

    /// <summary>frequentist/test_tests.py, test_two_sided_ttest_missing_variance; the others as GrowthBook answers them, by nothing.</summary>
    [Fact]
    public void Arms_that_say_nothing_yet_say_why()
    {
        Assert.Equal(EffectProblem.NoVariance, Problem(ArmStatistic.Mean(2, 1396.87, 52377.9767), MeanB));
        Assert.Equal(EffectProblem.NoVariance, Problem(ArmStatistic.Proportion(50, 50), ArmStatistic.Proportion(50, 40)));
        Assert.Equal(EffectProblem.TooFewUnits, Problem(ArmStatistic.Mean(3, 20, 443), ArmStatistic.Mean(1, 1, 1)));
        Assert.Equal(EffectProblem.BaselineIsZero, Problem(ArmStatistic.Mean(3, 0, 2), MeanB));
        Assert.Equal(EffectProblem.NotFinite, Problem(ArmStatistic.Mean(3, 1e-320, 2), MeanB));
        Assert.Equal(EffectProblem.DenominatorIsZero, Problem(ArmStatistic.Ratio(100, 270, 848.79, 0, 0, 0), RatioB));
        Assert.Equal(0, ArmStatistic.Ratio(100, 270, 848.79, 0, 0, 0).Value);
        Assert.Contains("the control is 0, so nothing is relative to it", Assert.Throws<ArgumentException>(() => Effect.Of(ArmStatistic.Mean(3, 0, 2), MeanB)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Effect.Of(MeanA, RatioB));
        Assert.Throws<ArgumentException>(() => new ArmStatistic(MetricKind.Ratio, new SampleMoments(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ArmStatistic.Proportion(10, 11));
        Assert.Throws<ArgumentOutOfRangeException>(() => WelchTest.Of(Effect.Of(MeanA, MeanB), alpha: 0));
    }

    /// <summary>What is left of a variance of 0 after rounding is not a tiny error with an enormous effect.</summary>
    [Fact]
    public void Units_that_are_alike_have_no_variance_however_their_sums_are_rounded()
    {
        ArmStatistic Alike(long units, double value)
        {
            (double sum, double squares) = (0, 0);
            for (int unit = 0; unit < units; unit++)
                (sum, squares) = (sum + value, squares + (value * value));
            return ArmStatistic.Mean(units, sum, squares);
        }
        for (int units = 10; units < 2_000; units += 37)
            Assert.Equal(EffectProblem.NoVariance, Problem(Alike(units, 0.1), Alike(units, 0.7)));

        // A covariate that is the metric itself, and a ratio that is 1/3 for all.
        SampleMoments[] adjusted = [new(2), new(2)];
        SampleMoments[] ratios = [new(2), new(2)];
        var random = new Random(8);
        for (int unit = 0; unit < 1_000; unit++)
        {
            double value = 10 + random.NextDouble();
            adjusted[unit % 2].Add([value, value]);
            ratios[unit % 2].Add([value / 3, value]);
        }
        Assert.Equal(EffectProblem.NoVariance, Problem(new ArmStatistic(MetricKind.Mean, adjusted[0], Adjusted: true), new ArmStatistic(MetricKind.Mean, adjusted[1], Adjusted: true)));
        Assert.Equal(EffectProblem.NoVariance, Problem(new ArmStatistic(MetricKind.Ratio, ratios[0]), new ArmStatistic(MetricKind.Ratio, ratios[1])));

        // A real spread of a hundred thousandth of the size is one; numbers whose squares are beyond a double are too large, and not alike.
        Assert.True(Effect.TryOf(Spread(1e5, 1), Spread(1e5, 2), EffectScale.Relative, out _, out _));
        Assert.Equal(EffectProblem.NotFinite, Problem(Spread(0, 1e160), Spread(1, 1e160)));

        static ArmStatistic Spread(double mean, double deviation)
        {
            var moments = new SampleMoments(1);
            foreach (double z in (double[])[-1.5, -0.5, 0.5, 1.7])
                moments.Add([mean + (z * deviation)]);
            return new ArmStatistic(MetricKind.Mean, moments);
        }
    }

    [Fact]
    public void A_covariate_that_does_not_vary_changes_nothing()
    {
        ArmStatistic control = AdjustedMean(MetricKind.Mean, 3_407, 1396.87, 52377.9767, 3_407, 3_407, 1396.87);
        ArmStatistic treatment = AdjustedMean(MetricKind.Mean, 3_461, 2422.7, 134698.29, 3_461, 3_461, 2422.7);
        Assert.Equal(0, Effect.Of(control, treatment).Adjustment);
        Holds(Effect.Of(control, treatment), 0.70732, 0.37879, -0.03526, 1.44989, 0.06191);
    }

    internal static void Holds(
        Effect effect, double estimate, double error, double low, double high, double p, Alternative alternative = Alternative.TwoSided)
    {
        TestResult test = WelchTest.Of(effect, alternative: alternative);
        Assert.Equal((estimate, error, low, high, p), (Round(test.Estimate), Round(test.StandardError), Round(test.Interval.Lower), Round(test.Interval.Upper), Round(test.PValue)));
    }

    internal static double Round(double value) => double.IsInfinity(value) ? value : Math.Round(value, 5);

    private static EffectProblem Problem(ArmStatistic control, ArmStatistic treatment)
    {
        Assert.False(Effect.TryOf(control, treatment, EffectScale.Relative, out _, out EffectProblem problem));
        return problem;
    }

    private static ArmStatistic Plain(ArmStatistic arm)
    {
        double sum = arm.Moments.Mean(0) * arm.Units;
        return ArmStatistic.Mean(arm.Units, sum, arm.Moments.Comoment(0, 0) + (sum * sum / arm.Units));
    }

    private static (ArmStatistic Control, ArmStatistic Treatment) Simulated(double effect)
    {
        var random = new Perto.Numerics.SeededRandom(3);
        var control = new SampleMoments(2);
        var treatment = new SampleMoments(2);
        for (int unit = 0; unit < 20_000; unit++)
        {
            double before = random.Normal();
            (unit % 2 == 0 ? control : treatment).Add([10 + (2 * before) + random.Normal() + (unit % 2 == 0 ? 0 : effect), before]);
        }
        return (new ArmStatistic(MetricKind.Mean, control, Adjusted: true), new ArmStatistic(MetricKind.Mean, treatment, Adjusted: true));
    }

    // Views differ much between units, and those who view more click less of it.
    private static ArmStatistic Clicks(Random random, double rate)
    {
        var moments = new SampleMoments(2);
        for (int unit = 0; unit < 300; unit++)
        {
            int views = 1 + random.Next(10) * random.Next(4);
            double own = rate * (1 + (0.5 * (random.NextDouble() - 0.5)));
            int clicks = Enumerable.Range(0, views).Count(_ => random.NextDouble() < own);
            moments.Add([clicks, views]);
        }
        return new ArmStatistic(MetricKind.Ratio, moments);
    }
}
