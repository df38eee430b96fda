using Perto.Learning;

namespace Perto.Recommendations;

/// <summary>Sums up the metrics of one user after the other.</summary>
internal sealed class MetricAccumulator
{
    private readonly int[] _cutoffs;
    private readonly int _itemCount;
    private readonly double[,] _sums;
    private readonly HashSet<int>[] _shown;
    private int _lists;

    /// <param name="cutoffs">Lengths of the list.</param>
    /// <param name="itemCount">Items that could be shown; 0 where coverage means nothing.</param>
    public MetricAccumulator(IReadOnlyList<int> cutoffs, int itemCount)
    {
        _cutoffs = [.. cutoffs.Distinct().Order()];
        _itemCount = itemCount;
        _sums = new double[_cutoffs.Length, EvaluationProtocol.MetricNames.Count];
        _shown = [.. _cutoffs.Select(_ => new HashSet<int>())];
    }

    public void Add(ReadOnlySpan<bool> hits, int relevant, ReadOnlySpan<ScoredItem> list)
    {
        _lists++;
        for (int i = 0; i < _cutoffs.Length; i++)
        {
            int k = _cutoffs[i];
            _sums[i, 0] += RankingMetrics.Ndcg(hits, relevant, k);
            _sums[i, 1] += RankingMetrics.Recall(hits, relevant, k);
            _sums[i, 2] += RankingMetrics.Precision(hits, k);
            _sums[i, 3] += RankingMetrics.HitRate(hits, k);
            _sums[i, 4] += RankingMetrics.ReciprocalRank(hits, k);
            _sums[i, 5] += RankingMetrics.AveragePrecision(hits, relevant, k);
            foreach (ScoredItem scored in list[..Math.Min(k, list.Length)])
                _shown[i].Add(scored.Item);
        }
    }

    public IReadOnlyList<MetricValue> Means()
    {
        List<MetricValue> means = [];
        for (int i = 0; i < _cutoffs.Length; i++)
        {
            for (int metric = 0; metric < EvaluationProtocol.MetricNames.Count - 1; metric++)
                means.Add(new MetricValue(EvaluationProtocol.MetricNames[metric], _cutoffs[i], _sums[i, metric] / _lists));
            if (_itemCount > 0)
                means.Add(new MetricValue(EvaluationProtocol.MetricNames[^1], _cutoffs[i], (double)_shown[i].Count / _itemCount));
        }

        return means;
    }
}
