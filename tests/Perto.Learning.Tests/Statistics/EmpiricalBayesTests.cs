using Perto.Numerics;

namespace Perto.Learning.Tests;

public sealed class EmpiricalBayesTests
{
    /// <summary>
    /// With two trials each there are as many free counts as parameters, so the fit matches them: 30, 40 and 30 units with 0, 1 and 2 successes have p = 1/2 and
    /// P(1) = 2 alpha beta / (s (s + 1)) = 0.4, which is alpha = beta = 2.
    /// </summary>
    [Fact]
    public void Pairs_are_matched_exactly()
    {
        double[] successes = [.. Enumerable.Repeat(0.0, 30), .. Enumerable.Repeat(1.0, 40), .. Enumerable.Repeat(2.0, 30)];
        BetaBinomial prior = BetaBinomial.Fit(successes, [.. Enumerable.Repeat(2.0, 100)]);
        Assert.Equal((2, 2), (Math.Round(prior.Alpha, 6), Math.Round(prior.Beta, 6)));
        Assert.Equal(PriorOrigin.MaximumLikelihood, prior.Origin);
        Assert.Equal(3 / 6.0, prior.PosteriorMean(1, 2), 6);
    }

    /// <summary>
    /// Geissler's families of twelve children in Saxony by the number of boys (Sokal and Rohlf 1994, page 59), fitted in Lindsey (1995) and in Wikipedia's "Beta-binomial
    /// distribution": alpha 34.09558, beta 31.5715. Those stop a little short of the maximum, where the sums of 1 / (alpha + k) and 1 / (beta + k) that make the slope are 0.
    /// </summary>
    [Fact]
    public void Boys_of_twelve_children_have_the_published_prior()
    {
        int[] families = [3, 24, 104, 286, 670, 1_033, 1_343, 1_112, 829, 478, 181, 45, 7];
        double[] boys = [.. families.SelectMany((count, number) => Enumerable.Repeat((double)number, count))];
        BetaBinomial prior = BetaBinomial.Fit(boys, [.. Enumerable.Repeat(12.0, boys.Length)]);
        Assert.Equal(34.09558, prior.Alpha, 0.01);
        Assert.Equal(31.5715, prior.Beta, 0.01);
        double together = boys.Length * Enumerable.Range(0, 12).Sum(k => 1 / (prior.Strength + k));
        Assert.Equal(together, boys.Sum(count => Enumerable.Range(0, (int)count).Sum(k => 1 / (prior.Alpha + k))), 1e-6);
        Assert.Equal(together, boys.Sum(count => Enumerable.Range(0, 12 - (int)count).Sum(k => 1 / (prior.Beta + k))), 1e-6);
    }

    /// <summary>Red mites on 150 apple leaves (Bliss and Fisher, Fitting the negative binomial distribution to biological data, 1953): k = 1.02459, mean 1.14667.</summary>
    [Fact]
    public void Mites_on_apple_leaves_have_the_published_prior()
    {
        int[] leaves = [70, 38, 17, 10, 9, 3, 2, 1];
        double[] mites = [.. leaves.SelectMany((count, number) => Enumerable.Repeat((double)number, count))];
        GammaPoisson prior = GammaPoisson.Fit(mites, [.. Enumerable.Repeat(1.0, mites.Length)]);
        Assert.Equal(1.02459, prior.Shape, 1e-5);
        Assert.Equal(1.14667, prior.Mean, 5);
    }

    [Theory, InlineData(2, 98, 1), InlineData(0.5, 0.5, 2), InlineData(30, 10, 3)]
    public void A_known_prior_of_shares_is_found_again(double alpha, double beta, long seed)
    {
        var random = new SeededRandom(seed);
        double[] trials = [.. Enumerable.Range(0, 4_000).Select(_ => (double)(20 + random.Next(400)))];
        double[] successes = [.. trials.Select(n => Binomial(random, (int)n, Beta(random, alpha, beta)))];
        BetaBinomial prior = BetaBinomial.Fit(successes, trials);
        Assert.InRange(prior.Mean / (alpha / (alpha + beta)), 0.97, 1.03);
        Assert.InRange(prior.Strength / (alpha + beta), 0.88, 1.13);
        // No better one is near by.
        double best = LogLikelihood(successes, trials, prior.Alpha, prior.Beta);
        foreach ((double a, double b) in ((double, double)[])[(1.01, 1), (0.99, 1), (1, 1.01), (1, 0.99), (1.01, 1.01), (0.99, 0.99)])
            Assert.True(LogLikelihood(successes, trials, prior.Alpha * a, prior.Beta * b) <= best);
    }

    [Theory, InlineData(3, 2, 1), InlineData(0.3, 10, 2), InlineData(50, 1, 3)]
    public void A_known_prior_of_rates_is_found_again(double shape, double rate, long seed)
    {
        var random = new SeededRandom(seed);
        double[] exposures = [.. Enumerable.Range(0, 4_000).Select(_ => 1 + (20 * random.NextDouble()))];
        double[] events = [.. exposures.Select(e => Poisson(random, e * Gamma(random, shape) / rate))];
        GammaPoisson prior = GammaPoisson.Fit(events, exposures);
        Assert.Equal(PriorOrigin.MaximumLikelihood, prior.Origin);
        Assert.InRange(prior.Mean / (shape / rate), 0.92, 1.08);
        Assert.InRange(prior.Shape / shape, 0.88, 1.13);
    }

    /// <summary>Shrunk rates are nearer to the truth than raw ones, and their intervals hold it as often as they say.</summary>
    [Fact]
    public void Shrunk_shares_are_nearer_to_the_truth()
    {
        var random = new SeededRandom(4);
        double[] truth = [.. Enumerable.Range(0, 2_000).Select(_ => Beta(random, 2, 98))];
        double[] trials = [.. truth.Select(_ => (double)(10 + random.Next(300)))];
        double[] successes = [.. truth.Select((share, unit) => Binomial(random, (int)trials[unit], share))];
        BetaBinomial prior = BetaBinomial.Fit(successes, trials);
        double raw = 0;
        double shrunk = 0;
        int held = 0;
        for (int unit = 0; unit < truth.Length; unit++)
        {
            raw += Math.Pow((successes[unit] / trials[unit]) - truth[unit], 2);
            shrunk += Math.Pow(prior.PosteriorMean(successes[unit], trials[unit]) - truth[unit], 2);
            held += prior.PosteriorInterval(successes[unit], trials[unit], 0.9).Contains(truth[unit]) ? 1 : 0;
        }
        Assert.True(shrunk < 0.5 * raw, $"{shrunk} against {raw}");
        Assert.InRange((double)held / truth.Length, 0.87, 0.93);
    }

    [Fact]
    public void Rates_that_differ_by_chance_alone_are_pooled()
    {
        BetaBinomial shares = BetaBinomial.Fit([5, 5, 5, 5], [10, 10, 10, 10]);
        Assert.Equal((PriorOrigin.NoSpread, 0.5, 40), (shares.Origin, shares.Mean, shares.Strength));
        GammaPoisson rates = GammaPoisson.Fit([4, 8, 4], [2, 4, 2]);
        Assert.Equal((PriorOrigin.NoSpread, 2, 8), (rates.Origin, rates.Mean, rates.Rate));
    }

    /// <summary>A trial a unit says nothing of how units differ, whatever the last bits of the sums are.</summary>
    [Fact]
    public void Single_trials_are_pooled()
    {
        BetaBinomial three = BetaBinomial.Fit([1, 0, 0], [1, 1, 1]);
        Assert.Equal((PriorOrigin.NoSpread, 3), (three.Origin, three.Strength));
        var random = new SeededRandom(11);
        for (int round = 0; round < 300; round++)
        {
            double share = 0.1 + (0.8 * random.NextDouble());
            double[] hits = [.. Enumerable.Range(0, 100 + random.Next(400)).Select(_ => random.NextDouble() < share ? 1.0 : 0.0)];
            BetaBinomial prior = BetaBinomial.Fit([.. hits, 0], [.. hits.Select(_ => 1.0), 0]);
            Assert.Equal(PriorOrigin.NoSpread, prior.Origin);
            Assert.Equal(hits.Length, prior.Strength, 9);
            Assert.Equal(hits.Average(), prior.Mean, 12);
        }
    }

    [Fact]
    public void Where_nothing_or_everything_happened_half_an_event_is_added()
    {
        BetaBinomial none = BetaBinomial.Fit([0, 0], [10, 30]);
        Assert.Equal((PriorOrigin.NoEvents, 20), (none.Origin, none.Strength));
        Assert.Equal(0.5 / 41, none.Mean, 12);
        Assert.Equal(1 - (0.5 / 41), BetaBinomial.Fit([10, 30], [10, 30]).Mean, 12);
        Assert.Equal(0.5 / 40, GammaPoisson.Fit([0, 0], [10, 30]).Mean, 12);
        // One unit alone, and units without trials, are no trouble.
        Assert.Equal(0.3, BetaBinomial.Fit([3, 0], [10, 0]).Mean, 12);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Throws<ArgumentException>(() => BetaBinomial.Fit([], []));
        Assert.Throws<ArgumentException>(() => BetaBinomial.Fit([1], [1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => BetaBinomial.Fit([3], [2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => BetaBinomial.Fit([double.NaN], [2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => GammaPoisson.Fit([1, 1], [0, 1]));
        Assert.Throws<ArgumentException>(() => GammaPoisson.Fit([0], [0]));
    }

    // The obvious way: products over single trials.
    private static double LogLikelihood(double[] successes, double[] trials, double alpha, double beta)
    {
        double sum = 0;
        for (int unit = 0; unit < trials.Length; unit++)
        {
            for (int k = 0; k < successes[unit]; k++)
                sum += Math.Log(alpha + k);
            for (int k = 0; k < trials[unit] - successes[unit]; k++)
                sum += Math.Log(beta + k);
            for (int k = 0; k < trials[unit]; k++)
                sum -= Math.Log(alpha + beta + k);
        }
        return sum;
    }

    private static double Binomial(SeededRandom random, int trials, double share)
    {
        int successes = 0;
        for (int trial = 0; trial < trials; trial++)
            successes += random.NextDouble() < share ? 1 : 0;
        return successes;
    }

    private static double Poisson(SeededRandom random, double mean)
    {
        int events = 0;
        for (double time = -Math.Log(1 - random.NextDouble()); time < mean; time -= Math.Log(1 - random.NextDouble()))
            events++;
        return events;
    }

    private static double Beta(SeededRandom random, double alpha, double beta)
    {
        double x = Gamma(random, alpha);
        return x / (x + Gamma(random, beta));
    }

    // By its quantile: slow, and not the way the simulation draws.
    private static double Gamma(SeededRandom random, double shape) => Distributions.GammaQuantile(random.NextDouble(), shape, 1);
}
