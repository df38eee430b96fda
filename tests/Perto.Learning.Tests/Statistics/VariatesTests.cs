using Perto.Numerics;

namespace Perto.Learning.Tests;

public sealed class VariatesTests
{
    /// <summary>Chi-square of 100,000 draws against the distribution's own probabilities; the share and the number of units on both sides of every split.</summary>
    [Theory, InlineData(20, 0.3), InlineData(25, 0.5), InlineData(100, 0.03), InlineData(101, 0.97), InlineData(1_000, 0.2)]
    public void Successes_are_binomial(int units, double share)
    {
        const int Draws = 100_000;
        var random = new SeededRandom(units);
        double[] counts = new double[units + 1];
        for (int draw = 0; draw < Draws; draw++)
            counts[Variates.Binomial(random, units, share)]++;
        double chiSquare = 0;
        int classes = 0;
        (double expected, double observed) = (0, 0);
        for (int successes = 0; successes <= units; successes++)
        {
            expected += Draws * Math.Exp(
                Distributions.LogGamma(units + 1) - Distributions.LogGamma(successes + 1) - Distributions.LogGamma(units - successes + 1)
                + (successes * Math.Log(share)) + ((units - successes) * Math.Log(1 - share)));
            observed += counts[successes];
            // Classes of at least 20, and what is left at the end as another.
            if (expected < 20 && successes < units)
                continue;
            chiSquare += (observed - expected) * (observed - expected) / Math.Max(expected, 1);
            classes++;
            (expected, observed) = (0, 0);
        }
        Assert.InRange(Distributions.ChiSquareSurvival(chiSquare, classes - 1), 0.001, 0.999);
    }

    /// <summary>Ten million units a day, which would take a second to draw one by one: mean and variance of 20,000 draws.</summary>
    [Fact]
    public void Many_units_are_drawn_at_once()
    {
        const int Units = 10_000_000;
        var random = new SeededRandom(2);
        double[] draws = [.. Enumerable.Range(0, 20_000).Select(_ => (double)Variates.Binomial(random, Units, 0.1))];
        double variance = Units * 0.1 * 0.9;
        double mean = draws.Average();
        Assert.Equal(Units * 0.1, mean, 4 * Math.Sqrt(variance / draws.Length));
        Assert.InRange(draws.Sum(draw => (draw - mean) * (draw - mean)) / draws.Length / variance, 0.96, 1.04);
    }
}
