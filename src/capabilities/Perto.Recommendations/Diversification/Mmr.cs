namespace Perto.Recommendations;

/// <summary>
/// Maximal marginal relevance: picks one after another the item with the highest
/// <c>lambda * relevance + (1 - lambda) * mean(1 - similarity to those picked)</c>.
/// After Carbonell and Goldstein, SIGIR 1998, with the mean over the picked items in place of the maximum.
/// </summary>
public sealed class Mmr : IDiversifier
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

    /// <inheritdoc/>
    public int[] Pick(
        ReadOnlySpan<float> relevance,
        Func<int, int, float> similarity,
        int take,
        Func<int, IReadOnlyList<string>>? labels = null,
        int atLeast = 0,
        int within = 0,
        IReadOnlyList<Quota>? quotas = null)
    {
        ArgumentNullException.ThrowIfNull(similarity);
        take = Math.Min(take, relevance.Length);
        var wishes = new PickWishes(relevance.Length, labels, atLeast, within == 0 ? take : Math.Min(within, take), quotas);
        var picked = new int[take];
        var differenceSum = new double[relevance.Length];
        for (int count = 0; count < take; count++)
        {
            wishes.Next();
            int best = -1;
            double bestValue = double.NegativeInfinity;
            for (int item = 0; item < relevance.Length; item++)
            {
                if (!wishes.Allows(item))
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
            wishes.Add(best);
            for (int item = 0; item < relevance.Length; item++)
            {
                if (!wishes.IsTaken(item))
                    differenceSum[item] += 1 - similarity(item, best);
            }
        }

        return picked;
    }
}
