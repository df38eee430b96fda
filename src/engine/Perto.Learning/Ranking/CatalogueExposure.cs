namespace Perto.Learning;

/// <summary>How the lists of all people spread over the catalogue. Built of how often each item was shown.</summary>
public static class CatalogueExposure
{
    /// <summary>Items shown to anybody, divided by all items. In 0..1; higher is broader (Herlocker et al. 2004).</summary>
    /// <param name="shown">How often each item of the catalogue was shown; not empty.</param>
    public static double Coverage(ReadOnlySpan<long> shown)
    {
        ThrowUnlessCounts(shown);
        int items = 0;
        foreach (long times in shown)
            items += times > 0 ? 1 : 0;
        return (double)items / shown.Length;
    }

    /// <summary>
    /// Gini's coefficient of exposure: 0 where all items are shown equally often, towards 1 where one item takes all (Fleder and Hosanagar 2009). In
    /// 0..1; lower is more even. 0 where nothing was shown.
    /// </summary>
    /// <param name="shown">How often each item of the catalogue was shown, those never shown included; not empty.</param>
    public static double Gini(ReadOnlySpan<long> shown)
    {
        ThrowUnlessCounts(shown);
        long[] sorted = shown.ToArray();
        Array.Sort(sorted);
        double total = 0;
        double weighted = 0;
        for (int rank = 0; rank < sorted.Length; rank++)
        {
            total += sorted[rank];
            weighted += ((2.0 * (rank + 1)) - sorted.Length - 1) * sorted[rank];
        }
        return total == 0 ? 0 : weighted / (sorted.Length * total);
    }

    /// <summary>
    /// The share of what was shown that is not of the head: the most popular items that have <paramref name="head"/> of all interactions between them (Abdollahpouri,
    /// Burke and Mobasher 2019). In 0..1; higher is more of the long tail. 0 where nothing was shown.
    /// </summary>
    /// <param name="shown">How often each item was shown.</param>
    /// <param name="interactions">How often people had to do with each item, as many items.</param>
    /// <param name="head">Share of interactions that the head has, above 0 and below 1.</param>
    public static double LongTailShare(ReadOnlySpan<long> shown, ReadOnlySpan<long> interactions, double head = 0.8)
    {
        ThrowUnlessCounts(shown);
        ThrowUnlessCounts(interactions);
        if (shown.Length != interactions.Length)
            throw new ArgumentException($"The same items on both sides; got {shown.Length} and {interactions.Length}", nameof(interactions));
        if (!(head is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(head), head, "The head has a share above 0 and below 1");
        long[] popularity = interactions.ToArray();
        int[] order = [.. Enumerable.Range(0, popularity.Length)];
        Array.Sort(popularity, order, Comparer<long>.Create((one, other) => other.CompareTo(one)));
        double all = 0;
        foreach (long count in popularity)
            all += count;
        double exposure = 0;
        double tail = 0;
        double before = 0;
        for (int rank = 0; rank < order.Length; rank++)
        {
            long times = shown[order[rank]];
            exposure += times;
            // An item is of the head while those before it do not have the head's share yet.
            tail += before < head * all ? 0 : times;
            before += popularity[rank];
        }
        return exposure == 0 ? 0 : tail / exposure;
    }

    private static void ThrowUnlessCounts(ReadOnlySpan<long> counts)
    {
        if (counts.Length == 0)
            throw new ArgumentException("The catalogue has an item or more", nameof(counts));
        foreach (long count in counts)
            ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(counts));
    }
}
