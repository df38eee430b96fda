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
    /// The share of what was shown that is not of the head, where the head is a share of the <b>interactions</b>: the most popular items that have
    /// <paramref name="head"/> of all interactions between them (Abdollahpouri, Burke and Mobasher 2019). In 0..1; higher is more of the long tail. 0 where nothing was
    /// shown. See <see cref="OutsideTopShare"/> for a head that is a share of the items.
    /// </summary>
    /// <param name="shown">How often each item was shown.</param>
    /// <param name="interactions">How often people had to do with each item, as many items.</param>
    /// <param name="head">Share of interactions that the head has, above 0 and below 1.</param>
    public static double LongTailShare(ReadOnlySpan<long> shown, ReadOnlySpan<long> interactions, double head = 0.8)
    {
        int[] order = ByPopularity(shown, interactions, head);
        double all = 0;
        foreach (long count in interactions)
            all += count;
        int items = 0;
        // An item is of the head while those before it do not have the head's share yet.
        for (double before = 0; items < order.Length && before < head * all; items++)
            before += interactions[order[items]];
        return Outside(shown, order, items);
    }

    /// <summary>
    /// The share of what was shown that is not of the top, where the top is a share of the <b>items</b>: the most popular fifth of the titles, equally popular ones in
    /// the order of the items. In 0..1; higher is more of the long tail. 0 where nothing was shown.
    /// </summary>
    /// <param name="shown">How often each item was shown.</param>
    /// <param name="interactions">How often people had to do with each item, as many items.</param>
    /// <param name="top">Share of the items that are the top, above 0 and below 1; rounded up to whole items.</param>
    public static double OutsideTopShare(ReadOnlySpan<long> shown, ReadOnlySpan<long> interactions, double top = 0.2)
    {
        int[] order = ByPopularity(shown, interactions, top);
        // A fifth of 15 is 3, also where its last bit is above.
        return Outside(shown, order, Math.Max(1, (int)Math.Ceiling((top * order.Length) - 1e-9)));
    }

    private static int[] ByPopularity(ReadOnlySpan<long> shown, ReadOnlySpan<long> interactions, double head)
    {
        ThrowUnlessCounts(shown);
        ThrowUnlessCounts(interactions);
        if (shown.Length != interactions.Length)
            throw new ArgumentException($"The same items on both sides; got {shown.Length} and {interactions.Length}", nameof(interactions));
        if (!(head is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(head), head, "The head has a share above 0 and below 1");
        long[] popularity = interactions.ToArray();
        int[] order = [.. Enumerable.Range(0, popularity.Length)];
        Array.Sort(order, (one, other) => popularity[one] != popularity[other] ? popularity[other].CompareTo(popularity[one]) : one.CompareTo(other));
        return order;
    }

    private static double Outside(ReadOnlySpan<long> shown, int[] order, int items)
    {
        double exposure = 0;
        double outside = 0;
        for (int rank = 0; rank < order.Length; rank++)
        {
            exposure += shown[order[rank]];
            outside += rank < items ? 0 : shown[order[rank]];
        }
        return exposure == 0 ? 0 : outside / exposure;
    }

    private static void ThrowUnlessCounts(ReadOnlySpan<long> counts)
    {
        if (counts.Length == 0)
            throw new ArgumentException("The catalogue has an item or more", nameof(counts));
        foreach (long count in counts)
            ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(counts));
    }
}
