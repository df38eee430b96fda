using System.Runtime.CompilerServices;

namespace Perto.Learning;

/// <summary>
/// Path-dependent TreeSHAP of one tree (Lundberg, Erion and Lee, "Consistent Individualized Feature Attribution for Tree Ensembles",
/// 2018, algorithm 2): walks all paths and keeps for each, how the subsets of its features weigh.
/// </summary>
internal ref struct TreeShap
{
    private readonly DecisionTree _tree;
    private readonly ReadOnlySpan<float> _row;
    private readonly Span<double> _contributions;

    private TreeShap(DecisionTree tree, ReadOnlySpan<float> row, Span<double> contributions)
    {
        _tree = tree;
        _row = row;
        _contributions = contributions;
    }

    /// <summary>Adds the contributions to those of other trees; the last value is the tree's mean.</summary>
    public static void Add(DecisionTree tree, ReadOnlySpan<float> row, Span<double> contributions)
    {
        contributions[^1] += Mean(tree);
        if (tree.Nodes.Length > 0)
            new TreeShap(tree, row, contributions).Walk(0, [], 1, 1, -1);
    }

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

        return count > 0 ? sum / count : 0;
    }

    private readonly void Walk(int node, ReadOnlySpan<PathElement> parentPath, double zeroFraction, double oneFraction, int feature)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        PathElement[] memory = new PathElement[parentPath.Length + 1];
        parentPath.CopyTo(memory);
        Span<PathElement> path = memory;
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

        double count = Count(node);
        Walk(hot, path, count > 0 ? zero * Count(hot) / count : 0, one, split.Feature);
        Walk(cold, path, count > 0 ? zero * Count(cold) / count : 0, 0, split.Feature);
    }

    private readonly double Count(int node) => node >= 0 ? _tree.Nodes[node].Count : _tree.Leaves[~node].Count;

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
