namespace Perto.Learning;

/// <summary>Lays trees out for <see cref="CompiledForest"/>.</summary>
internal sealed class ForestLayout(int mostLeaves)
{
    private readonly Dictionary<(int Feature, MissingValues Missing, bool MissingLeft), List<CompiledSplit>> _lists = [];
    private readonly List<CategorySplit> _categorySplits = [];
    private readonly List<double> _values = [];

    /// <summary>Trees laid out so far.</summary>
    public int WordCount { get; private set; }

    /// <summary>The values of the leaves from left to right, with room for as many as a tree may have.</summary>
    public double[] Values => [.. _values];

    public CategorySplit[] CategorySplits => [.. _categorySplits];

    /// <summary>The numeric splits, by feature.</summary>
    public SplitList[] Lists() =>
    [
        .. _lists.OrderBy(list => list.Key.Feature).ThenBy(list => list.Key.Missing).ThenBy(list => list.Key.MissingLeft).Select(list =>
            new SplitList(list.Key.Feature, list.Key.Missing, list.Key.MissingLeft, [.. list.Value.OrderBy(split => split.Threshold).ThenBy(split => split.Word)])),
    ];

    /// <summary>Adds a tree and returns its word.</summary>
    public int Add(DecisionTree tree)
    {
        int word = WordCount++;
        int start = _values.Count;
        Add(tree, tree.Nodes.Length == 0 ? ~0 : 0, word, start);
        while (_values.Count < start + mostLeaves)
            _values.Add(0);
        return word;
    }

    private void Add(DecisionTree tree, int node, int word, int start)
    {
        if (node < 0)
        {
            _values.Add(tree.Leaves[~node].Value);
            return;
        }

        TreeNode split = tree.Nodes[node];
        int firstLeft = _values.Count - start;
        Add(tree, split.Left, word, start);
        int firstRight = _values.Count - start;
        Add(tree, split.Right, word, start);
        uint keeps = ~(((1u << (firstRight - firstLeft)) - 1) << firstLeft);
        if (split.IsCategorical)
        {
            _categorySplits.Add(new CategorySplit(split.Feature, word, keeps, tree.CategorySets[(int)split.Threshold]));
            return;
        }

        (int, MissingValues, bool) key = (split.Feature, split.Missing, split.MissingLeft);
        if (!_lists.TryGetValue(key, out List<CompiledSplit>? list))
            _lists[key] = list = [];
        list.Add(new CompiledSplit(NotAbove(split.Threshold), keeps, word));
    }

    /// <summary>The greatest single that is not above a threshold: singles are at most the one where they are at most the other.</summary>
    internal static float NotAbove(double threshold)
    {
        float nearest = (float)threshold;
        return nearest > threshold ? MathF.BitDecrement(nearest) : nearest;
    }
}
