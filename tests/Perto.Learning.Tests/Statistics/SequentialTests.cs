using static Perto.Learning.Tests.EffectTests;
using static Perto.Learning.Tests.GrowthBookFixtures;

namespace Perto.Learning.Tests;

/// <summary>The tests that may be looked at again and again.</summary>
public sealed class SequentialTests
{
    /// <summary>frequentist/test_tests.py, test_sequential_test_runs.</summary>
    [Fact]
    public void A_sequential_test_of_means_is_GrowthBooks() =>
        Holds(Effect.Of(SequentialMeanA, MeanB), 1_000, 0.50336, 0.33341, -0.55844, 1.56516, 1);

    /// <summary>frequentist/test_tests.py, test_sequential_test_runs_prop.</summary>
    [Fact]
    public void A_sequential_test_of_shares_is_GrowthBooks() =>
        Holds(Effect.Of(ArmStatistic.Proportion(3_000, 1_396), ArmStatistic.Proportion(3_461, 2_422)), 5_000, 0.50386, 0.03386, 0.40098, 0.60675, 0);

    /// <summary>frequentist/test_tests.py, test_sequential_test_runs_ra.</summary>
    [Fact]
    public void A_sequential_test_of_adjusted_means_is_GrowthBooks() =>
        Holds(Effect.Of(AdjustedMeanA, AdjustedMeanB), 5_000, 0.50338, 0.33341, -0.50969, 1.51646, 1);

    /// <summary>frequentist/test_tests.py, test_sequential_test_runs_ratio_ra.</summary>
    [Fact]
    public void A_sequential_test_of_an_adjusted_ratio_is_GrowthBooks() =>
        Holds(Effect.Of(AdjustedRatioA, AdjustedRatioB), 5_000, -0.0007, 0.00391, -0.02063, 0.01923, 1);

    /// <summary>test_gbstats.py, test_analyze_metric_df_sequential.</summary>
    [Fact]
    public void A_sequential_test_of_counts_is_GrowthBooks()
    {
        TestResult test = SequentialTest.Of(Effect.Of(CountA, CountB), tuning: 600);
        Assert.Equal(0.892332229, test.PValue, 9);
        Assert.Equal(-0.233322085, test.Interval.Lower, 9);
    }

    /// <summary>
    /// frequentist/test_tests.py, TestSequentialOneSidedGreaterTTest and TestSequentialOneSidedLesserTTest. GrowthBook searches p up to 0.4999, to about 2e-4; here it is
    /// worked out.
    /// </summary>
    [Theory]
    [InlineData(EffectScale.Relative, Alternative.Greater, -0.42356, double.PositiveInfinity, 0.4999)]
    [InlineData(EffectScale.Absolute, Alternative.Greater, -0.12657, double.PositiveInfinity, 0.46316)]
    [InlineData(EffectScale.Relative, Alternative.Less, double.NegativeInfinity, 1.43029, 0.4999)]
    [InlineData(EffectScale.Absolute, Alternative.Less, double.NegativeInfinity, 0.59532, 0.4999)]
    public void A_one_sided_sequential_test_is_GrowthBooks(EffectScale scale, Alternative alternative, double low, double high, double p)
    {
        TestResult test = SequentialTest.Of(Effect.Of(SequentialMeanA, MeanB, scale), alternative: alternative);
        Assert.Equal((low, high), (Round(test.Interval.Lower), Round(test.Interval.Upper)));
        Assert.Equal(p, Math.Min(0.4999, test.PValue), 2e-4);
    }

    /// <summary>The end of a one-sided interval lies at 0 where alpha is the p value.</summary>
    [Fact]
    public void A_one_sided_p_value_is_the_alpha_whose_interval_ends_at_none()
    {
        Effect effect = new(0.4, 0.1, 1_000, 4_000);
        const double Alpha = 0.05;
        TestResult test = SequentialTest.Of(effect, Alpha, Alternative.Greater);
        Assert.InRange(test.PValue, 1e-6, Alpha);
        // The width is tuned for the alpha it is asked for; the p value keeps that tuning.
        double rho = SequentialRho(2 * Alpha);
        double mixed = (effect.Units * rho * rho) + 1;
        double half = effect.StandardError * Math.Sqrt(2 * mixed / (mixed - 1) * Math.Log(1 + (Math.Sqrt(mixed) / (2 * test.PValue))));
        Assert.Equal(effect.Estimate, half, 9);
        Assert.Equal(1, SequentialTest.Of(effect, Alpha, Alternative.Less).PValue);
    }

    /// <summary>frequentist/test_tests.py, test_sequential_test_tuning_as_expected; the ratios of the widths are those of GrowthBook's documentation.</summary>
    [Fact]
    public void The_interval_is_narrowest_near_its_tuning()
    {
        Effect effect = Effect.Of(SequentialMeanA, MeanB);
        double Width(double tuning) => SequentialTest.Of(effect, tuning: tuning).Interval.Upper;
        Assert.True(Width(6_461) < Width(10_000));
        Assert.True(Width(10_000) < Width(10));

        double Ratio(long units)
        {
            var same = new Effect(0, 1, 1e9, units);
            return SequentialTest.Of(same).Interval.Upper / WelchTest.Of(same).Interval.Upper;
        }
        Assert.Equal(1.7163, Ratio(1_000), 4);
        Assert.Equal(1.5486, Ratio(5_000), 4);
    }

    /// <summary>Both are the same mixture, written in two papers, where tau is rho times the deviation of a unit.</summary>
    [Fact]
    public void The_mixture_test_and_the_confidence_sequence_agree()
    {
        Effect effect = new(0.31, 0.12, 5_000, 6_000);
        double rho = SequentialRho(0.05);
        double unit = effect.StandardError * effect.StandardError * effect.Units;
        TestResult mixture = MixtureSequentialTest.Of(effect, unit * rho * rho);
        TestResult sequence = SequentialTest.Of(effect);
        Assert.Equal(sequence.PValue, mixture.PValue, 12);
        Assert.Equal(sequence.Interval.Lower, mixture.Interval.Lower, 12);
        Assert.Equal(sequence.Interval.Upper, mixture.Interval.Upper, 12);
    }

    [Fact]
    public void A_test_says_yes_where_its_interval_leaves_out_none()
    {
        for (int step = 1; step < 60; step++)
        {
            Effect effect = new(0.1 * step, 1, 2_000, 3_000);
            Assert.Equal(!WelchTest.Of(effect).Interval.Contains(0), WelchTest.PValue(effect) < 0.05);
            TestResult sequential = SequentialTest.Of(effect);
            Assert.Equal(!sequential.Interval.Contains(0), sequential.PValue < 0.05);
            TestResult mixture = MixtureSequentialTest.Of(effect, 2);
            Assert.Equal(!mixture.Interval.Contains(0), mixture.PValue < 0.05);
        }
    }

    [Fact]
    public void Tuning_and_variance_are_above_none()
    {
        Effect effect = new(1, 1, 10, 12);
        Assert.Throws<ArgumentOutOfRangeException>(() => SequentialTest.Of(effect, tuning: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => MixtureSequentialTest.Of(effect, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SequentialTest.Of(effect, alpha: 0.5));
    }

    private static double SequentialRho(double alpha) => Math.Sqrt(((-2 * Math.Log(alpha)) + Math.Log(1 - (2 * Math.Log(alpha)))) / 5_000);

    private static void Holds(Effect effect, double tuning, double estimate, double error, double low, double high, double p)
    {
        TestResult test = SequentialTest.Of(effect, tuning: tuning);
        Assert.Equal((estimate, error, low, high, p), (Round(test.Estimate), Round(test.StandardError), Round(test.Interval.Lower), Round(test.Interval.Upper), Round(test.PValue)));
    }
}
