using System.Runtime.Intrinsics;

namespace Perto.Learning;

/// <summary>
/// Grows one tree after another on the same rows, the leaf with the largest gain first (LightGBM's leaf-wise growth, Ke et al. 2017). The
/// histogram of the larger child is the parent's less the smaller's. Work is shared out by features, so that no sum depends on the threads.
/// </summary>
internal sealed class TreeGrower
{
    // Below this many additions, about half a millisecond, threads cost more than they bring: a busy machine may let one wait for longer.
    private const int AdditionsWorthThreads = 500_000;

    private readonly BinnedRows _binned;
    private readonly BoostingSettings _settings;
    private readonly ParallelOptions _parallel;
    private readonly SplitFinder _finder;
    private readonly HistogramPool _pool;
    private readonly OpenLeaf[] _leaves;
    private readonly int[] _rows;
    private readonly int[] _right;
    private readonly GradientPair[] _ordered;
    private readonly SplitCandidate[] _firstBests;
    private readonly SplitCandidate[] _secondBests;
    private readonly Action<int> _lookAtPass;
    private int[] _features = [];
    private int _passes;
    private double _minHessian;

    // What the passes are at: the leaf to sum, and its sibling where that is the difference from the parent.
    private int _summed;
    private int _sibling;
    private bool _subtracts;

    public TreeGrower(BinnedRows binned, BoostingSettings settings, ParallelOptions parallel)
        : this(binned, settings, parallel, HistogramPool.Limit(binned.FirstCells[^1], settings.Leaves))
    {
    }

    /// <param name="binned">The rows.</param>
    /// <param name="settings">Of the trees.</param>
    /// <param name="parallel">Most threads.</param>
    /// <param name="histograms">Most histograms in memory, from 2.</param>
    public TreeGrower(BinnedRows binned, BoostingSettings settings, ParallelOptions parallel, int histograms)
    {
        _binned = binned;
        _settings = settings;
        _parallel = parallel;
        _finder = new SplitFinder(settings);
        _pool = new HistogramPool(binned.FirstCells[^1], histograms);
        _leaves = new OpenLeaf[settings.Leaves];
        _rows = new int[binned.RowCount];
        _right = new int[binned.RowCount];
        _ordered = new GradientPair[binned.RowCount];
        _firstBests = new SplitCandidate[binned.Features.Length];
        _secondBests = new SplitCandidate[binned.Features.Length];
        _lookAtPass = LookAtPass;
    }

    /// <summary>Grows a tree.</summary>
    /// <param name="gradients">Of all rows.</param>
    /// <param name="rows">The rows to learn from, ascending.</param>
    /// <param name="features">The features that may be used, ascending.</param>
    /// <param name="cancellationToken">Stops between splits.</param>
    public DecisionTree Grow(
        ReadOnlySpan<GradientPair> gradients, ReadOnlySpan<int> rows, int[] features, CancellationToken cancellationToken)
    {
        _features = features;
        _passes = (features.Length + Histogram.FeaturesOfPass - 1) / Histogram.FeaturesOfPass;
        rows.CopyTo(_rows);
        TreeBuilder tree = new(_settings.Leaves);
        _leaves[0] = Root(gradients, rows);
        _minHessian = _finder.LeastHessian(_leaves[0].Statistics);
        LookAtRoot(gradients);
        int leaves = 1;
        while (leaves < _settings.Leaves)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int leaf = BestLeaf(leaves);
            if (leaf < 0)
                break;
            Split(leaf, leaves, gradients, tree, lookFurther: leaves + 1 < _settings.Leaves);
            leaves++;
        }

        for (int leaf = 0; leaf < leaves; leaf++)
        {
            tree.SetLeaf(leaf, _leaves[leaf].Value, _leaves[leaf].Statistics);
            _pool.Return(_leaves[leaf].Histogram);
            _leaves[leaf].Histogram = null;
        }

        return tree.Build(leaves);
    }

    /// <summary>The rows that a leaf of the last tree learned from.</summary>
    public ReadOnlySpan<int> RowsOf(int leaf) => _rows.AsSpan(_leaves[leaf].Start, _leaves[leaf].Count);

    private OpenLeaf Root(ReadOnlySpan<GradientPair> gradients, ReadOnlySpan<int> rows)
    {
        double gradient = 0;
        double hessian = 0;
        foreach (int row in rows)
        {
            gradient += gradients[row].Gradient;
            hessian += gradients[row].Hessian;
        }

        LeafStatistics statistics = new(gradient, hessian, rows.Length);
        return new OpenLeaf { Statistics = statistics, Value = _finder.Value(statistics), Bounds = ValueBounds.Free, Best = SplitCandidate.None };
    }

    private int BestLeaf(int leaves)
    {
        int best = -1;
        double gain = double.NegativeInfinity;
        for (int leaf = 0; leaf < leaves; leaf++)
        {
            if (_leaves[leaf].Best.Gain > gain)
                (best, gain) = (leaf, _leaves[leaf].Best.Gain);
        }

        return best;
    }

    private void Split(int leaf, int newLeaf, ReadOnlySpan<GradientPair> gradients, TreeBuilder tree, bool lookFurther)
    {
        OpenLeaf parent = _leaves[leaf];
        SplitCandidate split = parent.Best;
        FeatureBins bins = _binned.Features[split.Feature];
        tree.Split(leaf, newLeaf, split, bins, parent.Value, parent.Statistics);
        Partition(parent, split, bins);

        (ValueBounds leftBounds, ValueBounds rightBounds) = Bounds(parent.Bounds, split);
        _leaves[leaf] = new OpenLeaf
        {
            Start = parent.Start,
            Statistics = split.Left,
            Value = split.LeftValue,
            Bounds = leftBounds,
            Depth = parent.Depth + 1,
            Best = SplitCandidate.None,
        };
        _leaves[newLeaf] = new OpenLeaf
        {
            Start = parent.Start + split.Left.Count,
            Statistics = split.Right,
            Value = split.RightValue,
            Bounds = rightBounds,
            Depth = parent.Depth + 1,
            Best = SplitCandidate.None,
        };
        if (lookFurther && (_settings.MaxDepth == 0 || parent.Depth + 1 < _settings.MaxDepth))
            LookAtChildren(leaf, newLeaf, parent.Histogram, gradients);
        else
            _pool.Return(parent.Histogram);
    }

    private (ValueBounds Left, ValueBounds Right) Bounds(ValueBounds parent, SplitCandidate split)
    {
        int constraint = split.IsCategorical || _settings.MonotoneConstraints.Count == 0 ? 0 : _settings.MonotoneConstraints[split.Feature];
        if (constraint == 0)
            return (parent, parent);
        double middle = (split.LeftValue + split.RightValue) / 2;
        return constraint > 0 ? (parent with { High = middle }, parent with { Low = middle }) : (parent with { Low = middle }, parent with { High = middle });
    }

    /// <summary>Puts the rows of the left side before those of the right, each in their order.</summary>
    private void Partition(OpenLeaf leaf, SplitCandidate split, FeatureBins bins)
    {
        Span<int> rows = _rows.AsSpan(leaf.Start, leaf.Count);
        ReadOnlySpan<byte> column = _binned.Column(split.Feature);
        Span<bool> goesLeft = stackalloc bool[256];
        for (int bin = 0; bin < bins.Count; bin++)
        {
            goesLeft[bin] = split.IsCategorical
                ? split.LeftBins.Contains(bin)
                : bin == bins.MissingBin ? split.MissingLeft : bin <= split.LastLeftBin;
        }

        int left = 0;
        int right = 0;
        foreach (int row in rows)
        {
            if (goesLeft[column[row]])
                rows[left++] = row;
            else
                _right[right++] = row;
        }

        _right.AsSpan(0, right).CopyTo(rows[left..]);
    }

    private void LookAtRoot(ReadOnlySpan<GradientPair> gradients)
    {
        if (_leaves[0].Count < 2 * _settings.MinDataInLeaf)
            return;
        _leaves[0].Histogram = _pool.Rent();
        LookAt(0, -1, false, gradients);
    }

    private void LookAtChildren(int left, int right, Vector256<double>[]? parent, ReadOnlySpan<GradientPair> gradients)
    {
        bool leftCanSplit = _leaves[left].Count >= 2 * _settings.MinDataInLeaf;
        bool rightCanSplit = _leaves[right].Count >= 2 * _settings.MinDataInLeaf;
        (int smaller, int larger) = _leaves[left].Count <= _leaves[right].Count ? (left, right) : (right, left);
        if (!leftCanSplit && !rightCanSplit)
        {
            _pool.Return(parent);
            return;
        }

        if (parent is not null && _pool.Rent() is { } histogram)
        {
            _leaves[smaller].Histogram = histogram;
            _leaves[larger].Histogram = parent;
            LookAt(smaller, larger, true, gradients);
            return;
        }

        // The parent's array, or one that another leaf does without, serves both in turn; neither keeps it.
        Vector256<double>[] borrowed = parent ?? _pool.Rent() ?? Take();
        foreach (int leaf in (ReadOnlySpan<int>)[smaller, larger])
        {
            _leaves[leaf].Histogram = borrowed;
            LookAt(leaf, -1, false, gradients);
            _leaves[leaf].Histogram = null;
        }

        _pool.Return(borrowed);
    }

    /// <summary>Takes the array of the open leaf that has the least gain and so may need it last.</summary>
    private Vector256<double>[] Take()
    {
        int owner = -1;
        for (int leaf = 0; leaf < _leaves.Length; leaf++)
        {
            if (_leaves[leaf].Histogram is not null && (owner < 0 || _leaves[leaf].Best.Gain < _leaves[owner].Best.Gain))
                owner = leaf;
        }

        Vector256<double>[] histogram = _leaves[owner].Histogram!;
        _leaves[owner].Histogram = null;
        return histogram;
    }

    private void LookAt(int summed, int sibling, bool subtracts, ReadOnlySpan<GradientPair> gradients)
    {
        ReadOnlySpan<int> rows = RowsOf(summed);
        for (int at = 0; at < rows.Length; at++)
            _ordered[at] = gradients[rows[at]];
        _summed = summed;
        _sibling = sibling;
        _subtracts = subtracts;
        if ((long)rows.Length * _features.Length < AdditionsWorthThreads)
        {
            for (int pass = 0; pass < _passes; pass++)
                LookAtPass(pass);
        }
        else
        {
            Parallel.For(0, _passes, _parallel, _lookAtPass);
        }

        Choose(summed, _firstBests);
        if (subtracts)
            Choose(sibling, _secondBests);
    }

    private void LookAtPass(int pass)
    {
        int first = pass * Histogram.FeaturesOfPass;
        ReadOnlySpan<int> features = _features.AsSpan(first, Math.Min(Histogram.FeaturesOfPass, _features.Length - first));
        ref OpenLeaf leaf = ref _leaves[_summed];
        Histogram.Sum(_binned, features, RowsOf(_summed), _ordered.AsSpan(0, leaf.Count), leaf.Histogram);
        foreach (int feature in features)
        {
            Range cells = _binned.FirstCells[feature].._binned.FirstCells[feature + 1];
            FeatureBins bins = _binned.Features[feature];
            _firstBests[feature] = _finder.Find(feature, bins, leaf.Histogram.AsSpan(cells), leaf.Statistics, leaf.Bounds, _minHessian);
            if (!_subtracts)
                continue;
            ref OpenLeaf other = ref _leaves[_sibling];
            Histogram.Subtract(other.Histogram.AsSpan(cells), leaf.Histogram.AsSpan(cells));
            _secondBests[feature] = _finder.Find(feature, bins, other.Histogram.AsSpan(cells), other.Statistics, other.Bounds, _minHessian);
        }
    }

    private void Choose(int leaf, SplitCandidate[] bests)
    {
        ref SplitCandidate chosen = ref _leaves[leaf].Best;
        chosen = SplitCandidate.None;
        foreach (int feature in _features)
        {
            if (bests[feature].Gain > chosen.Gain)
                chosen = bests[feature];
        }
    }
}
