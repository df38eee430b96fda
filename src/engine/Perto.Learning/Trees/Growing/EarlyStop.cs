namespace Perto.Learning;

/// <summary>Watches a metric on validation rows and knows how many trees were best.</summary>
internal sealed class EarlyStop
{
    private readonly LabeledRows _rows;
    private readonly BoostingMetric _metric;
    private readonly ScoreTransform _transform;
    private readonly int _patience;
    private readonly double[] _scores;
    private readonly double[] _predictions;

    public EarlyStop(LabeledRows rows, BoostingMetric metric, ScoreTransform transform, int patience)
    {
        _rows = rows;
        _metric = metric;
        _transform = transform;
        _patience = patience;
        _scores = new double[rows.RowCount];
        _predictions = new double[rows.RowCount];
    }

    /// <summary>Trees at the best value so far.</summary>
    public int BestTrees { get; private set; }

    /// <summary>The best value so far.</summary>
    public double BestValue { get; private set; }

    /// <summary>Counts a tree in, and says whether it is time to stop.</summary>
    /// <param name="tree">The newest tree.</param>
    /// <param name="trees">How many there are with it.</param>
    public bool Add(DecisionTree tree, int trees)
    {
        for (int row = 0; row < _scores.Length; row++)
        {
            _scores[row] += tree.Score(_rows.Row(row));
            _predictions[row] = _transform.Apply(_scores[row]);
        }

        double value = _metric.Of(_rows, _predictions);
        if (BestTrees == 0 || (_metric.HigherIsBetter ? value > BestValue : value < BestValue))
        {
            BestTrees = trees;
            BestValue = value;
        }

        return _patience > 0 && trees - BestTrees >= _patience;
    }
}
