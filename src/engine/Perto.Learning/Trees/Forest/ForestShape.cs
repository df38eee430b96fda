namespace Perto.Learning;

/// <summary>Looks whether what a file says is a tree at all.</summary>
internal static class ForestShape
{
    /// <summary>What is wrong with a tree, or null.</summary>
    /// <param name="tree">Splits and leaves as read.</param>
    /// <param name="featureCount">How many features a row has.</param>
    public static string? Problem(DecisionTree tree, int featureCount)
    {
        ReadOnlySpan<TreeNode> nodes = tree.Nodes;
        ReadOnlySpan<TreeLeaf> leaves = tree.Leaves;
        if (leaves.Length != nodes.Length + 1)
            return $"{nodes.Length} splits must have {nodes.Length + 1} leaves; got {leaves.Length}";
        for (int leaf = 0; leaf < leaves.Length; leaf++)
        {
            if (!double.IsFinite(leaves[leaf].Value))
                return FormattableString.Invariant($"leaf_value must be finite; got {leaves[leaf].Value} of leaf {leaf}");
        }

        for (int node = 0; node < nodes.Length; node++)
        {
            if (nodes[node].Feature < 0 || nodes[node].Feature >= featureCount)
                return $"split_feature must be in 0..{featureCount - 1}; got {nodes[node].Feature} of split {node}";
            if (double.IsNaN(nodes[node].Threshold))
                return $"threshold must be a number; got NaN of split {node}";
            if (nodes[node].IsCategorical && !(nodes[node].Threshold >= 0 && nodes[node].Threshold < tree.CategorySets.Length))
                return FormattableString.Invariant($"threshold of a categorical split must be in 0..{tree.CategorySets.Length - 1}; got {nodes[node].Threshold} of split {node}");
            if (!Enum.IsDefined(nodes[node].Missing))
                return $"the missing type of decision_type must be in 0..2; got {(int)nodes[node].Missing} of split {node}";
        }

        return ProblemOfChildren(nodes, leaves.Length);
    }

    /// <summary>Each split but the root, and each leaf, must be the child of one split, and all must hang together.</summary>
    private static string? ProblemOfChildren(ReadOnlySpan<TreeNode> nodes, int leafCount)
    {
        if (nodes.Length == 0)
            return null;
        bool[] seenNodes = new bool[nodes.Length];
        bool[] seenLeaves = new bool[leafCount];
        Stack<int> open = new([0]);
        seenNodes[0] = true;
        int reached = 1;
        while (open.TryPop(out int node))
        {
            foreach (int child in (ReadOnlySpan<int>)[nodes[node].Left, nodes[node].Right])
            {
                if (child >= nodes.Length || ~child >= leafCount)
                    return $"left_child and right_child must be in {-leafCount}..{nodes.Length - 1}; got {child} of split {node}";
                ref bool seen = ref (child >= 0 ? ref seenNodes[child] : ref seenLeaves[~child]);
                if (seen)
                    return $"left_child and right_child must name each split and leaf once; {child} stands at split {node} and elsewhere";
                seen = true;
                if (child < 0)
                    continue;
                open.Push(child);
                reached++;
            }
        }

        return reached == nodes.Length ? null : $"all splits must hang together; {nodes.Length - reached} do not";
    }
}
