using Perto.Numerics;

namespace Perto.Learning;

/// <summary>
/// The bootstrap (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapters 13 and 14): the spread of any statistic by drawing the values again,
/// with replacement. For what has no formula: medians, ranking metrics, ratios of few units.
/// </summary>
/// <param name="Estimate">The statistic of the values themselves.</param>
/// <param name="StandardError">Its deviation over the resamples.</param>
/// <param name="Interval">The interval.</param>
public readonly record struct Bootstrap(double Estimate, double StandardError, Interval Interval)
{
    /// <summary>Of a statistic of values.</summary>
    /// <param name="values">Two and more.</param>
    /// <param name="statistic">Of any values; called on several threads.</param>
    /// <param name="settings">How to resample.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Bootstrap Of(
        ReadOnlyMemory<double> values, Func<ReadOnlySpan<double>, double> statistic, BootstrapSettings? settings = null, CancellationToken cancellationToken = default) =>
        OfRows(
            values.Length,
            rows =>
            {
                double[] drawn = Pick(values.Span, rows);
                return statistic(drawn);
            },
            settings,
            cancellationToken);

    /// <summary>Of a statistic of pairs that stay together: two systems measured on the same people.</summary>
    /// <param name="first">Two and more.</param>
    /// <param name="second">As many.</param>
    /// <param name="statistic">Of the values of both, in the same order; called on several threads.</param>
    /// <param name="settings">How to resample.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Bootstrap OfPairs(
        ReadOnlyMemory<double> first, ReadOnlyMemory<double> second, Func<ReadOnlySpan<double>, ReadOnlySpan<double>, double> statistic,
        BootstrapSettings? settings = null, CancellationToken cancellationToken = default)
    {
        if (first.Length != second.Length)
            throw new ArgumentException($"Pairs have two values; got {first.Length} and {second.Length}", nameof(second));
        return OfRows(
            first.Length,
            rows =>
            {
                double[] one = Pick(first.Span, rows);
                double[] two = Pick(second.Span, rows);
                return statistic(one, two);
            },
            settings,
            cancellationToken);
    }

    /// <summary>Of a statistic of rows that lie elsewhere.</summary>
    /// <param name="count">How many rows, two and more.</param>
    /// <param name="statistic">Of rows by number; a row may come several times. Called on several threads.</param>
    /// <param name="settings">How to resample.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two rows.</exception>
    /// <exception cref="SettingOutOfRangeException">A setting is out of its range.</exception>
    public static Bootstrap OfRows(
        int count, Func<ReadOnlySpan<int>, double> statistic, BootstrapSettings? settings = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        settings ??= new BootstrapSettings();
        settings.Validate();
        int[] all = [.. Enumerable.Range(0, count)];
        double estimate = statistic(all);
        double[] resamples = new double[settings.Resamples];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = settings.Threads == 0 ? -1 : settings.Threads, CancellationToken = cancellationToken };
        Parallel.For(0, resamples.Length, parallel, () => new int[count], (resample, _, rows) =>
        {
            SeededRandom random = SeededRandom.ForStream(settings.Seed, resample);
            for (int i = 0; i < rows.Length; i++)
                rows[i] = random.Next(count);
            resamples[resample] = statistic(rows);
            return rows;
        }, _ => { });

        double error = Deviation(resamples);
        Array.Sort(resamples);
        double tail = (1 - settings.Confidence) / 2;
        (double low, double high) = settings.Interval == BootstrapInterval.Percentile
            ? (tail, 1 - tail)
            : Corrected(estimate, resamples, tail, Acceleration(count, statistic, parallel));
        return new Bootstrap(estimate, error, new Interval(Quantile(resamples, low), Quantile(resamples, high)));
    }

    // Efron and Tibshirani, equations 14.9 and 14.10.
    private static (double Low, double High) Corrected(double estimate, double[] sorted, double tail, double acceleration)
    {
        double below = 0;
        foreach (double resample in sorted)
            below += resample < estimate ? 1 : resample == estimate ? 0.5 : 0;
        double share = below / sorted.Length;
        // All resamples on one side of the estimate: there is no finite correction, and the percentiles are what there is.
        if (share is 0 or 1)
            return (tail, 1 - tail);
        double bias = Distributions.NormalQuantile(share);
        double Level(double z) => Distributions.NormalCdf(bias + ((bias + z) / (1 - (acceleration * (bias + z)))));
        return (Level(Distributions.NormalQuantile(tail)), Level(-Distributions.NormalQuantile(tail)));
    }

    // Equation 14.15: the skewness of the statistic with each row left out.
    private static double Acceleration(int count, Func<ReadOnlySpan<int>, double> statistic, ParallelOptions parallel)
    {
        double[] without = new double[count];
        Parallel.For(0, count, parallel, left =>
        {
            int[] rows = new int[count - 1];
            for (int i = 0; i < rows.Length; i++)
                rows[i] = i < left ? i : i + 1;
            without[left] = statistic(rows);
        });
        double mean = Mean(without);
        double squares = 0;
        double cubes = 0;
        foreach (double value in without)
        {
            double apart = mean - value;
            squares += apart * apart;
            cubes += apart * apart * apart;
        }
        return squares > 0 ? cubes / (6 * Math.Pow(squares, 1.5)) : 0;
    }

    private static double[] Pick(ReadOnlySpan<double> values, ReadOnlySpan<int> rows)
    {
        double[] picked = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
            picked[i] = values[rows[i]];
        return picked;
    }

    // Between the two nearest, as the default of R and NumPy (Hyndman and Fan, type 7).
    private static double Quantile(double[] sorted, double level)
    {
        double at = level * (sorted.Length - 1);
        int below = (int)at;
        return below + 1 >= sorted.Length ? sorted[^1] : sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below]));
    }

    private static double Deviation(double[] values)
    {
        double mean = Mean(values);
        double squares = 0;
        foreach (double value in values)
            squares += (value - mean) * (value - mean);
        return Math.Sqrt(squares / (values.Length - 1));
    }

    private static double Mean(double[] values)
    {
        double sum = 0;
        foreach (double value in values)
            sum += value;
        return sum / values.Length;
    }
}
