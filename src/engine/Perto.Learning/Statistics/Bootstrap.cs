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
    // With more rows than this the acceleration leaves out groups of them: as many statistics of all rows would take longer than the resamples.
    private const int MostGroups = 2_000;

    /// <summary>Of a statistic of values.</summary>
    /// <param name="values">Two and more.</param>
    /// <param name="statistic">Of any values, a finite number; called on several threads, with values that are good until it returns.</param>
    /// <param name="settings">How to resample.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <inheritdoc cref="OfRows"/>
    public static Bootstrap Of(
        ReadOnlyMemory<double> values, Func<ReadOnlySpan<double>, double> statistic, BootstrapSettings? settings = null, CancellationToken cancellationToken = default) =>
        Resample(
            values.Length,
            () =>
            {
                double[] drawn = new double[values.Length];
                return rows => statistic(Pick(values.Span, rows, drawn));
            },
            settings,
            cancellationToken);

    /// <summary>Of a statistic of pairs that stay together: two systems measured on the same people.</summary>
    /// <param name="first">Two and more.</param>
    /// <param name="second">As many.</param>
    /// <param name="statistic">Of the values of both, in the same order, a finite number; called on several threads, with values that are good until it returns.</param>
    /// <param name="settings">How to resample.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <inheritdoc cref="OfRows"/>
    public static Bootstrap OfPairs(
        ReadOnlyMemory<double> first, ReadOnlyMemory<double> second, Func<ReadOnlySpan<double>, ReadOnlySpan<double>, double> statistic,
        BootstrapSettings? settings = null, CancellationToken cancellationToken = default)
    {
        if (first.Length != second.Length)
            throw new ArgumentException($"Pairs have two values; got {first.Length} and {second.Length}", nameof(second));
        return Resample(
            first.Length,
            () =>
            {
                double[] one = new double[first.Length];
                double[] two = new double[first.Length];
                return rows => statistic(Pick(first.Span, rows, one), Pick(second.Span, rows, two));
            },
            settings,
            cancellationToken);
    }

    /// <summary>Of a statistic of rows that lie elsewhere.</summary>
    /// <remarks>
    /// Costs the statistic of as many rows once for each resample, and by <see cref="BootstrapInterval.BiasCorrected"/> once more for each row, at most 2,000 times: of more
    /// rows, groups that are drawn by the seed are left out together, which has the same acceleration but for chance.
    /// </remarks>
    /// <param name="count">How many rows, two and more.</param>
    /// <param name="statistic">Of rows by number, a finite number; a row may come several times. Called on several threads, with rows that are good until it returns.</param>
    /// <param name="settings">How to resample.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two rows.</exception>
    /// <exception cref="ArgumentException">The statistic is not a finite number of all rows, of some resamples, or with some rows left out; says of how many.</exception>
    /// <exception cref="SettingOutOfRangeException">A setting is out of its range.</exception>
    public static Bootstrap OfRows(
        int count, Func<ReadOnlySpan<int>, double> statistic, BootstrapSettings? settings = null, CancellationToken cancellationToken = default) =>
        Resample(count, () => statistic, settings, cancellationToken);

    // The statistic of one thread, with the buffers that it needs, is made by "perThread".
    private static Bootstrap Resample(
        int count, Func<Func<ReadOnlySpan<int>, double>> perThread, BootstrapSettings? settings, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        settings ??= new BootstrapSettings();
        settings.Validate();
        int[] all = [.. Enumerable.Range(0, count)];
        double estimate = perThread()(all);
        ThrowUnlessFinite([estimate], "the values themselves");
        double[] resamples = new double[settings.Resamples];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = settings.Threads == 0 ? -1 : settings.Threads, CancellationToken = cancellationToken };
        Parallel.For(0, resamples.Length, parallel, () => (Rows: new int[count], Statistic: perThread()), (resample, _, own) =>
        {
            SeededRandom random = SeededRandom.ForStream(settings.Seed, resample);
            for (int i = 0; i < own.Rows.Length; i++)
                own.Rows[i] = random.Next(count);
            resamples[resample] = own.Statistic(own.Rows);
            return own;
        }, _ => { });
        ThrowUnlessFinite(resamples, $"{resamples.Length:N0} resamples");

        double error = Deviation(resamples);
        Array.Sort(resamples);
        double tail = (1 - settings.Confidence) / 2;
        (double low, double high) = settings.Interval == BootstrapInterval.Percentile
            ? (tail, 1 - tail)
            : Corrected(estimate, resamples, tail, Acceleration(Groups(count, settings.Seed), perThread, parallel));
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
        double Level(double z)
        {
            double moved = bias + z;
            double left = 1 - (acceleration * moved);
            // Beyond its pole the correction would come back from the other side; the level has reached its end there.
            return left > 0 ? Distributions.NormalCdf(bias + (moved / left)) : moved > 0 ? 1 : 0;
        }
        return (Level(Distributions.NormalQuantile(tail)), Level(-Distributions.NormalQuantile(tail)));
    }

    // Equation 14.15: the skewness of the statistic with each group of rows left out.
    private static double Acceleration(int[] groups, Func<Func<ReadOnlySpan<int>, double>> perThread, ParallelOptions parallel)
    {
        double[] without = new double[Math.Min(groups.Length, MostGroups)];
        Parallel.For(0, without.Length, parallel, () => (Rows: new int[groups.Length], Statistic: perThread()), (left, _, own) =>
        {
            int kept = 0;
            for (int row = 0; row < groups.Length; row++)
            {
                if (groups[row] != left)
                    own.Rows[kept++] = row;
            }
            without[left] = own.Statistic(own.Rows.AsSpan(0, kept));
            return own;
        }, _ => { });
        ThrowUnlessFinite(without, $"{without.Length:N0} samples with some rows left out");
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

    // The group of each row. Rows often lie in an order that groups of neighbours, or every n-th, would share.
    private static int[] Groups(int count, long seed)
    {
        int[] groups = [.. Enumerable.Range(0, count).Select(row => row % MostGroups)];
        if (count <= MostGroups)
            return groups;
        var random = new SeededRandom(seed);
        for (int row = count - 1; row > 0; row--)
        {
            int other = random.Next(row + 1);
            (groups[row], groups[other]) = (groups[other], groups[row]);
        }
        return groups;
    }

    private static void ThrowUnlessFinite(double[] values, string of)
    {
        int wrong = values.Count(value => !double.IsFinite(value));
        if (wrong > 0)
            throw new ArgumentException($"The statistic must be a finite number of any rows; of {of} {(values.Length == 1 ? "it is not" : $"{wrong:N0} have none")}", "statistic");
    }

    private static ReadOnlySpan<double> Pick(ReadOnlySpan<double> values, ReadOnlySpan<int> rows, double[] picked)
    {
        for (int i = 0; i < rows.Length; i++)
            picked[i] = values[rows[i]];
        return picked.AsSpan(0, rows.Length);
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
