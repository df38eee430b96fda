using Perto.Learning;

namespace Perto.Recommendations;

/// <summary>Takes how right the list of one user after the other is.</summary>
internal sealed class MetricAccumulator
{
    /// <summary>The measures, in the order of the results.</summary>
    public static readonly IReadOnlyList<string> Names = ["ndcg", "recall", "precision", "hit_rate", "mrr", "map", "capped_recall"];

    private readonly int _k;
    private readonly List<double>[] _values = [.. Names.Select(_ => new List<double>())];

    /// <param name="k">Length of the list.</param>
    public MetricAccumulator(int k) => _k = k;

    /// <summary>Takes a list.</summary>
    /// <param name="hits">Which of its items are to be found.</param>
    /// <param name="relevant">How many items there are to find.</param>
    public void Add(ReadOnlySpan<bool> hits, int relevant)
    {
        _values[0].Add(RankingMetrics.Ndcg(hits, relevant, _k));
        _values[1].Add(RankingMetrics.Recall(hits, relevant, _k));
        _values[2].Add(RankingMetrics.Precision(hits, _k));
        _values[3].Add(RankingMetrics.HitRate(hits, _k));
        _values[4].Add(RankingMetrics.ReciprocalRank(hits, _k));
        _values[5].Add(RankingMetrics.AveragePrecision(hits, relevant, _k));
        _values[6].Add(RankingMetrics.CappedRecall(hits, relevant, _k));
    }

    /// <summary>The measures.</summary>
    public IEnumerable<MetricValue> Result() =>
        Names.Select((name, metric) => new MetricValue(name, _k, _values[metric].Average()) { Users = _values[metric] });
}
