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

    /// <summary>A share of nothing is no number: a resample may have none of the rows that the statistic divides by.</summary>
    [Fact]
    public void A_statistic_that_is_no_number_is_refused_with_how_often()
    {
        double[] values = [0, 0, 1];
        static double Odds(ReadOnlySpan<double> drawn) => 1 / Mean(drawn);
        string some = Assert.Throws<ArgumentException>(() => Bootstrap.Of(values, Odds)).Message;
        // (2/3)^3 of the resamples have no 1.
        Assert.InRange(int.Parse(some.Split("2,000 resamples ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture), 530, 655);
        Assert.Contains("of the values themselves it is not", Assert.Throws<ArgumentException>(() => Bootstrap.Of(values, _ => double.NaN)).Message, StringComparison.Ordinal);
        // Resamples have three rows, and samples with one left out have two.
        string left = Assert.Throws<ArgumentException>(() => Bootstrap.OfRows(3, rows => rows.Length == 3 ? 1 : double.NaN)).Message;
        Assert.Contains("of 3 samples with some rows left out 3 have none", left, StringComparison.Ordinal);
    }

    /// <summary>The greatest of numbers that are alike but for one has an acceleration of nearly 1/6: at more than six deviations its correction passes its pole.</summary>
    [Fact]
    public void A_correction_beyond_its_pole_ends_at_the_outermost_resample()
    {
        double[] values = [.. Enumerable.Range(0, 1_000).Select(i => i == 0 ? 1.0 : 0)];
        Bootstrap greatest = Bootstrap.Of(
            values, drawn => drawn.IndexOf(1.0) >= 0 ? 1 : drawn.Length == 999 ? 0 : Mean(drawn), new BootstrapSettings { Confidence = 1 - 1e-9 });
        Assert.Equal(1, greatest.Interval.Upper);
        Assert.True(greatest.Interval.Lower < greatest.Interval.Upper);
    }

    /// <summary>Of a mean the acceleration is the skewness over 6 sqrt(n), however the rows are grouped: the interval of 6,000 values lies between those that leave out each.</summary>
    [Fact]
    public void Many_rows_are_left_out_in_groups()
    {
        var random = new SeededRandom(3);
        double[] values = [.. Enumerable.Range(0, 6_000).Select(_ => Math.Pow(-Math.Log(1 - random.NextDouble()), 3)).Order()];
        int calls = 0;
        var settings = new BootstrapSettings { Resamples = 4_000 };
        Bootstrap grouped = Bootstrap.Of(
            values,
            drawn =>
            {
                Interlocked.Increment(ref calls);
                return Mean(drawn);
            },
            settings);
        Assert.Equal(1 + 4_000 + 2_000, calls);
        Assert.Equal(grouped, Bootstrap.Of(values, drawn => Mean(drawn), settings with { Threads = 1 }));

        // The same by hand, with the acceleration that a mean has.
        double mean = Mean(values);
        double squares = values.Sum(value => Math.Pow(value - mean, 2));
        double acceleration = values.Sum(value => Math.Pow(value - mean, 3)) / (6 * Math.Pow(squares, 1.5));
        double[] resamples = [.. Enumerable.Range(0, 4_000).Select(resample =>
        {
            SeededRandom draws = SeededRandom.ForStream(settings.Seed, resample);
            return Enumerable.Range(0, values.Length).Sum(_ => values[draws.Next(values.Length)]) / values.Length;
        }).Order()];
        double bias = Distributions.NormalQuantile(resamples.Count(resample => resample < mean) / 4_000.0);
        double At(double z) => resamples[(int)(3_999 * Distributions.NormalCdf(bias + ((bias + z) / (1 - (acceleration * (bias + z))))))];
        Assert.InRange(acceleration, 0.01, 0.1);
        Assert.Equal(At(-1.959964), grouped.Interval.Lower, 0.03);
        Assert.Equal(At(1.959964), grouped.Interval.Upper, 0.03);
    }

    /// <summary>By hand: of three differences 1, 2, 3 two of eight sign patterns are as far from 0 as 6.</summary>
    [Fact]
    public void Few_signs_are_all_walked_through()
    {
        Assert.Equal(0.25, SignFlipTest.PValue([1, 2, 3]));
        Assert.Equal(1, SignFlipTest.PValue([1, -1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SignFlipTest.PValue([]));
    }

    /// <summary>Nothing is as far as a number that is none, which made the probability 0.</summary>
    [Theory, InlineData(double.NaN), InlineData(double.PositiveInfinity), InlineData(double.NegativeInfinity)]
    public void A_difference_that_is_no_number_is_refused(double difference)
    {
        Assert.Contains("finite", Assert.Throws<ArgumentOutOfRangeException>(() => SignFlipTest.PValue([1, difference, 2])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => SignFlipTest.PValue([.. Enumerable.Repeat(1.0, 30), difference]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SignFlipTest.PValue([1e308, 1e308]));
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
