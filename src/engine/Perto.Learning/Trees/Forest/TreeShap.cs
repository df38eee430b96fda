using System.Buffers;

namespace Perto.Learning;

/// <summary>
/// Path-dependent TreeSHAP of one tree (Lundberg, Erion and Lee, "Consistent Individualized Feature Attribution for Tree Ensembles",
/// 2018, algorithm 2): walks all paths and keeps for each, how the subsets of its features weigh.
/// </summary>
internal readonly ref struct TreeShap
{
    // As deep as the largest MaxDepth of BoostingSettings. The memory of paths grows with the square of it.
    private const int MostDepth = 1_000;

    private readonly DecisionTree _tree;
    private readonly ReadOnlySpan<float> _row;
    private readonly Span<double> _contributions;

    private TreeShap(DecisionTree tree, ReadOnlySpan<float> row, Span<double> contributions)
    {
        _tree = tree;
        _row = row;
        _contributions = contributions;
    }

    /// <summary>The depth of the deepest tree.</summary>
    /// <exception cref="InvalidOperationException">A tree is too deep, or does not say how many rows of training went which way.</exception>
    public static int Depth(ReadOnlySpan<DecisionTree> trees)
    {
        int deepest = 0;
        for (int tree = 0; tree < trees.Length; tree++)
        {
            (int depth, string? problem) = Look(trees[tree]);
            if (problem is not null)
                throw new InvalidOperationException($"The model has no contributions: tree {tree}: {problem}");
            deepest = Math.Max(deepest, depth);
        }

        return deepest;
    }

    /// <summary>Adds the contributions of trees; the last value is their mean.</summary>
    /// <param name="trees">The trees.</param>
    /// <param name="depth">Their <see cref="Depth"/>.</param>
    /// <param name="row">The features.</param>
    /// <param name="contributions">One a feature, and the mean.</param>
    public static void Add(ReadOnlySpan<DecisionTree> trees, int depth, ReadOnlySpan<float> row, Span<double> contributions)
    {
        // A path of 1, 2, ... elements for each split from the root to a leaf.
        PathElement[] memory = ArrayPool<PathElement>.Shared.Rent((depth + 1) * (depth + 2) / 2);
        foreach (DecisionTree tree in trees)
        {
            contributions[^1] += Mean(tree);
            if (tree.Nodes.Length > 0)
                new TreeShap(tree, row, contributions).Walk(0, memory, 0, 1, 1, -1);
        }

        ArrayPool<PathElement>.Shared.Return(memory);
    }

    private static (int Depth, string? Problem) Look(DecisionTree tree)
    {
        if (tree.Nodes.Length == 0)
            return (0, null);
        for (int leaf = 0; leaf < tree.Leaves.Length; leaf++)
        {
            if (tree.Leaves[leaf].Count < 1)
                return (0, $"rows must be at least 1 everywhere; got {tree.Leaves[leaf].Count} of leaf {leaf}");
        }

        int deepest = 0;
        Stack<(int Node, int Depth)> open = new([(0, 1)]);
        while (open.TryPop(out (int Node, int Depth) at))
        {
            if (at.Depth > MostDepth)
                return (0, $"it must be at most {MostDepth} splits deep");
            deepest = Math.Max(deepest, at.Depth);
            ref readonly TreeNode split = ref tree.Nodes[at.Node];
            long sides = (long)Count(tree, split.Left) + Count(tree, split.Right);
            if (split.Count != sides)
                return (0, $"the rows of split {at.Node} must be those of its sides, {sides}; got {split.Count}");
            foreach (int child in (ReadOnlySpan<int>)[split.Right, split.Left])
            {
                if (child >= 0)
                    open.Push((child, at.Depth + 1));
            }
        }

        return (deepest, null);
    }

    private static int Count(DecisionTree tree, int node) => node >= 0 ? tree.Nodes[node].Count : tree.Leaves[~node].Count;

    /// <summary>The mean value over the rows of training.</summary>
    private static double Mean(DecisionTree tree)
    {
        if (tree.Nodes.Length == 0)
            return tree.Leaves[0].Value;
        double sum = 0;
        double count = 0;
        foreach (TreeLeaf leaf in tree.Leaves)
        {
            sum += leaf.Value * leaf.Count;
            count += leaf.Count;
        }

        return sum / count;
    }

    /// <param name="node">The split, or the complement of the leaf.</param>
    /// <param name="memory">The path to the parent, and behind it room for those from here on.</param>
    /// <param name="parentLength">Elements of the path to the parent.</param>
    /// <param name="zeroFraction">Of the parent's feature.</param>
    /// <param name="oneFraction">Of the parent's feature.</param>
    /// <param name="feature">Of the parent, or -1.</param>
    private void Walk(int node, Span<PathElement> memory, int parentLength, double zeroFraction, double oneFraction, int feature)
    {
        Span<PathElement> path = memory.Slice(parentLength, parentLength + 1);
        memory[..parentLength].CopyTo(path);
        path[^1] = default;
        Extend(path, zeroFraction, oneFraction, feature);
        if (node < 0)
        {
            double value = _tree.Leaves[~node].Value;
            for (int i = 1; i < path.Length; i++)
                _contributions[path[i].Feature] += UnwoundSum(path, i) * (path[i].One - path[i].Zero) * value;
            return;
        }

        ref readonly TreeNode split = ref _tree.Nodes[node];
        bool left = _tree.GoesLeft(in split, _row[split.Feature]);
        int hot = left ? split.Left : split.Right;
        int cold = left ? split.Right : split.Left;
        double zero = 1;
        double one = 1;

        // A feature that was asked before is taken out, and comes back with both answers.
        for (int i = 1; i < path.Length; i++)
        {
            if (path[i].Feature != split.Feature)
                continue;
            (zero, one) = (path[i].Zero, path[i].One);
            Unwind(path, i);
            path = path[..^1];
            break;
        }

        double count = split.Count;
        Span<PathElement> rest = memory[parentLength..];
        Walk(hot, rest, path.Length, zero * Count(_tree, hot) / count, one, split.Feature);
        Walk(cold, rest, path.Length, zero * Count(_tree, cold) / count, 0, split.Feature);
    }

    private static void Extend(Span<PathElement> path, double zero, double one, int feature)
    {
        int depth = path.Length - 1;
        path[depth] = new PathElement { Feature = feature, Zero = zero, One = one, Weight = depth == 0 ? 1 : 0 };
        for (int i = depth - 1; i >= 0; i--)
        {
            path[i + 1].Weight += one * path[i].Weight * (i + 1) / (depth + 1);
            path[i].Weight = zero * path[i].Weight * (depth - i) / (depth + 1);
        }
    }

    private static void Unwind(Span<PathElement> path, int index)
    {
        int depth = path.Length - 1;
        (double zero, double one) = (path[index].Zero, path[index].One);
        double next = path[depth].Weight;
        for (int i = depth - 1; i >= 0; i--)
        {
            if (one != 0)
            {
                double weight = path[i].Weight;
                path[i].Weight = next * (depth + 1) / ((i + 1) * one);
                next = weight - (path[i].Weight * zero * (depth - i) / (depth + 1));
            }
            else
            {
                path[i].Weight = zero == 0 ? 0 : path[i].Weight * (depth + 1) / (zero * (depth - i));
            }
        }

        for (int i = index; i < depth; i++)
            path[i] = path[i + 1] with { Weight = path[i].Weight };
    }

    private static double UnwoundSum(ReadOnlySpan<PathElement> path, int index)
    {
        int depth = path.Length - 1;
        (double zero, double one) = (path[index].Zero, path[index].One);
        double next = path[depth].Weight;
        double sum = 0;
        for (int i = depth - 1; i >= 0; i--)
        {
            if (one != 0)
            {
                double weight = next * (depth + 1) / ((i + 1) * one);
                sum += weight;
                next = path[i].Weight - (weight * zero * (depth - i) / (depth + 1));
            }
            else if (zero != 0)
            {
                sum += path[i].Weight * (depth + 1) / (zero * (depth - i));
            }
        }

        return sum;
    }

    /// <summary>A feature of the path: the share of rows that follow it where the feature is unknown, and whether the row does.</summary>
    private record struct PathElement
    {
        public int Feature { get; set; }

        public double Zero { get; set; }

        public double One { get; set; }

        public double Weight { get; set; }
    }
}
