using System.Runtime.Intrinsics;

namespace Perto.Learning;

/// <summary>
/// Splits by a set of categories: with few categories one against the rest; with many they are ordered by gradient / hessian, after which the
/// best set is a run from either end (Fisher 1958), as in LightGBM. What is missing, rare or unknown goes right.
/// </summary>
internal sealed class CategorySplitFinder(BoostingSettings settings, bool constrained)
{
    private readonly LeafGain _plain = new(settings.L1, settings.L2);
    private readonly LeafGain _ofSets = new(settings.L1, settings.L2 + settings.CategoryL2);

    /// <param name="bins">Bins of the feature.</param>
    /// <param name="cells">Its cells.</param>
    /// <param name="leaf">The sums of the leaf.</param>
    /// <param name="bounds">Between which the values of both sides must stay.</param>
    /// <param name="minHessian">The smallest sum of hessians of a side.</param>
    /// <param name="best">Is replaced where a split is worth more.</param>
    public void Find(
        FeatureBins bins, ReadOnlySpan<Vector256<double>> cells, LeafStatistics leaf, ValueBounds bounds, double minHessian, ref SplitCandidate best)
    {
        if (bins.Categories.Length <= settings.OneVersusRestCategories)
            FindOne(cells, leaf, bounds, minHessian, ref best);
        else
            FindSet(cells, leaf, bounds, minHessian, ref best);
    }

    private void FindOne(ReadOnlySpan<Vector256<double>> cells, LeafStatistics leaf, ValueBounds bounds, double minHessian, ref SplitCandidate best)
    {
        for (int bin = 1; bin < cells.Length; bin++)
        {
            if (TryImprove(_plain, LeafStatistics.Of(cells[bin]), leaf, bounds, minHessian, ref best))
            {
                best.LeftBins = default;
                best.LeftBins.Add(bin);
            }
        }
    }

    private void FindSet(ReadOnlySpan<Vector256<double>> cells, LeafStatistics leaf, ValueBounds bounds, double minHessian, ref SplitCandidate best)
    {
        Span<int> order = stackalloc int[cells.Length];
        Span<double> keys = stackalloc double[cells.Length];
        int used = 0;
        for (int bin = 1; bin < cells.Length; bin++)
        {
            LeafStatistics cell = LeafStatistics.Of(cells[bin]);
            if (cell.Count < Math.Max(1, settings.CategorySmoothing))
                continue;
            keys[used] = cell.Gradient / (cell.Hessian + settings.CategorySmoothing);
            order[used++] = bin;
        }

        order = order[..used];
        keys = keys[..used];
        keys.Sort(order);
        OrderEqualKeys(keys, order);
        int most = Math.Min(settings.MaxCategoriesOfSplit, (used + 1) / 2);
        int found = Run(order, cells, leaf, bounds, minHessian, most, ref best);
        bool fromEnd = false;
        order.Reverse();
        if (Run(order, cells, leaf, bounds, minHessian, most, ref best) is var reverse and > 0)
            (found, fromEnd) = (reverse, true);
        if (found == 0)
            return;
        if (!fromEnd)
            order.Reverse();
        best.LeftBins = default;
        foreach (int bin in order[..found])
            best.LeftBins.Add(bin);
    }

    /// <summary>Looks at growing sets from the start of the order, and says how many bins the best has; 0 where none is better.</summary>
    private int Run(
        ReadOnlySpan<int> order,
        ReadOnlySpan<Vector256<double>> cells,
        LeafStatistics leaf,
        ValueBounds bounds,
        double minHessian,
        int most,
        ref SplitCandidate best)
    {
        LeafStatistics left = default;
        int added = 0;
        int found = 0;
        for (int at = 0; at < Math.Min(most, order.Length); at++)
        {
            LeafStatistics cell = LeafStatistics.Of(cells[order[at]]);
            left = left.Plus(cell);
            added += cell.Count;
            if (left.Count < settings.MinDataInLeaf || left.Hessian < minHessian)
                continue;

            // The rest must be as many rows as a set grows by, too; it only shrinks from here.
            if (leaf.Count - left.Count < settings.MinDataOfCategories)
                break;
            if (added < settings.MinDataOfCategories)
                continue;
            added = 0;
            if (TryImprove(_ofSets, left, leaf, bounds, minHessian, ref best))
                found = at + 1;
        }

        return found;
    }

    private bool TryImprove(LeafGain gain, LeafStatistics left, LeafStatistics leaf, ValueBounds bounds, double minHessian, ref SplitCandidate best)
    {
        LeafStatistics right = leaf.Less(left);
        if (left.Count < settings.MinDataInLeaf || left.Hessian < minHessian
            || right.Count < settings.MinDataInLeaf || right.Hessian < minHessian)
        {
            return false;
        }

        double leftValue = bounds.Clamp(gain.Value(left.Gradient, left.Hessian));
        double rightValue = bounds.Clamp(gain.Value(right.Gradient, right.Hessian));
        double worth = constrained
            ? gain.At(left.Gradient, left.Hessian, leftValue) + gain.At(right.Gradient, right.Hessian, rightValue)
            : gain.Best(left.Gradient, left.Hessian) + gain.Best(right.Gradient, right.Hessian);
        if (worth <= best.Gain)
            return false;
        best.Gain = worth;
        best.IsCategorical = true;
        best.Left = left;
        best.Right = right;
        best.LeftValue = leftValue;
        best.RightValue = rightValue;
        return true;
    }

    // The sort is not stable.
    private static void OrderEqualKeys(ReadOnlySpan<double> keys, Span<int> order)
    {
        for (int first = 0; first < keys.Length;)
        {
            int end = first + 1;
            while (end < keys.Length && keys[end] == keys[first])
                end++;
            order[first..end].Sort();
            first = end;
        }
    }
}
