namespace Perto.Learning;

/// <summary>
/// Where the bins of a numeric feature end. With few distinct values each has a bin; with many, bins hold about equally many rows and
/// a value with more than its share has a bin alone, as in LightGBM's greedy search.
/// </summary>
internal static class QuantileEdges
{
    /// <summary>Largest values of all bins but the last, ascending, each below the values of the next bin.</summary>
    /// <param name="sorted">Values in ascending order, none missing.</param>
    /// <param name="maxBins">Most bins.</param>
    /// <param name="minDataInBin">Fewest values of a bin, where there are as many.</param>
    public static List<float> Of(ReadOnlySpan<float> sorted, int maxBins, int minDataInBin)
    {
        (List<float> distinct, List<int> counts) = Distinct(sorted);
        bool each = distinct.Count <= maxBins;
        double share = Math.Max(minDataInBin, each ? 0 : (double)sorted.Length / maxBins);
        (int heavyRows, int heavyValues) = each ? (0, 0) : Heavy(counts, share);
        List<float> edges = [];
        int inBin = 0;
        int restRows = sorted.Length - heavyRows;
        int restBins = maxBins - heavyValues;
        double wanted = each ? minDataInBin : Math.Max(minDataInBin, (double)restRows / Math.Max(1, restBins));
        int left = sorted.Length;
        for (int at = 0; at + 1 < distinct.Count && edges.Count + 1 < maxBins; at++)
        {
            bool heavy = !each && counts[at] >= share;
            inBin += counts[at];
            left -= counts[at];
            if (!heavy)
                restRows -= counts[at];
            bool nextIsHeavy = !each && counts[at + 1] >= share;
            if (left < minDataInBin || !(heavy || inBin >= wanted || (nextIsHeavy && inBin >= Math.Max(minDataInBin, wanted / 2))))
                continue;
            edges.Add(Between(distinct[at], distinct[at + 1]));
            inBin = 0;

            // What a bin took too much or too little is shared out among the rest.
            if (!heavy && !each)
                wanted = Math.Max(minDataInBin, (double)restRows / Math.Max(1, --restBins));
        }

        return edges;
    }

    /// <summary>A number t with low &lt;= t &lt; high, in the middle where there is room.</summary>
    private static float Between(float low, float high)
    {
        float middle = (float)(((double)low + high) / 2);
        return middle >= low && middle < high ? middle : low;
    }

    private static (List<float> Values, List<int> Counts) Distinct(ReadOnlySpan<float> sorted)
    {
        List<float> values = [];
        List<int> counts = [];
        foreach (float value in sorted)
        {
            if (values.Count > 0 && values[^1] == value)
            {
                counts[^1]++;
            }
            else
            {
                values.Add(value);
                counts.Add(1);
            }
        }

        return (values, counts);
    }

    private static (int Rows, int Values) Heavy(List<int> counts, double share)
    {
        int rows = 0;
        int values = 0;
        foreach (int count in counts)
        {
            if (count >= share)
            {
                rows += count;
                values++;
            }
        }

        return (rows, values);
    }
}
