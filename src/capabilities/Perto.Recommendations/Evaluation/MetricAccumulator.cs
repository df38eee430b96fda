using Perto.Learning;

namespace Perto.Recommendations;

/// <summary>Takes the metrics of one user after the other.</summary>
internal sealed class MetricAccumulator
{
    private readonly int[] _cutoffs;
    private readonly int _itemCount;
    private readonly List<double>[,] _values;
    private readonly HashSet<int>[] _shown;

    /// <param name="cutoffs">Lengths of the list.</param>
    /// <param name="itemCount">Items that could be shown; 0 where coverage means nothing.</param>
    public MetricAccumulator(IReadOnlyList<int> cutoffs, int itemCount)
    {
        _cutoffs = [.. cutoffs.Distinct().Order()];
        _itemCount = itemCount;
        _values = new List<double>[_cutoffs.Length, EvaluationProtocol.MetricNames.Count - 1];
        for (int i = 0; i < _cutoffs.Length; i++)
        {
            for (int metric = 0; metric < EvaluationProtocol.MetricNames.Count - 1; metric++)
                _values[i, metric] = [];
        }

        _shown = [.. _cutoffs.Select(_ => new HashSet<int>())];
    }

    public void Add(ReadOnlySpan<bool> hits, int relevant, ReadOnlySpan<ScoredItem> list)
    {
        for (int i = 0; i < _cutoffs.Length; i++)
        {
            int k = _cutoffs[i];
            _values[i, 0].Add(RankingMetrics.Ndcg(hits, relevant, k));
            _values[i, 1].Add(RankingMetrics.Recall(hits, relevant, k));
            _values[i, 2].Add(RankingMetrics.Precision(hits, k));
            _values[i, 3].Add(RankingMetrics.HitRate(hits, k));
            _values[i, 4].Add(RankingMetrics.ReciprocalRank(hits, k));
            _values[i, 5].Add(RankingMetrics.AveragePrecision(hits, relevant, k));
            foreach (ScoredItem scored in list[..Math.Min(k, list.Length)])
                _shown[i].Add(scored.Item);
        }
    }

    public RankingQuality Result()
    {
        List<MetricValue> metrics = [];
        for (int i = 0; i < _cutoffs.Length; i++)
        {
            for (int metric = 0; metric < EvaluationProtocol.MetricNames.Count - 1; metric++)
            {
                List<double> users = _values[i, metric];
                metrics.Add(new MetricValue(EvaluationProtocol.MetricNames[metric], _cutoffs[i], users.Average()) { Users = users });
            }

            if (_itemCount > 0)
                metrics.Add(new MetricValue(EvaluationProtocol.MetricNames[^1], _cutoffs[i], (double)_shown[i].Count / _itemCount));
        }

        return new RankingQuality(metrics, _values[0, 0].Count);
    }
}
