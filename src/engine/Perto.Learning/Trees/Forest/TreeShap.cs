using System.Buffers;
using System.Numerics;

namespace Perto.Learning;

/// <summary>
/// Path-dependent TreeSHAP of one tree (Lundberg, Erion and Lee, "Consistent Individualized Feature Attribution for Tree Ensembles", 2018). The value of a
/// leaf to a set of known features is a product, one factor for each feature of its path, and the Shapley values of a product are integrals of its factors
/// along the diagonal (Owen, "Multilinear Extensions of Games", 1972): polynomials, which a Gauss-Legendre rule sums up exactly. So a split costs some
/// multiplications, however deep it stands, where the subsets of its path cost the square of its depth.
/// </summary>
internal readonly ref struct TreeShap
{
    // As deep as the largest MaxDepth of BoostingSettings.
    private const int MostDepth = 1_000;

    private readonly DecisionTree _tree;
    private readonly ReadOnlySpan<float> _row;
    private readonly Span<double> _contributions;
    private readonly ReadOnlySpan<Vector<double>> _points;
    private readonly ReadOnlySpan<Vector<double>> _weights;
    private readonly Span<Share> _shares;
    private readonly Span<Vector<double>> _memory;

    private TreeShap(DecisionTree tree, ReadOnlySpan<float> row, Span<double> contributions, DiagonalRule rule, Span<Share> shares, Span<Vector<double>> memory)
    {
        _tree = tree;
        _row = row;
        _contributions = contributions;
        _points = rule.Points;
        _weights = rule.Weights;
        _shares = shares;
        _memory = memory;
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
    /// <param name="rule">For their <see cref="Depth"/>.</param>
    /// <param name="row">The features.</param>
    /// <param name="contributions">One a feature, and the mean.</param>
    public static void Add(ReadOnlySpan<DecisionTree> trees, DiagonalRule rule, ReadOnlySpan<float> row, Span<double> contributions)
    {
        // For each level a product over the path and a sum over the leaves below.
        int length = 2 * (rule.Depth + 1) * rule.Points.Length;
        Vector<double>[] memory = ArrayPool<Vector<double>>.Shared.Rent(length);
        Share[] shares = ArrayPool<Share>.Shared.Rent(row.Length);
        shares.AsSpan(0, row.Length).Fill(Share.Unasked);
        memory.AsSpan(0, rule.Points.Length).Fill(Vector<double>.One);
        foreach (DecisionTree tree in trees)
        {
            contributions[^1] += Mean(tree);
            if (tree.Nodes.Length > 0)
                new TreeShap(tree, row, contributions, rule, shares, memory).Walk(0, 0);
        }

        ArrayPool<Share>.Shared.Return(shares);
        ArrayPool<Vector<double>>.Shared.Return(memory);
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

    /// <summary>The rows of training that came to a node.</summary>
    internal static int Count(DecisionTree tree, int node) => node >= 0 ? tree.Nodes[node].Count : tree.Leaves[~node].Count;

    /// <summary>The mean value over the rows of training.</summary>
    internal static double Mean(DecisionTree tree)
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

    /// <summary>Sums up the leaves below a node: their values, each times the factors of its path.</summary>
    /// <param name="node">The split, or the complement of the leaf.</param>
    /// <param name="level">Splits above it.</param>
    private void Walk(int node, int level)
    {
        Span<Vector<double>> sums = Sums(level);
        if (node < 0)
        {
            Span<Vector<double>> path = Products(level);
            for (int i = 0; i < sums.Length; i++)
                sums[i] = path[i] * _tree.Leaves[~node].Value;
            return;
        }

        sums.Clear();
        ref readonly TreeNode split = ref _tree.Nodes[node];
        bool left = _tree.GoesLeft(in split, _row[split.Feature]);
        Step(node, split.Left, level, left ? 1 : 0);
        Step(node, split.Right, level, left ? 0 : 1);
    }

    private void Step(int node, int child, int level, double follows)
    {
        ref readonly TreeNode split = ref _tree.Nodes[node];
        // A feature that was asked before has both answers from here on in place of the one.
        ref Share share = ref _shares[split.Feature];
        Share before = share;
        bool wasAsked = before != Share.Unasked;
        Share after = share = new Share(before.Zero * Count(_tree, child) / split.Count, before.One * follows);
        Span<Vector<double>> above = Products(level), path = Products(level + 1);
        for (int i = 0; i < path.Length; i++)
            path[i] = (wasAsked ? above[i] / before.At(_points[i]) : above[i]) * after.At(_points[i]);
        Walk(child, level + 1);
        share = before;

        Span<Vector<double>> below = Sums(level + 1), sums = Sums(level);
        Vector<double> with = Vector<double>.Zero, without = Vector<double>.Zero;
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] += below[i];
            Vector<double> weighted = _weights[i] * below[i];
            with += weighted / after.At(_points[i]);
            if (wasAsked)
                without += weighted / before.At(_points[i]);
        }
        _contributions[split.Feature] += ((after.One - after.Zero) * Vector.Sum(with)) - ((before.One - before.Zero) * Vector.Sum(without));
    }

    private Span<Vector<double>> Products(int level) => _memory.Slice(2 * level * _points.Length, _points.Length);

    private Span<Vector<double>> Sums(int level) => _memory.Slice(((2 * level) + 1) * _points.Length, _points.Length);

    /// <summary>A feature of the path: the share of rows that follow it where the feature is unknown, above 0, and whether the row does.</summary>
    private readonly record struct Share(double Zero, double One)
    {
        /// <summary>Of a feature that no split of the path asks for.</summary>
        public static Share Unasked { get; } = new(1, 1);

        /// <summary>The factor where the feature is known with a probability.</summary>
        public Vector<double> At(Vector<double> known) => new Vector<double>(Zero) + (known * (One - Zero));
    }
}
