namespace Perto.Learning;

/// <summary>The fitting of <see cref="BoostedTrees"/>: each tree is grown to the gradients that those before it leave.</summary>
internal sealed class Boosting
{
    private readonly LabeledRows _rows;
    private readonly BoostingSettings _settings;
    private readonly ObjectiveState _objective;
    private readonly ParallelOptions _parallel;
    private readonly RowSampler _sampler;
    private readonly TreeGrower _grower;
    private readonly double[] _scores;
    private readonly GradientPair[] _gradients;
    private readonly double _start;
    private readonly List<DecisionTree> _trees = [];

    public Boosting(LabeledRows rows, BoostingSettings settings, ObjectiveState objective, ParallelOptions parallel)
    {
        _rows = rows;
        _settings = settings;
        _objective = objective;
        _parallel = parallel;
        _sampler = new RowSampler(rows, settings);
        _grower = new TreeGrower(BinnedRows.Of(rows, settings, parallel), settings, parallel);
        _gradients = new GradientPair[rows.RowCount];
        // The mean would be that of labels of which the initial scores explain a part.
        _start = settings.BoostFromAverage && rows.InitialScores is null ? objective.InitialScore : 0;
        _scores = [.. rows.InitialScores ?? []];
        if (_scores.Length == 0)
            Array.Fill(_scores = new double[rows.RowCount], _start);
    }

    /// <summary>The trees so far.</summary>
    public IReadOnlyList<DecisionTree> Trees => _trees;

    /// <summary>The objective at the scores so far, where it has a loss.</summary>
    public double? Loss => _objective.Loss(_scores);

    /// <summary>Grows a tree; returns false where there is nothing left to split.</summary>
    public bool Step()
    {
        _objective.Compute(_scores, _gradients, _parallel);
        _sampler.DrawRows(_trees.Count);
        DecisionTree tree = _grower.Grow(_gradients, _sampler.Rows, _sampler.DrawFeatures(), _parallel.CancellationToken);
        bool grew = tree.Nodes.Length > 0;
        if (!grew && _trees.Count > 0)
            return false;
        if (_objective.LeafQuantile is { } share && grew)
            RenewLeaves(tree, share);
        if (grew)
            tree.Shrink(_settings.LearningRate);
        else
            tree.SetLeafValue(0, 0);
        AddScores(tree);

        // What all start from is part of the first tree, so that a model is its trees and nothing else.
        if (_trees.Count == 0)
            tree.AddBias(_start);
        _trees.Add(tree);
        return grew;
    }

    private void AddScores(DecisionTree tree)
    {
        if (_sampler.LeavesOut)
        {
            const int RowsOfTask = 4_096;
            Parallel.For(0, (_rows.RowCount + RowsOfTask - 1) / RowsOfTask, _parallel, task =>
            {
                for (int row = task * RowsOfTask; row < Math.Min((task + 1) * RowsOfTask, _rows.RowCount); row++)
                    _scores[row] += tree.Score(_rows.Row(row));
            });
            return;
        }

        for (int leaf = 0; leaf < tree.Leaves.Length; leaf++)
        {
            double value = tree.Leaves[leaf].Value;
            foreach (int row in _grower.RowsOf(leaf))
                _scores[row] += value;
        }
    }

    private void RenewLeaves(DecisionTree tree, double share)
    {
        for (int leaf = 0; leaf < tree.Leaves.Length; leaf++)
        {
            ReadOnlySpan<int> rows = _grower.RowsOf(leaf);
            double[] residuals = new double[rows.Length];
            double[] weights = _rows.Weights is null ? [] : new double[rows.Length];
            for (int i = 0; i < rows.Length; i++)
            {
                residuals[i] = _rows.Labels[rows[i]] - _scores[rows[i]];
                if (weights.Length > 0)
                    weights[i] = _rows.Weight(rows[i]);
            }

            tree.SetLeafValue(leaf, WeightedLabels.Quantile(residuals, weights, share));
        }
    }
}
