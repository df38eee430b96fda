namespace Perto.Learning;

/// <summary>One tree: splits from the root, number 0, to leaves.</summary>
public sealed class DecisionTree
{
    // As LightGBM writes it: the float nearest to 1e-35.
    private const double ZeroThreshold = 1e-35f;

    private readonly TreeNode[] _nodes;
    private readonly TreeLeaf[] _leaves;
    private readonly uint[][] _categorySets;

    /// <param name="nodes">The splits; none for a tree that is one leaf.</param>
    /// <param name="leaves">The leaves, one more than splits.</param>
    /// <param name="categorySets">Sets of categories as bits, 32 to a word.</param>
    /// <param name="shrinkage">What the values were multiplied by.</param>
    internal DecisionTree(TreeNode[] nodes, TreeLeaf[] leaves, uint[][] categorySets, double shrinkage)
    {
        _nodes = nodes;
        _leaves = leaves;
        _categorySets = categorySets;
        Shrinkage = shrinkage;
    }

    /// <summary>The splits, the root first.</summary>
    public ReadOnlySpan<TreeNode> Nodes => _nodes;

    /// <summary>The leaves.</summary>
    public ReadOnlySpan<TreeLeaf> Leaves => _leaves;

    /// <summary>What the values of the leaves were multiplied by.</summary>
    public double Shrinkage { get; private set; }

    internal uint[][] CategorySets => _categorySets;

    /// <summary>The leaf that a row comes to.</summary>
    public int LeafOf(ReadOnlySpan<float> row)
    {
        int node = _nodes.Length == 0 ? ~0 : 0;
        while (node >= 0)
        {
            ref readonly TreeNode split = ref _nodes[node];
            node = GoesLeft(in split, row[split.Feature]) ? split.Left : split.Right;
        }

        return ~node;
    }

    /// <summary>What the tree adds to the score of a row.</summary>
    public double Score(ReadOnlySpan<float> row) => _leaves[LeafOf(row)].Value;

    internal bool GoesLeft(ref readonly TreeNode split, float value)
    {
        if (split.IsCategorical)
            return IsInSet(_categorySets[(int)split.Threshold], value);
        float number = split.Missing != MissingValues.NaN && float.IsNaN(value) ? 0 : value;
        bool missing = split.Missing == MissingValues.Zero ? IsZero(number) : float.IsNaN(number);
        return missing ? split.MissingLeft : number <= split.Threshold;
    }

    internal static bool IsZero(float value) => value >= -ZeroThreshold && value <= ZeroThreshold;

    internal static bool IsInSet(uint[] set, float value)
    {
        // Fractions count as the whole number below, as in LightGBM; NaN, which is not below anything, is in no set.
        if (!(value > -1 && value < set.Length * 32f))
            return false;
        int category = (int)value;
        return ((set[category >> 5] >> (category & 31)) & 1) != 0;
    }

    internal void SetLeafValue(int leaf, double value) => _leaves[leaf].Value = value;

    /// <summary>Multiplies all values.</summary>
    internal void Shrink(double rate)
    {
        foreach (ref TreeLeaf leaf in _leaves.AsSpan())
            leaf.Value *= rate;
        foreach (ref TreeNode node in _nodes.AsSpan())
            node.Value *= rate;
        Shrinkage *= rate;
    }

    /// <summary>Adds a constant to all values. The tree is then no multiple of what it learned.</summary>
    internal void AddBias(double bias)
    {
        foreach (ref TreeLeaf leaf in _leaves.AsSpan())
            leaf.Value += bias;
        foreach (ref TreeNode node in _nodes.AsSpan())
            node.Value += bias;
        Shrinkage = 1;
    }
}
