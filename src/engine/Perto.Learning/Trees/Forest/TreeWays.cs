using System.Runtime.Intrinsics;

namespace Perto.Learning;

/// <summary>Asks all splits of a tree at once which way a row goes, eight in a step where all are numeric and NaN alone is missing.</summary>
internal sealed class TreeWays
{
    private static readonly int Step = Vector256<float>.Count;

    private readonly DecisionTree _tree;
    private readonly int[] _features;
    private readonly float[] _thresholds;
    private readonly ulong _missingLeft;
    private readonly bool _isPlain;

    public TreeWays(DecisionTree tree)
    {
        _tree = tree;
        ReadOnlySpan<TreeNode> nodes = tree.Nodes;
        int length = (nodes.Length + Step - 1) / Step * Step;
        _features = new int[length];
        _thresholds = new float[length];
        _isPlain = true;
        for (int node = 0; node < nodes.Length; node++)
        {
            ref readonly TreeNode split = ref nodes[node];
            _isPlain &= !split.IsCategorical && split.Missing == MissingValues.NaN;
            _features[node] = split.Feature;
            _thresholds[node] = split.IsCategorical ? 0 : ForestLayout.NotAbove(split.Threshold);
            _missingLeft |= split.MissingLeft ? 1UL << node : 0;
        }
    }

    /// <summary>A bit for each split, set where the row goes left.</summary>
    public ulong Left(ReadOnlySpan<float> row) => _isPlain ? InSteps(row) : OneByOne(row);

    private ulong InSteps(ReadOnlySpan<float> row)
    {
        ulong left = 0, missing = 0;
        for (int node = 0; node < _features.Length; node += Step)
        {
            ReadOnlySpan<int> of = _features.AsSpan(node, Step);
            Vector256<float> values = Vector256.Create(row[of[0]], row[of[1]], row[of[2]], row[of[3]], row[of[4]], row[of[5]], row[of[6]], row[of[7]]);
            left |= (ulong)Vector256.LessThanOrEqual(values, Vector256.Create(_thresholds.AsSpan(node, Step))).ExtractMostSignificantBits() << node;
            missing |= (ulong)(~Vector256.Equals(values, values)).ExtractMostSignificantBits() << node;
        }
        // What is missing is not below anything.
        return left | (missing & _missingLeft);
    }

    private ulong OneByOne(ReadOnlySpan<float> row)
    {
        ReadOnlySpan<TreeNode> nodes = _tree.Nodes;
        ulong left = 0;
        for (int node = 0; node < nodes.Length; node++)
        {
            if (_tree.GoesLeft(in nodes[node], row[nodes[node].Feature]))
                left |= 1UL << node;
        }
        return left;
    }
}
