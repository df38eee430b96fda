namespace Perto.Learning;

/// <summary>
/// How good a ranked list is, with binary relevance. <c>hits[i]</c> tells whether the item at rank i (from 0) is relevant; a
/// list that is shorter than k counts as filled up with misses; <c>relevant</c> is how many relevant items there are, in the list and outside
/// of it, and <c>k</c> is 1 and up. All are in 0..1, higher is better.
/// </summary>
public static class RankingMetrics
{
    /// <summary>Relevant items among the first k, divided by k.</summary>
    public static double Precision(ReadOnlySpan<bool> hits, int k) => (double)Hits(hits, k) / k;

    /// <summary>Relevant items among the first k, divided by all relevant items; 0 where there are none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer relevant items than hits among the first k, or k is below 1.</exception>
    public static double Recall(ReadOnlySpan<bool> hits, int relevant, int k)
    {
        int found = Found(hits, relevant, k);
        return relevant == 0 ? 0 : (double)found / relevant;
    }

    /// <summary>Relevant items among the first k, divided by as many as there can be there: min(k, relevant) (Liang et al. 2018).</summary>
    public static double CappedRecall(ReadOnlySpan<bool> hits, int relevant, int k) => relevant == 0 ? 0 : (double)Hits(hits, k) / Math.Min(k, relevant);

    /// <summary>1 if there is a relevant item among the first k (HR@k).</summary>
    public static double HitRate(ReadOnlySpan<bool> hits, int k) => Hits(hits, k) > 0 ? 1 : 0;

    /// <summary>1 / rank of the first relevant item, ranks from 1; 0 if there is none among the first k (MRR@k).</summary>
    public static double ReciprocalRank(ReadOnlySpan<bool> hits, int k)
    {
        int first = First(hits, k).IndexOf(true);
        return first < 0 ? 0 : 1.0 / (first + 1);
    }

    /// <summary>
    /// Discounted gain, 1 / log2(rank + 1) for each relevant item among the first k, divided by that of the best possible
    /// list, which has min(k, relevant) relevant items at its top (Järvelin and Kekäläinen 2002).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer relevant items than hits among the first k, or k is below 1.</exception>
    public static double Ndcg(ReadOnlySpan<bool> hits, int relevant, int k)
    {
        Found(hits, relevant, k);
        double ideal = 0;
        for (int rank = 0; rank < Math.Min(k, relevant); rank++)
            ideal += Discount(rank);
        if (ideal == 0)
            return 0;

        double gain = 0;
        ReadOnlySpan<bool> first = First(hits, k);
        for (int rank = 0; rank < first.Length; rank++)
        {
            if (first[rank])
                gain += Discount(rank);
        }

        return gain / ideal;
    }

    /// <summary>The mean over min(k, relevant) of the precision at the rank of each relevant item among the first k (AP@k).</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer relevant items than hits among the first k, or k is below 1.</exception>
    public static double AveragePrecision(ReadOnlySpan<bool> hits, int relevant, int k)
    {
        if (Found(hits, relevant, k) == 0)
            return 0;
        double sum = 0;
        int found = 0;
        ReadOnlySpan<bool> first = First(hits, k);
        for (int rank = 0; rank < first.Length; rank++)
        {
            if (first[rank])
                sum += (double)++found / (rank + 1);
        }

        return sum / Math.Min(k, relevant);
    }

    // Hits among the first k, of which there cannot be more than relevant items.
    private static int Found(ReadOnlySpan<bool> hits, int relevant, int k)
    {
        int found = Hits(hits, k);
        return found <= relevant && relevant >= 0
            ? found
            : throw new ArgumentOutOfRangeException(nameof(relevant), relevant, $"There are at least as many relevant items as the {found} hits of the list");
    }

    private static int Hits(ReadOnlySpan<bool> hits, int k) => First(hits, k).Count(true);

    private static ReadOnlySpan<bool> First(ReadOnlySpan<bool> hits, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        return hits[..Math.Min(k, hits.Length)];
    }

    private static double Discount(int rank) => 1 / Math.Log2(rank + 2);
}
