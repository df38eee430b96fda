namespace Perto.Learning;

/// <summary>Watches a metric on validation rows and knows how many trees were best.</summary>
internal sealed class EarlyStop
{
    private const int RowsOfTask = 4_096;

    private readonly LabeledRows _rows;
    private readonly Func<double[], double> _measure;
    private readonly bool _higherIsBetter;
    private readonly ScoreTransform _transform;
    private readonly int _patience;
    private readonly ParallelOptions _parallel;
    private readonly double[] _scores;
    private readonly double[] _predictions;

    public EarlyStop(LabeledRows rows, BoostingMetric metric, ScoreTransform transform, int patience, ParallelOptions parallel)
    {
        _rows = rows;
        _measure = metric.On(rows);
        _higherIsBetter = metric.HigherIsBetter;
        _transform = transform;
        _patience = patience;
        _parallel = parallel;
        _scores = rows.InitialScores is null ? new double[rows.RowCount] : [.. rows.InitialScores];
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
        Parallel.For(0, (_scores.Length + RowsOfTask - 1) / RowsOfTask, _parallel, task =>
        {
            for (int row = task * RowsOfTask; row < Math.Min((task + 1) * RowsOfTask, _scores.Length); row++)
            {
                _scores[row] += tree.Score(_rows.Row(row));
                _predictions[row] = _transform.Apply(_scores[row]);
            }
        });

        // What is no number is worse than any.
        double value = _measure(_predictions);
        bool first = BestTrees == 0 || (double.IsNaN(BestValue) && !double.IsNaN(value));
        if (first || (_higherIsBetter ? value > BestValue : value < BestValue))
        {
            BestTrees = trees;
            BestValue = value;
        }

        return _patience > 0 && trees - BestTrees >= _patience;
    }
}
