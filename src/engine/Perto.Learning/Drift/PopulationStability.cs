namespace Perto.Learning;

/// <summary>
/// The population stability index: how far the shares of some bins have moved, sum of (p - q) ln(p / q) over the bins (Siddiqi, Credit Risk
/// Scorecards, 2006; it is the sum of both Kullback-Leibler divergences). Under 0.1 is read as stable and over 0.25 as a large shift.
/// </summary>
public static class PopulationStability
{
    /// <summary>From here on a shift is worth a look.</summary>
    public const double Moderate = 0.1;

    /// <summary>From here on a shift is large.</summary>
    public const double Large = 0.25;

    // Added to each count: an empty bin would make the index infinite (Jeffreys' prior).
    private const double Smoothing = 0.5;

    /// <summary>Of counts by bin.</summary>
    /// <param name="reference">How many fell into each bin before.</param>
    /// <param name="current">How many fall into each bin now; as many bins.</param>
    /// <returns>0 and up; 0 where one side has nothing.</returns>
    /// <exception cref="ArgumentException">The numbers of bins differ, or a count is negative.</exception>
    public static double OfCounts(ReadOnlySpan<long> reference, ReadOnlySpan<long> current)
    {
        if (reference.Length != current.Length)
            throw new ArgumentException($"As many bins on both sides; got {reference.Length} and {current.Length}", nameof(current));
        double before = 0;
        double now = 0;
        for (int i = 0; i < reference.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(reference[i], nameof(reference));
            ArgumentOutOfRangeException.ThrowIfNegative(current[i], nameof(current));
            before += reference[i];
            now += current[i];
        }
        if (before == 0 || now == 0)
            return 0;
        double index = 0;
        double added = Smoothing * reference.Length;
        for (int i = 0; i < reference.Length; i++)
        {
            double q = (reference[i] + Smoothing) / (before + added);
            double p = (current[i] + Smoothing) / (now + added);
            index += (p - q) * Math.Log(p / q);
        }
        return index;
    }

    /// <summary>Of numbers, in bins of equal share of the reference (deciles by default).</summary>
    /// <param name="reference">Sorted ascending.</param>
    /// <param name="current">Sorted ascending.</param>
    /// <param name="bins">2 and up; fewer where the reference has too few different numbers.</param>
    /// <returns>0 and up; 0 where one side has nothing.</returns>
    /// <exception cref="ArgumentException">There are fewer than two bins, or a sample is not sorted or has a number that is none.</exception>
    public static double OfNumbers(ReadOnlySpan<double> reference, ReadOnlySpan<double> current, int bins = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 2);
        SortedSample.ThrowUnlessSorted(reference, nameof(reference));
        SortedSample.ThrowUnlessSorted(current, nameof(current));
        if (reference.Length == 0 || current.Length == 0)
            return 0;
        List<double> edges = [];
        for (int i = 1; i < bins; i++)
        {
            double edge = reference[(int)((long)i * reference.Length / bins)];
            if (edges.Count == 0 || edge > edges[^1])
                edges.Add(edge);
            else if (edge == edges[^1])
                // A number that fills a bin alone has one: what is above it is something else.
                edges.Add(Math.BitIncrement(edge));
        }
        long[] before = Count(reference, edges);
        long[] now = Count(current, edges);
        return OfCounts(before, now);
    }

    // A bin takes what is below its edge; the last takes the rest.
    private static long[] Count(ReadOnlySpan<double> sorted, List<double> edges)
    {
        long[] counts = new long[edges.Count + 1];
        int bin = 0;
        foreach (double number in sorted)
        {
            while (bin < edges.Count && number >= edges[bin])
                bin++;
            counts[bin]++;
        }
        return counts;
    }
}
