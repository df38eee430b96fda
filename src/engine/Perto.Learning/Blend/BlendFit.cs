namespace Perto.Learning;

/// <summary>
/// Fits the weights of a <see cref="Blend"/> to what it is for: the mean NDCG of hidden items. One weight after the other is tried at several
/// multiples and left where the mean is highest, for a few rounds. An approximation: only the best items of each part are looked at, and of many users
/// ten thousand.
/// </summary>
public static class BlendFit
{
    private const int Rounds = 3;
    private const int DepthPerRank = 5;
    private const int MostUsers = 10_000;

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
        int every = ((users.Length - 1) / MostUsers) + 1;
        users = [.. users.Where((_, at) => at % every == 0)];
        ParallelOptions parallel = (options ?? new FitOptions()).Parallel(cancellationToken);
        InteractionMatrix histories = inner.Known.Select(users);
        SortedSet<int>[] candidates = [.. users.Select(_ => new SortedSet<int>())];
        foreach (IRecommenderModel part in parts)
        {
            TopN.ForEach(
                part,
                histories,
                (user, scores) =>
                {
                    ScoredItem[] best = new ScoredItem[k * DepthPerRank];
                    int found = TopN.Select(scores, histories.Items(user), best);
                    candidates[user].UnionWith(best.Take(found).Select(scored => scored.Item));
                },
                options,
                cancellationToken);
        }

        Contest[] contests = [.. users.Select((user, at) => new Contest(candidates[at], inner.Hidden[user], parts.Count))];
        for (int part = 0; part < parts.Count; part++)
        {
            int own = part;
            TopN.ForEach(parts[part], histories, (user, scores) => contests[user].Take(own, scores), options, cancellationToken);
        }

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
    private sealed class Contest
    {
        private readonly int[] _items;
        private readonly bool[] _hits;
        private readonly int _relevant;
        private readonly int _parts;

        // Row-major, items x parts.
        private readonly float[] _scores;

        public Contest(IReadOnlyCollection<int> items, IReadOnlySet<int> wanted, int parts)
        {
            _items = [.. items];
            _hits = Array.ConvertAll(_items, wanted.Contains);
            _relevant = wanted.Count;
            _parts = parts;
            _scores = new float[_items.Length * parts];
        }

        public void Take(int part, ReadOnlySpan<float> scores)
        {
            float scale = Blend.Scale(scores);
            for (int at = 0; at < _items.Length; at++)
                _scores[(at * _parts) + part] = scale * scores[_items[at]];
        }

        public double Ndcg(float[] weights, int k)
        {
            float[] blended = new float[_items.Length];
            for (int at = 0; at < blended.Length; at++)
            {
                for (int part = 0; part < weights.Length; part++)
                    blended[at] += weights[part] * _scores[(at * _parts) + part];
            }

            ScoredItem[] best = new ScoredItem[Math.Min(k, blended.Length)];
            TopN.Select(blended, [], best);
            return RankingMetrics.Ndcg(Array.ConvertAll(best, scored => _hits[scored.Item]), _relevant, k);
        }
    }
}
