namespace Perto.Platform;

/// <summary>The order that scores of a re-ranker make of candidates.</summary>
internal static class RerankOrder
{
    /// <summary>Results that a threshold leaves, however low their scores.</summary>
    public const int Floor = 3;

    /// <summary>
    /// Places of candidates, best first. What scores no more than <paramref name="margin"/> less than the best of its group is as good as that one: a group
    /// keeps the order of retrieval.
    /// </summary>
    /// <param name="scores">Score of each candidate, in the order of retrieval.</param>
    /// <param name="margin">At least 0.</param>
    public static int[] Of(IReadOnlyList<double> scores, double margin)
    {
        int[] order = [.. Enumerable.Range(0, scores.Count).OrderByDescending(place => scores[place]).ThenBy(place => place)];
        for (int start = 0; start < order.Length;)
        {
            int end = start + 1;
            while (end < order.Length && scores[order[start]] - scores[order[end]] <= margin)
                end++;
            Array.Sort(order, start, end - start);
            start = end;
        }
        return order;
    }

    /// <summary>The places of an order whose scores reach a threshold, and the first <see cref="Floor"/> in any case.</summary>
    public static int[] Above(int[] order, IReadOnlyList<double> scores, double threshold)
    {
        int reaching = order.Count(place => scores[place] >= threshold);
        return reaching >= Floor
            ? [.. order.Where(place => scores[place] >= threshold)]
            : order[..Math.Min(Floor, order.Length)];
    }
}
