using System.Runtime.Intrinsics;

namespace Perto.Learning;

/// <summary>The best split of a leaf by one feature, from the cells of that feature.</summary>
internal sealed class SplitFinder
{
    // Splits that gain no more than rounding are none.
    private const double Rounding = 1e-11;

    // Sums of a side that are differences carry the rounding of the root's, about 1e-16 of it. A leaf whose hessian is little more than that
    // would have any value.
    private const double CurvatureAboveRounding = 1e-12;

    private readonly BoostingSettings _settings;
    private readonly bool _constrained;
    private readonly LeafGain _gain;
    private readonly CategorySplitFinder _categories;

    public SplitFinder(BoostingSettings settings)
    {
        _settings = settings;
        _constrained = settings.MonotoneConstraints.Any(constraint => constraint != 0);
        _gain = new LeafGain(settings.L1, settings.L2);
        _categories = new CategorySplitFinder(settings, _constrained);
    }

    /// <summary>The value of a leaf that is not split.</summary>
    public double Value(LeafStatistics leaf) => _gain.Value(leaf.Gradient, leaf.Hessian);

    /// <summary>The smallest sum of hessians of a leaf in the tree of a root: what the settings say, and more than rounding.</summary>
    public double LeastHessian(LeafStatistics root) => Math.Max(_settings.MinHessianInLeaf, (CurvatureAboveRounding * root.Hessian) - _settings.L2);

    /// <param name="feature">Number of the feature.</param>
    /// <param name="bins">Its bins.</param>
    /// <param name="cells">Its cells.</param>
    /// <param name="leaf">The sums of the leaf.</param>
    /// <param name="bounds">Between which the values of both sides must stay.</param>
    /// <param name="minHessian">The smallest sum of hessians of a side: <see cref="LeastHessian"/> of the root.</param>
    public SplitCandidate Find(
        int feature, FeatureBins bins, ReadOnlySpan<Vector256<double>> cells, LeafStatistics leaf, ValueBounds bounds, double minHessian)
    {
        double unsplit = _constrained
            ? _gain.At(leaf.Gradient, leaf.Hessian, bounds.Clamp(Value(leaf)))
            : _gain.Best(leaf.Gradient, leaf.Hessian);
        SplitCandidate best = SplitCandidate.None;

        // The worth of both sides that a split must exceed.
        best.Gain = unsplit + Math.Max(_settings.MinGainToSplit, Rounding * unsplit);
        if (bins.IsCategorical)
        {
            _categories.Find(bins, cells, leaf, bounds, minHessian, ref best);
        }
        else
        {
            int constraint = _constrained ? _settings.MonotoneConstraints[feature] : 0;
            bool missing = bins.MissingBin >= 0 && cells[bins.MissingBin][2] > 0;
            Scan(bins, cells, leaf, bounds, minHessian, constraint, missingLeft: false, ref best);
            if (missing)
                Scan(bins, cells, leaf, bounds, minHessian, constraint, missingLeft: true, ref best);
            else if (best.Left.Count > 0)
                best.MissingLeft = best.Left.Count >= best.Right.Count;
        }

        if (best.Left.Count == 0)
            return SplitCandidate.None;
        best.Feature = feature;
        best.Gain -= unsplit;
        return best;
    }

    private void Scan(
        FeatureBins bins,
        ReadOnlySpan<Vector256<double>> cells,
        LeafStatistics leaf,
        ValueBounds bounds,
        double minHessian,
        int constraint,
        bool missingLeft,
        ref SplitCandidate best)
    {
        double minData = Math.Max(1, _settings.MinDataInLeaf);
        LeafStatistics left = missingLeft ? LeafStatistics.Of(cells[bins.MissingBin]) : default;

        // Behind the last value bin there is something on the right only where missing values are.
        int last = bins.MissingBin >= 0 && !missingLeft ? bins.ValueBins : bins.ValueBins - 1;
        for (int bin = 0; bin < last; bin++)
        {
            LeafStatistics cell = LeafStatistics.Of(cells[bin]);
            if (cell.Count == 0)
                continue;
            left = left.Plus(cell);
            if (left.Count < minData || left.Hessian < minHessian)
                continue;
            LeafStatistics right = leaf.Less(left);
            if (right.Count < minData || right.Hessian < minHessian)
                return;
            double worth = _constrained
                ? Worth(left, right, bounds, constraint)
                : _gain.Best(left.Gradient, left.Hessian) + _gain.Best(right.Gradient, right.Hessian);
            if (worth > best.Gain)
                Take(left, right, bounds, worth, bin, missingLeft, ref best);
        }
    }

    private double Worth(LeafStatistics left, LeafStatistics right, ValueBounds bounds, int constraint)
    {
        double leftValue = bounds.Clamp(Value(left));
        double rightValue = bounds.Clamp(Value(right));
        if (constraint * (rightValue - leftValue) < 0)
            return double.NegativeInfinity;
        return _gain.At(left.Gradient, left.Hessian, leftValue) + _gain.At(right.Gradient, right.Hessian, rightValue);
    }

    private void Take(
        LeafStatistics left, LeafStatistics right, ValueBounds bounds, double worth, int bin, bool missingLeft, ref SplitCandidate best)
    {
        best.Gain = worth;
        best.LastLeftBin = bin;
        best.MissingLeft = missingLeft;
        best.Left = left;
        best.Right = right;
        best.LeftValue = bounds.Clamp(Value(left));
        best.RightValue = bounds.Clamp(Value(right));
    }
}
