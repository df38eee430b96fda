namespace Perto.Recommendations;

/// <summary>
/// A determinantal point process: a set of items is the likelier the larger the volume that their vectors span, each as long as its item is relevant. Picks
/// greedily the item that makes the volume grow most (Chen, Zhang and Zhou, NeurIPS 2018, algorithm 1).
/// </summary>
/// <remarks>
/// The kernel is exp(a r_i) S_ij exp(a r_j) with relevance r, similarity S and a = lambda / (2 (1 - lambda)) (equation 11 there, lambda for its theta). Where
/// <see cref="Mmr"/> takes the mean likeness to all picks, it takes what the picks together do not explain: two half-likenesses do not make a whole one. S should
/// be positive semidefinite, as cosines of vectors and shares of common labels are; where it is not, an item that seems to be explained whole comes last.
/// Costs picks squared times items, and as many similarities as picks times items.
/// </remarks>
public sealed class Dpp : IDiversifier
{
    // What is left of an item of length 1 that the picks explain whole is noise of the arithmetic.
    private const double Explained = 1e-10;

    private Dpp(double lambda) => Lambda = lambda;

    /// <summary>1 ranks by relevance alone, 0 by difference alone.</summary>
    public double Lambda { get; }

    /// <summary>Sets the balance.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is outside 0..1.</exception>
    public static Dpp With(double lambda) => lambda is >= 0 and <= 1
        ? new Dpp(lambda)
        : throw new ArgumentOutOfRangeException(nameof(lambda), lambda, "lambda must be between 0 and 1");

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
        double slope = Lambda / (1 - Lambda);
        int[] picked = new int[take];

        // Per item: what the picks leave unexplained of its unit vector, and its coordinates in the directions of the picks.
        double[] left = new double[relevance.Length];
        Array.Fill(left, 1);
        double[] coordinates = new double[relevance.Length * take];
        for (int count = 0; count < take; count++)
        {
            wishes.Next();
            int best = Best(relevance, slope, left, wishes);
            picked[count] = best;
            wishes.Add(best);
            if (left[best] <= Explained)
                continue;
            double length = Math.Sqrt(left[best]);
            ReadOnlySpan<double> ofBest = coordinates.AsSpan(best * take, count);
            for (int item = 0; item < left.Length; item++)
            {
                if (wishes.IsTaken(item))
                    continue;
                double along = similarity(item, best);
                ReadOnlySpan<double> ofItem = coordinates.AsSpan(item * take, count);
                for (int i = 0; i < count; i++)
                    along -= ofBest[i] * ofItem[i];
                along /= length;
                coordinates[(item * take) + count] = along;
                left[item] = Math.Max(0, left[item] - (along * along));
            }
        }
        return picked;
    }

    // The logarithm of the growth of the volume; relevance goes in as its square does.
    private static int Best(ReadOnlySpan<float> relevance, double slope, double[] left, PickWishes wishes)
    {
        int best = -1;
        double bestGrowth = double.NegativeInfinity;
        bool bestExplained = true;
        for (int item = 0; item < left.Length; item++)
        {
            if (!wishes.Allows(item))
                continue;
            bool explained = left[item] <= Explained;
            // Where relevance decides alone the slope is infinite.
            double growth = double.IsInfinity(slope) ? relevance[item] : (slope * relevance[item]) + (explained ? 0 : Math.Log(left[item]));
            explained &= !double.IsInfinity(slope);
            if (best < 0 || (bestExplained && !explained) || (explained == bestExplained && growth > bestGrowth))
                (best, bestGrowth, bestExplained) = (item, growth, explained);
        }
        return best;
    }
}
