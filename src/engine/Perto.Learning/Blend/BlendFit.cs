using Perto.Numerics;

namespace Perto.Learning;

/// <summary>
/// Fits the weights of a <see cref="Blend"/> to what it is for: the mean NDCG of hidden items. One weight after the other is tried at several
/// multiples and left where the mean is highest, for a few rounds. Only the best items of each part are looked at; none else can come first.
/// </summary>
public static class BlendFit
{
    private const int Rounds = 3;
    private const int DepthPerRank = 5;

    private static readonly float[] Multiples = [0, 0.25f, 0.5f, 0.7f, 0.85f, 1.2f, 1.5f, 2, 4];

    /// <summary>Fits the weights.</summary>
    /// <param name="parts">Models that were fitted on the known part only.</param>
    /// <param name="inner">Known and hidden items.</param>
    /// <param name="k">Length of the list whose NDCG is highest, from 1.</param>
    /// <param name="options">How many threads; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops between blocks of users.</param>
    /// <returns>A weight for each part; their sum is 1.</returns>
    public static float[] Weights(
        IReadOnlyList<IRecommenderModel> parts, HiddenInteractions inner, int k, FitOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        int[] users = [.. Enumerable.Range(0, inner.Hidden.Count).Where(user => inner.Hidden[user].Count > 0)];
        ParallelOptions parallel = (options ?? new FitOptions()).Parallel(cancellationToken);
        Contest[] contests = new Contest[users.Length];
        Parallel.For(0, users.Length, parallel, at => contests[at] = Contest.Of(parts, inner, users[at], k * DepthPerRank));

        float[] weights = Enumerable.Repeat(1f / parts.Count, parts.Count).ToArray();
        double best = Quality(weights);
        for (int round = 0; round < Rounds; round++)
        {
            for (int part = 0; part < weights.Length; part++)
            {
                float start = weights[part] == 0 ? 1f / parts.Count : weights[part];
                float kept = weights[part];
                foreach (float multiple in Multiples)
                {
                    weights[part] = start * multiple;
                    double quality = weights.Any(weight => weight > 0) ? Quality(weights) : 0;
                    if (quality > best)
                        (best, kept) = (quality, weights[part]);
                }

                weights[part] = kept;
            }
        }

        float sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];

        double Quality(float[] tried)
        {
            double[] values = new double[contests.Length];
            Parallel.For(0, values.Length, parallel, at => values[at] = contests[at].Ndcg(tried, k));
            return values.Sum();
        }
    }

    /// <summary>The items of one user that may come first, with the scaled scores of all parts.</summary>
    /// <param name="Scores">Row-major, items x parts.</param>
    /// <param name="Hits">Which of them are hidden items.</param>
    /// <param name="Relevant">How many items are hidden.</param>
    private sealed record Contest(float[] Scores, bool[] Hits, int Relevant)
    {
        public static Contest Of(IReadOnlyList<IRecommenderModel> parts, HiddenInteractions inner, int user, int depth)
        {
            float[][] scores = [.. parts.Select(part => ScaledScores(part, inner.Known, user))];
            SortedSet<int> items = [];
            ScoredItem[] best = new ScoredItem[depth];
            foreach (float[] own in scores)
            {
                int found = TopN.Select(own, inner.Known.Items(user), best);
                items.UnionWith(best.Take(found).Select(scored => scored.Item));
            }

            return new Contest(
                [.. items.SelectMany(item => scores.Select(own => own[item]))],
                [.. items.Select(inner.Hidden[user].Contains)],
                inner.Hidden[user].Count);
        }

        public double Ndcg(float[] weights, int k)
        {
            float[] blended = new float[Hits.Length];
            for (int item = 0; item < blended.Length; item++)
            {
                for (int part = 0; part < weights.Length; part++)
                    blended[item] += weights[part] * Scores[(item * weights.Length) + part];
            }

            ScoredItem[] best = new ScoredItem[Math.Min(k, blended.Length)];
            TopN.Select(blended, [], best);
            return RankingMetrics.Ndcg(Array.ConvertAll(best, scored => Hits[scored.Item]), Relevant, k);
        }

        private static float[] ScaledScores(IRecommenderModel part, InteractionMatrix known, int user)
        {
            float[] scores = new float[part.ItemCount];
            part.Score(known.Items(user), known.Weights(user), scores);
            VectorKernels.Scale(Blend.Scale(scores), scores);
            return scores;
        }
    }
}
