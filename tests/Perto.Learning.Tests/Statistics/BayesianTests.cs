using static Perto.Learning.Tests.EffectTests;
using static Perto.Learning.Tests.GrowthBookFixtures;

namespace Perto.Learning.Tests;

public sealed class BayesianTests
{
    private static readonly Effect Shares = Effect.Of(ArmStatistic.Proportion(100, 49), ArmStatistic.Proportion(100, 51));
    private static readonly Effect Means = Effect.Of(ArmStatistic.Mean(10, 100, 1002.25), ArmStatistic.Mean(10, 105, 1111.5));

    /// <summary>bayesian/test_tests.py, TestBinom and TestNorm.</summary>
    [Fact]
    public void A_flat_prior_gives_GrowthBooks_posterior()
    {
        Holds(BayesianTest.Of(Shares, NormalPrior.Flat), 0.04082, 0.14725, -0.24779, 0.32943, 0.60918, 0.0814, 0.04058);
        Holds(BayesianTest.Of(Means, NormalPrior.Flat), 0.05, 0.03572, -0.02, 0.12, 0.91923, 0.05131, 0.00131);
    }

    /// <summary>bayesian/test_tests.py, test_bayesian_gaussian_ab_test_informative.</summary>
    [Fact]
    public void A_proper_prior_gives_GrowthBooks_posterior() =>
        Holds(BayesianTest.Of(Means, new NormalPrior(0.1, Math.Sqrt(0.1))), 0.05063, 0.03549, -0.01893, 0.12019, 0.92315, 0.05186, 0.00123);

    /// <summary>test_gbstats.py, test_get_metric_dfs_new and test_get_metric_dfs_bayesian_ratio.</summary>
    [Fact]
    public void Counts_and_ratios_give_GrowthBooks_chances()
    {
        BayesianResult count = BayesianTest.Of(Effect.Of(CountA, CountB), NormalPrior.Flat);
        Assert.Equal((0.071834168, 0.075691131), (Math.Round(count.ChanceToWin, 9), Math.Round(count.RiskOfTreatment, 9)));
        BayesianResult ratio = BayesianTest.Of(Effect.Of(RatioA, RatioB), NormalPrior.Flat);
        Assert.Equal((0.694926359, 0.050934045), (Math.Round(ratio.ChanceToWin, 9), Math.Round(ratio.RiskOfTreatment, 9)));
    }

    /// <summary>The risks against their meaning: the mean of what is lost over draws of the posterior.</summary>
    [Fact]
    public void Risk_is_what_is_lost_on_average()
    {
        BayesianResult posterior = BayesianTest.Of(Shares, NormalPrior.Modest);
        var random = new Perto.Numerics.SeededRandom(11);
        double control = 0;
        double treatment = 0;
        const int Draws = 1_000_000;
        for (int draw = 0; draw < Draws; draw++)
        {
            double effect = posterior.Estimate + (posterior.Deviation * random.Normal());
            control += Math.Max(0, effect) / Draws;
            treatment += Math.Max(0, -effect) / Draws;
        }
        Assert.Equal(control, posterior.RiskOfControl, 3e-4);
        Assert.Equal(treatment, posterior.RiskOfTreatment, 3e-4);
    }

    /// <summary>bayesian/test_tests.py, TestGaussianEffectRelativeAbsolutePriors: a prior moves with the scale.</summary>
    [Fact]
    public void A_prior_of_relative_effects_serves_absolute_ones()
    {
        ArmStatistic control = ArmStatistic.Mean(100, 1_000, 200_000);
        ArmStatistic treatment = ArmStatistic.Mean(100, 1_100, 200_005);
        var prior = new NormalPrior(1, 1);
        double relative = BayesianTest.Of(Effect.Of(control, treatment), prior).ChanceToWin;
        double absolute = BayesianTest.Of(Effect.Of(control, treatment, EffectScale.Absolute), prior.ScaledBy(control.Value)).ChanceToWin;
        Assert.Equal(relative, absolute, 0.005);
        Assert.NotEqual(relative, absolute);
    }

    [Fact]
    public void A_prior_has_a_deviation() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BayesianTest.Of(Means, new NormalPrior(0, 0)));

    private static void Holds(BayesianResult result, double estimate, double deviation, double low, double high, double chance, double ofControl, double ofTreatment)
    {
        Assert.Equal((estimate, deviation, low, high), (Round(result.Estimate), Round(result.Deviation), Round(result.Interval.Lower), Round(result.Interval.Upper)));
        Assert.Equal((chance, ofControl, ofTreatment), (Round(result.ChanceToWin), Round(result.RiskOfControl), Round(result.RiskOfTreatment)));
    }
}
