namespace Perto.Learning;

/// <summary>Writes down the splits of a tree as they are made. The number of a split is its order; leaves keep their number on the left.</summary>
internal sealed class TreeBuilder(int mostLeaves)
{
    private readonly TreeNode[] _nodes = new TreeNode[mostLeaves - 1];
    private readonly TreeLeaf[] _leaves = new TreeLeaf[mostLeaves];
    private readonly List<uint[]> _categorySets = [];
    private readonly int[] _parents = new int[mostLeaves];
    private int _count;

    public void Split(int leaf, int newLeaf, SplitCandidate split, FeatureBins bins, double value, LeafStatistics statistics)
    {
        int node = _count++;
        if (node > 0)
        {
            ref TreeNode parent = ref _nodes[_parents[leaf]];
            if (parent.Left == ~leaf)
                parent.Left = node;
            else
                parent.Right = node;
        }

        _nodes[node] = new TreeNode
        {
            Feature = split.Feature,
            IsCategorical = split.IsCategorical,
            Threshold = split.IsCategorical ? _categorySets.Count : bins.UpperBounds[split.LastLeftBin],
            Missing = MissingValues.NaN,
            MissingLeft = split.MissingLeft && !split.IsCategorical,
            Left = ~leaf,
            Right = ~newLeaf,
            Gain = split.Gain,
            Value = value,
            Weight = statistics.Hessian,
            Count = statistics.Count,
        };
        if (split.IsCategorical)
            _categorySets.Add(CategoriesOf(split.LeftBins, bins));
        _parents[leaf] = node;
        _parents[newLeaf] = node;
    }

    public void SetLeaf(int leaf, double value, LeafStatistics statistics) =>
        _leaves[leaf] = new TreeLeaf { Value = value, Weight = statistics.Hessian, Count = statistics.Count };

    public DecisionTree Build(int leaves) => new(_nodes[..(leaves - 1)], _leaves[..leaves], [.. _categorySets], 1);

    private static uint[] CategoriesOf(BinSet set, FeatureBins bins)
    {
        int largest = 0;
        for (int bin = 1; bin < bins.Count; bin++)
        {
            if (set.Contains(bin))
                largest = Math.Max(largest, bins.Categories[bin - 1]);
        }

        uint[] words = new uint[(largest / 32) + 1];
        for (int bin = 1; bin < bins.Count; bin++)
        {
            if (set.Contains(bin))
                words[bins.Categories[bin - 1] / 32] |= 1u << (bins.Categories[bin - 1] & 31);
        }

        return words;
    }
}
