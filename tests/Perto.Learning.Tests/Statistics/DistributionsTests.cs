namespace Perto.Learning.Tests;

/// <summary>Against tables and closed forms, far into the tails.</summary>
public sealed class DistributionsTests
{
    /// <summary>Abramowitz and Stegun, table 26.1 and 26.2 (tails), and the quantiles of every textbook.</summary>
    [Fact]
    public void The_normal_distribution_is_that_of_the_tables()
    {
        Assert.Equal(0.841344746068543, Distributions.NormalCdf(1), 14);
        Relative(2.866515718791939e-7, Distributions.NormalSurvival(5), 1e-12);
        Relative(7.619853024160527e-24, Distributions.NormalSurvival(10), 1e-12);
        Relative(2.753624118606234e-89, Distributions.NormalSurvival(20), 1e-11);
        Assert.Equal(1.959963984540054, Distributions.NormalQuantile(0.975), 12);
        Assert.Equal(-4.753424308822899, Distributions.NormalQuantile(1e-6), 9);
        Assert.Equal(0, Distributions.NormalQuantile(0.5), 15);
        Assert.Equal(double.NegativeInfinity, Distributions.NormalQuantile(0));
    }

    /// <summary>With 1 and 2 degrees of freedom there are closed forms; quantiles of the table of Student.</summary>
    [Fact]
    public void Students_distribution_is_that_of_its_closed_forms()
    {
        foreach (double t in (double[])[0, 0.3, 1, 2.5, 40, 1e4, 1e8])
        {
            Relative(Math.Atan2(1, t) / Math.PI, Distributions.StudentSurvival(t, 1), 1e-12);
            double two = t == 0 ? 0.5 : 1 / (t * t * (1 + (2 / (t * t))) * (1 + Math.Sqrt(1 / (1 + (2 / (t * t))))));
            Relative(two, Distributions.StudentSurvival(t, 2), 1e-12);
            Assert.Equal(1 - Distributions.StudentSurvival(t, 3), Distributions.StudentSurvival(-t, 3), 14);
        }
        Assert.Equal(12.7062, Distributions.StudentQuantile(0.975, 1), 4);
        Assert.Equal(2.2281, Distributions.StudentQuantile(0.975, 10), 4);
        Assert.Equal(-1.8125, Distributions.StudentQuantile(0.05, 10), 4);
        Assert.Equal(1.9623, Distributions.StudentQuantile(0.975, 1_000), 4);
        Assert.Equal(0, Distributions.StudentQuantile(0.5, 7), 10);
    }

    /// <summary>Near the border to the normal distribution both are the same, and the border itself does not show.</summary>
    [Fact]
    public void Students_distribution_becomes_the_normal_one()
    {
        foreach (double t in (double[])[0.5, 2, 6])
        {
            double normal = Distributions.NormalSurvival(t);
            foreach (double freedom in (double[])[1e6, 9e7])
            {
                // The first term of the expansion: t (t² + 1) / (4 df) times the density (Abramowitz and Stegun 26.7.9).
                double expanded = normal + (t * ((t * t) + 1) / (4 * freedom) * Distributions.NormalDensity(t));
                Relative(expanded, Distributions.StudentSurvival(t, freedom), 1e-6);
            }
            Relative(normal, Distributions.StudentSurvival(t, 1.01e8), 1e-14);
            Relative(Distributions.StudentSurvival(t, 9.9e7), Distributions.StudentSurvival(t, 1.01e8), 1e-5);
        }
    }

    /// <summary>With 2 degrees of freedom the tail is exp(-x/2), with 4 (1 + x/2) exp(-x/2); quantiles of the table.</summary>
    [Fact]
    public void The_chi_square_tail_is_that_of_its_closed_forms()
    {
        foreach (double x in (double[])[0.1, 1, 10, 100, 1_000])
        {
            Relative(Math.Exp(-x / 2), Distributions.ChiSquareSurvival(x, 2), 1e-11);
            Relative((1 + (x / 2)) * Math.Exp(-x / 2), Distributions.ChiSquareSurvival(x, 4), 1e-11);
            Relative(2 * Distributions.NormalSurvival(Math.Sqrt(x)), Distributions.ChiSquareSurvival(x, 1), 1e-10);
        }
        Assert.Equal(0.05, Distributions.ChiSquareSurvival(3.841458820694124, 1), 12);
        Assert.Equal(1, Distributions.ChiSquareSurvival(0, 3));
    }

    [Fact]
    public void Quantiles_undo_probabilities()
    {
        foreach (double p in (double[])[1e-9, 1e-4, 0.05, 0.5, 0.9, 0.9999])
        {
            foreach (double a in (double[])[0.2, 1, 7.5, 400])
            {
                Relative(p, Distributions.BetaCdf(Distributions.BetaQuantile(p, a, 3), a, 3), 1e-9);
                Relative(p, Distributions.GammaCdf(Distributions.GammaQuantile(p, a, 2.5), a, 2.5), 1e-9);
                double t = Distributions.StudentQuantile(p, a);
                Relative(Math.Min(p, 1 - p), Distributions.StudentSurvival(Math.Abs(t), a), 1e-9);
            }
            // Beta(a, 1) is x^a, Gamma(1, rate) exponential.
            Relative(Math.Pow(p, 1 / 0.2), Distributions.BetaQuantile(p, 0.2, 1), 1e-11);
            Relative(-double.LogP1(-p) / 2.5, Distributions.GammaQuantile(p, 1, 2.5), 1e-7);
        }
        Assert.Equal((0, 1), (Distributions.BetaQuantile(0, 2, 2), Distributions.BetaQuantile(1, 2, 2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Distributions.BetaQuantile(1.1, 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Distributions.StudentQuantile(double.NaN, 2));
    }

    private static void Relative(double expected, double actual, double tolerance) =>
        Assert.True(Math.Abs(actual - expected) <= tolerance * Math.Abs(expected), $"{actual:R} is not within {tolerance} of {expected:R}");
}
