namespace Perto.Recommendations;

/// <summary>
/// Maximal marginal relevance: picks one after another the item with the highest
/// <c>lambda * relevance + (1 - lambda) * mean(1 - similarity to those picked)</c>.
/// After Carbonell and Goldstein, SIGIR 1998, with the mean over the picked items in place of the maximum.
/// </summary>
public sealed class Mmr
{
    private Mmr(double lambda) => Lambda = lambda;

    /// <summary>1 ranks by relevance alone, 0 by difference alone.</summary>
    public double Lambda { get; }

    /// <summary>Sets the balance.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is outside 0..1.</exception>
    public static Mmr With(double lambda)
    {
        if (!(lambda >= 0 && lambda <= 1))
            throw new ArgumentOutOfRangeException(nameof(lambda), lambda, "lambda must be between 0 and 1");
        return new Mmr(lambda);
    }

    /// <summary>Picks up to <paramref name="take"/> of the items, in the order of choice.</summary>
    /// <param name="relevance">Relevance of each item, 0..1.</param>
    /// <param name="similarity">Similarity of two items by index, 0..1.</param>
    /// <param name="take">How many to pick.</param>
    /// <param name="labels">Labels of each item by index (a film's genres); null when there is no wish for distinct ones.</param>
    /// <param name="atLeast">How many different labels the first items should show together, as far as the items have them.</param>
    /// <param name="within">Among how many of the first picks; 0 for all.</param>
    /// <returns>Indices into <paramref name="relevance"/>. Ties go to the lower index.</returns>
    public int[] Pick(
        ReadOnlySpan<float> relevance,
        Func<int, int, float> similarity,
        int take,
        Func<int, IReadOnlyList<string>>? labels = null,
        int atLeast = 0,
        int within = 0)
    {
        take = Math.Min(take, relevance.Length);
        within = within == 0 ? take : Math.Min(within, take);
        var picked = new int[take];
        var taken = new bool[relevance.Length];
        var differenceSum = new double[relevance.Length];
        var shown = new HashSet<string>(StringComparer.Ordinal);
        for (int count = 0; count < take; count++)
        {
            bool onlyNewLabels = labels is not null && shown.Count < atLeast
                && count < within && within - count <= atLeast - shown.Count && AnyNewLabel(taken, labels, shown);
            int best = -1;
            double bestValue = double.NegativeInfinity;
            for (int item = 0; item < relevance.Length; item++)
            {
                if (taken[item] || (onlyNewLabels && !HasNewLabel(labels!(item), shown)))
                    continue;
                double difference = count == 0 ? 1 : differenceSum[item] / count;
                double value = (Lambda * relevance[item]) + ((1 - Lambda) * difference);
                if (value > bestValue)
                {
                    bestValue = value;
                    best = item;
                }
            }

            picked[count] = best;
            taken[best] = true;
            if (labels is not null)
                shown.UnionWith(labels(best));
            for (int item = 0; item < relevance.Length; item++)
            {
                if (!taken[item])
                    differenceSum[item] += 1 - similarity(item, best);
            }
        }

        return picked;
    }

    private static bool AnyNewLabel(bool[] taken, Func<int, IReadOnlyList<string>> labels, HashSet<string> shown)
    {
        for (int item = 0; item < taken.Length; item++)
        {
            if (!taken[item] && HasNewLabel(labels(item), shown))
                return true;
        }

        return false;
    }

    private static bool HasNewLabel(IReadOnlyList<string> labels, HashSet<string> shown)
    {
        for (int i = 0; i < labels.Count; i++)
        {
            if (!shown.Contains(labels[i]))
                return true;
        }

        return false;
    }
}
