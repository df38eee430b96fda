using Perto.Learning;

namespace Perto.Benchmarks.Learning;

/// <summary>
/// The obvious implementation of boosting: the leaf with the largest gain is split, and a split is found by sorting the leaf's rows by each
/// feature and trying the place between each two; scalar, one thread, the same gradients. Missing values are the smallest.
/// </summary>
internal sealed class ExactTrees(LabeledRows rows, BoostingObjective objective, BoostingSettings settings)
{
    private readonly ObjectiveState _state = objective.Start(rows, settings);
    private readonly double[] _scores = new double[rows.RowCount];
    private readonly GradientPair[] _gradients = new GradientPair[rows.RowCount];

    /// <summary>The scores of the rows after the trees so far.</summary>
    public ReadOnlySpan<double> Scores => _scores;

    /// <summary>Grows one tree.</summary>
    public void Step()
    {
        _state.Compute(_scores, _gradients, new ParallelOptions { MaxDegreeOfParallelism = 1 });
        List<Leaf> leaves = [Look([.. Enumerable.Range(0, rows.RowCount)])];
        while (leaves.Count < settings.Leaves)
        {
            int best = 0;
            for (int leaf = 1; leaf < leaves.Count; leaf++)
            {
                if (leaves[leaf].Gain > leaves[best].Gain)
                    best = leaf;
            }

            if (!(leaves[best].Gain > 0))
                break;
            Leaf split = leaves[best];
            int[] left = [.. split.Rows.Where(row => Value(row, split.Feature) <= split.Threshold)];
            int[] right = [.. split.Rows.Where(row => Value(row, split.Feature) > split.Threshold)];
            leaves[best] = Look(left);
            leaves.Add(Look(right));
        }

        foreach (Leaf leaf in leaves)
        {
            (double gradient, double hessian) = Sum(leaf.Rows);
            foreach (int row in leaf.Rows)
                _scores[row] -= settings.LearningRate * gradient / hessian;
        }
    }

    private Leaf Look(int[] of)
    {
        Leaf best = new(of, double.NegativeInfinity, 0, 0);
        if (of.Length < 2 * settings.MinDataInLeaf)
            return best;
        (double gradient, double hessian) = Sum(of);
        float[] values = new float[of.Length];
        for (int feature = 0; feature < rows.FeatureCount; feature++)
        {
            int[] order = [.. of];
            for (int i = 0; i < order.Length; i++)
                values[i] = Value(order[i], feature);
            Array.Sort(values, order);
            double leftGradient = 0;
            double leftHessian = 0;
            for (int i = 0; i + 1 < order.Length; i++)
            {
                leftGradient += _gradients[order[i]].Gradient;
                leftHessian += _gradients[order[i]].Hessian;
                if (values[i] == values[i + 1] || i + 1 < settings.MinDataInLeaf || order.Length - i - 1 < settings.MinDataInLeaf
                    || leftHessian < settings.MinHessianInLeaf || hessian - leftHessian < settings.MinHessianInLeaf)
                {
                    continue;
                }

                double rightGradient = gradient - leftGradient;
                double gain = (leftGradient * leftGradient / leftHessian) + (rightGradient * rightGradient / (hessian - leftHessian))
                    - (gradient * gradient / hessian);
                if (gain > best.Gain)
                    best = new Leaf(of, gain, feature, values[i]);
            }
        }

        return best;
    }

    private float Value(int row, int feature)
    {
        float value = rows.Features[(row * rows.FeatureCount) + feature];
        return float.IsNaN(value) ? float.MinValue : value;
    }

    private (double Gradient, double Hessian) Sum(int[] of)
    {
        double gradient = 0;
        double hessian = 0;
        foreach (int row in of)
        {
            gradient += _gradients[row].Gradient;
            hessian += _gradients[row].Hessian;
        }

        return (gradient, hessian);
    }

    private sealed record Leaf(int[] Rows, double Gain, int Feature, float Threshold);
}
