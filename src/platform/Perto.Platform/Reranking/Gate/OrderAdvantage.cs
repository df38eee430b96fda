namespace Perto.Platform;

/// <summary>How much better one order of the same candidates is than another, by what was of use.</summary>
internal static class OrderAdvantage
{
    /// <summary>
    /// nDCG of the re-ranked order less that of the original: -1 to 1; 0 where nothing was of use. Both count down to the length of the shorter one: where
    /// a threshold shortened one of them, the other would gain by its length and not by its order.
    /// </summary>
    /// <param name="original">Ids in the order of retrieval.</param>
    /// <param name="reranked">Ids in the order of the re-ranker; one that it left out counts as not shown.</param>
    /// <param name="used">What was of use, each once.</param>
    public static double Of(IReadOnlyList<string> original, IReadOnlyList<string> reranked, IReadOnlySet<string> used)
    {
        int depth = Math.Min(original.Count, reranked.Count);
        double ideal = 0;
        for (int rank = 1; rank <= Math.Min(used.Count, depth); rank++)
            ideal += Gain(rank);
        return ideal == 0 ? 0 : (Gains(reranked, depth, used) - Gains(original, depth, used)) / ideal;
    }

    private static double Gains(IReadOnlyList<string> order, int depth, IReadOnlySet<string> used)
    {
        double gains = 0;
        for (int place = 0; place < depth; place++)
        {
            if (used.Contains(order[place]))
                gains += Gain(place + 1);
        }
        return gains;
    }

    private static double Gain(int rank) => 1 / Math.Log2(rank + 1);
}
