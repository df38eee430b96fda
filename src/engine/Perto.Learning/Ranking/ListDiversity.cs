namespace Perto.Learning;

/// <summary>How different, new and surprising the items of one list are.</summary>
public static class ListDiversity
{
    /// <summary>
    /// The mean distance of the pairs of a list (Ziegler et al. 2005; Zhang and Hurley 2008). Range and unit are those of the distance; higher is more
    /// diverse. 0 for fewer than two items.
    /// </summary>
    /// <param name="items">The list, by number.</param>
    /// <param name="distance">Of two items, the same both ways: 1 - cosine, 1 - Jaccard of the genres.</param>
    public static double IntraList(ReadOnlySpan<int> items, Func<int, int, double> distance)
    {
        if (items.Length < 2)
            return 0;
        double sum = 0;
        for (int i = 1; i < items.Length; i++)
        {
            for (int j = 0; j < i; j++)
                sum += distance(items[i], items[j]);
        }
        return sum / (items.Length * (items.Length - 1.0) / 2);
    }

    /// <summary>
    /// The mean self-information of a list, -log2 of the share of people who know each item (Zhou et al. 2010), in bits; 0 and up, higher is less known. 0 for
    /// an empty list. An item that nobody knows counts as if half a person did.
    /// </summary>
    /// <param name="items">The list, by number.</param>
    /// <param name="known">How many people know each item.</param>
    /// <param name="people">All people, 1 and up.</param>
    /// <exception cref="ArgumentOutOfRangeException">More know an item than there are.</exception>
    public static double Novelty(ReadOnlySpan<int> items, ReadOnlySpan<long> known, long people)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(people);
        if (items.Length == 0)
            return 0;
        double sum = 0;
        foreach (int item in items)
        {
            if (known[item] < 0 || known[item] > people)
                throw new ArgumentOutOfRangeException(nameof(known), known[item], $"0 to {people} people know item {item}");
            sum -= Math.Log2(Math.Max(known[item], 0.5) / people);
        }
        return sum / items.Length;
    }

    /// <summary>
    /// Serendipity: the share of a list that is relevant and was not to be expected (Ge, Delgado-Battenfeld and Jannach 2010). What is expected is what a primitive
    /// recommender, such as popularity, shows the same person. In 0..1, higher is better; 0 for an empty list.
    /// </summary>
    /// <param name="items">The list, by number, each item once.</param>
    /// <param name="hits">Whether the item at each rank is relevant.</param>
    /// <param name="expected">The primitive recommender's list.</param>
    public static double Serendipity(ReadOnlySpan<int> items, ReadOnlySpan<bool> hits, ReadOnlySpan<int> expected)
    {
        if (items.Length != hits.Length)
            throw new ArgumentException($"Each item is relevant or not; got {items.Length} and {hits.Length}", nameof(hits));
        if (items.Length == 0)
            return 0;
        int surprising = 0;
        for (int rank = 0; rank < items.Length; rank++)
            surprising += hits[rank] && !expected.Contains(items[rank]) ? 1 : 0;
        return (double)surprising / items.Length;
    }
}
