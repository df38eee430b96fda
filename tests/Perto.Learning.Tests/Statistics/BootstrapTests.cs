using Perto.Numerics;

namespace Perto.Learning.Tests;

public sealed class BootstrapTests
{
    // The 26 pairs of the spatial test data of Efron and Tibshirani (1993), table 14.1, test A.
    private static readonly double[] SpatialA =
        [48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41];

    /// <summary>
    /// Efron and Tibshirani, table 14.2: the variance (dividing by n) of these data is 171.5; its 90 % intervals are (100.8, 233.9) by percentiles and (115.8, 259.6)
    /// by BCa, over 2,000 resamples. Theirs and ours have other resamples: both ends within their spread.
    /// </summary>
    [Fact]
    public void The_intervals_are_those_of_Efron_and_Tibshirani()
    {
        var settings = new BootstrapSettings { Confidence = 0.9, Resamples = 20_000 };
        Bootstrap corrected = Bootstrap.Of(SpatialA, Variance, settings);
        Bootstrap percentile = Bootstrap.Of(SpatialA, Variance, settings with { Interval = BootstrapInterval.Percentile });
        Assert.Equal(171.5, corrected.Estimate, 1);
        Assert.InRange(percentile.Interval.Lower, 97, 105);
        Assert.InRange(percentile.Interval.Upper, 229, 239);
        Assert.InRange(corrected.Interval.Lower, 112, 120);
        Assert.InRange(corrected.Interval.Upper, 253, 266);
    }

    /// <summary>Of a mean the bootstrap's error is known: the deviation of the values (dividing by n) over the root of n.</summary>
    [Fact]
    public void The_error_of_a_mean_is_the_known_one()
    {
        Bootstrap mean = Bootstrap.Of(SpatialA, values => Mean(values), new BootstrapSettings { Resamples = 20_000 });
        Assert.Equal(Math.Sqrt(Variance(SpatialA) / SpatialA.Length), mean.StandardError, 0.04);
    }

    [Fact]
    public void Threads_do_not_change_the_answer_and_seeds_do()
    {
        var settings = new BootstrapSettings { Seed = 5, Threads = 1 };
        Bootstrap one = Bootstrap.Of(SpatialA, Variance, settings);
        Assert.Equal(one, Bootstrap.Of(SpatialA, Variance, settings with { Threads = 4 }));
        Assert.NotEqual(one, Bootstrap.Of(SpatialA, Variance, settings with { Seed = 6 }));
    }

    /// <summary>Pairs stay together: the difference of two systems that differ by exactly one everywhere has no spread.</summary>
    [Fact]
    public void Pairs_stay_together()
    {
        double[] better = [.. SpatialA.Select(value => value + 1)];
        Bootstrap difference = Bootstrap.OfPairs(better, SpatialA, (first, second) => Mean(first) - Mean(second));
        Assert.Equal(0, difference.StandardError, 12);
        Assert.Equal(1, difference.Interval.Lower, 12);
        Assert.Throws<ArgumentException>(() => Bootstrap.OfPairs(better, new double[3], (first, second) => 0));
    }

    /// <summary>Samples of an exponential distribution, whose mean is 1: 95 % intervals should hold it in 95 of 100, small samples somewhat less.</summary>
    [Fact]
    public void Intervals_hold_the_truth_about_as_often_as_they_say()
    {
        int held = 0;
        const int Runs = 400;
        for (int run = 0; run < Runs; run++)
        {
            SeededRandom random = SeededRandom.ForStream(9, run);
            double[] sample = [.. Enumerable.Range(0, 50).Select(_ => -Math.Log(1 - random.NextDouble()))];
            Bootstrap mean = Bootstrap.Of(sample, values => Mean(values), new BootstrapSettings { Resamples = 500, Seed = run });
            held += mean.Interval.Contains(1) ? 1 : 0;
        }
        Assert.InRange((double)held / Runs, 0.90, 0.97);
    }

    [Fact]
    public void Cancelling_and_what_makes_no_sense_end_it()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => Bootstrap.Of(SpatialA, Variance, cancellationToken: cancelled.Token));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.Of(new double[1], Variance));
        Assert.Equal("Resamples", Assert.Throws<SettingOutOfRangeException>(() => Bootstrap.Of(SpatialA, Variance, new BootstrapSettings { Resamples = 10 })).Setting);
    }

    /// <summary>By hand: of three differences 1, 2, 3 two of eight sign patterns are as far from 0 as 6.</summary>
    [Fact]
    public void Few_signs_are_all_walked_through()
    {
        Assert.Equal(0.25, SignFlipTest.PValue([1, 2, 3]));
        Assert.Equal(1, SignFlipTest.PValue([1, -1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SignFlipTest.PValue([]));
    }

    /// <summary>Darwin's maize, the 15 differences of Fisher (The Design of Experiments, 1935, section 21): 863 of 32,768 patterns on one side, so p = 0.0526 on both.</summary>
    [Fact]
    public void Darwins_maize_has_Fishers_probability()
    {
        double[] differences = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];
        Assert.Equal(2 * 863 / 32_768.0, SignFlipTest.PValue(differences), 12);
        double[] again = [.. differences, .. Enumerable.Repeat(0.0, 6)];
        Assert.Equal(2 * 863 / 32_768.0, SignFlipTest.PValue(again, permutations: 100_000), 0.003);
    }

    private static double Variance(ReadOnlySpan<double> values)
    {
        double mean = Mean(values);
        double sum = 0;
        foreach (double value in values)
            sum += (value - mean) * (value - mean);
        return sum / values.Length;
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
            sum += value;
        return sum / values.Length;
    }
}
