using Perto.Numerics;

namespace Perto.Learning.Tests;

public sealed class BestOfNormalsTests
{
    [Fact]
    public void Two_variables_have_the_known_formula()
    {
        // P(X > Y) = Phi((m1 - m2) / sqrt(s1² + s2²)).
        double[] found = Of([0.3, -0.1], [0.5, 1.2]);
        Assert.Equal(Distributions.NormalCdf(0.4 / 1.3), found[0], 9);
        Assert.Equal(1, found.Sum(), 12);
    }

    [Fact]
    public void Equal_variables_share_evenly() => Assert.All(Of([1, 1, 1, 1, 1], [2, 2, 2, 2, 2]), probability => Assert.Equal(0.2, probability, 9));

    [Fact]
    public void Random_variables_are_the_greatest_as_often_as_they_are_drawn_so()
    {
        var random = new SeededRandom(11);
        for (int instance = 0; instance < 12; instance++)
        {
            int count = 2 + random.Next(12);
            double[] means = [.. Enumerable.Range(0, count).Select(_ => random.Normal())];
            // From a thousandth to ten: some distribution functions are steps for the others.
            double[] deviations = [.. Enumerable.Range(0, count).Select(_ => Math.Pow(10, (4 * random.NextDouble()) - 3))];
            double[] counted = new double[count];
            const int draws = 100_000;
            for (int draw = 0; draw < draws; draw++)
            {
                int best = 0;
                double greatest = double.NegativeInfinity;
                for (int i = 0; i < count; i++)
                {
                    if (means[i] + (deviations[i] * random.Normal()) is var value && value > greatest)
                        (best, greatest) = (i, value);
                }
                counted[best] += 1.0 / draws;
            }
            double[] found = Of(means, deviations);
            // Six standard errors of a count.
            Assert.All(found.Zip(counted), pair => Assert.True(Math.Abs(pair.First - pair.Second) < 0.01, $"{pair.First} and {pair.Second}"));
        }
    }

    [Fact]
    public void Certain_variables_take_what_is_left_and_share_it()
    {
        Assert.Equal([0, 0.5, 0.5, 0], Of([1, 2, 2, 0], [0, 0, 0, 0]));
        double[] found = Of([0, 0.5, 0.5], [1, 0, 0]);
        Assert.Equal(1 - Distributions.NormalCdf(0.5), found[0], 9);
        Assert.Equal(found[1], found[2]);
        Assert.Equal([1, 0], Of([100, 0], [0, 1]).Select(probability => Math.Round(probability, 12)));
    }

    [Fact]
    public void A_thousand_variables_have_probabilities_that_add_up()
    {
        var random = new SeededRandom(3);
        double[] means = [.. Enumerable.Range(0, 1_000).Select(_ => random.Normal())];
        double[] deviations = [.. Enumerable.Range(0, 1_000).Select(_ => 0.5 + random.NextDouble())];
        double[] probabilities = new double[1_000];
        BestOfNormals.Probabilities(means, deviations, probabilities);
        Assert.Equal(1, probabilities.Sum(), 12);
        // Of two with one deviation the higher mean is the likelier.
        double[] alike = Of(means, [.. Enumerable.Repeat(0.7, 1_000)]);
        Assert.Equal(Enumerable.Range(0, 1_000).OrderBy(i => means[i]).TakeLast(20), Enumerable.Range(0, 1_000).OrderBy(i => alike[i]).TakeLast(20));
    }

    [Fact]
    public void Deviations_that_are_lost_in_the_digits_are_none() => Assert.Equal([0.5, 0.5, 0], Of([0.6, 0.6, 0.1], [1e-17, 0, 1e-300]));

    private static double[] Of(double[] means, double[] deviations)
    {
        double[] probabilities = new double[means.Length];
        BestOfNormals.Probabilities(means, deviations, probabilities);
        return probabilities;
    }
}
