using System.Diagnostics;
using Perto.Learning;

namespace Perto.Recommendations;

/// <summary>
/// Measures lists that anything made: a page, a blend, a model asked at a moment. The same metrics as <see cref="Evaluation"/>, one list for each user,
/// in an order that is the same for all that are compared.
/// </summary>
public sealed class ListEvaluation
{
    private readonly int _k;
    private readonly int _items;
    private readonly MetricAccumulator _accuracy;
    private readonly ListQuality _lists;
    private readonly Func<int, int, double>? _distance;
    private readonly List<double> _spread = [];
    private int _users;

    /// <summary>Begins.</summary>
    /// <param name="known">Who had which item before: what novelty, diversity and popularity are told by. Its items are all that lists may have.</param>
    /// <param name="k">Length of the lists.</param>
    /// <param name="users">How many lists there will be.</param>
    /// <param name="distance">Another distance of two items, on 0..1: its mean over the pairs of a list is the metric <c>spread</c>.</param>
    public ListEvaluation(InteractionMatrix known, int k, int users, Func<int, int, double>? distance = null)
    {
        ArgumentNullException.ThrowIfNull(known);
        _k = k;
        _items = known.ItemCount;
        _accuracy = new MetricAccumulator(k);
        _lists = new ListQuality(known.Transpose(), k, users);
        _distance = distance;
    }

    /// <summary>Takes the list of one user.</summary>
    /// <param name="list">Distinct items, best first.</param>
    /// <param name="wanted">The items that are to be found, also those that no list can have.</param>
    /// <param name="history">What the user had, ascending.</param>
    public void Add(IReadOnlyList<int> list, IReadOnlySet<int> wanted, ReadOnlySpan<int> history)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(wanted);
        ScoredItem[] shown = [.. list.Take(_k).Select((item, place) => new ScoredItem(item, -place))];
        bool[] hits = [.. shown.Select(item => wanted.Contains(item.Item))];
        _accuracy.Add(hits, wanted.Count);
        _lists.Add(shown, hits, history);
        if (_distance is not null)
            _spread.Add(ListDiversity.IntraList([.. shown.Select(item => item.Item)], _distance));
        _users++;
    }

    /// <summary>What the lists reached.</summary>
    /// <param name="name">What made them.</param>
    /// <param name="parameters">Its settings.</param>
    /// <param name="fitSeconds">Time to learn it.</param>
    /// <param name="scoreSeconds">Time to make the lists.</param>
    /// <param name="cancellationToken">Stops the bootstrap.</param>
    public EvaluationResult Result(
        string name, IReadOnlyDictionary<string, string> parameters, double fitSeconds, double scoreSeconds, CancellationToken cancellationToken = default)
    {
        List<MetricValue> metrics = [.. _accuracy.Result(), .. _lists.Result()];
        if (_distance is not null)
            metrics.Add(new MetricValue("spread", _k, _spread.Average()) { Users = _spread });
        using Process process = Process.GetCurrentProcess();
        return new EvaluationResult(name, parameters, _users, _items, EvaluationIntervals.Of(metrics, cancellationToken), fitSeconds, scoreSeconds, process.PeakWorkingSet64);
    }
}
