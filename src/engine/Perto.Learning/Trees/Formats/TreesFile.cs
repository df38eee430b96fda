using Perto.Numerics;

namespace Perto.Learning;

/// <summary>The file of <see cref="BoostedTrees"/>: the trees one after another, an array for each thing that splits and leaves have.</summary>
internal static class TreesFile
{
    private const int Version = 1;
    private const byte Categorical = 1;
    private const byte MissingLeft = 2;
    private const int MissingShift = 2;

    public static void Write(BoostedTrees model, Stream stream)
    {
        TreeNode[] nodes = [.. model.Trees.SelectMany(tree => tree.Nodes.ToArray())];
        TreeLeaf[] leaves = [.. model.Trees.SelectMany(tree => tree.Leaves.ToArray())];
        uint[][] sets = [.. model.Trees.SelectMany(tree => tree.CategorySets)];
        BinaryFileWriter writer = new(stream, BoostedTrees.ModelKind, Version);
        writer.Text("objective", model.Transform.Objective);
        writer.Text("features", string.Join(' ', model.FeatureNames));
        writer.Section<byte>("averages", [model.AveragesTrees ? (byte)1 : (byte)0]);
        writer.Section<int>("leaves of trees", [.. model.Trees.Select(tree => tree.Leaves.Length)]);
        writer.Section<int>("sets of trees", [.. model.Trees.Select(tree => tree.CategorySets.Length)]);
        writer.Section<double>("shrinkage of trees", [.. model.Trees.Select(tree => tree.Shrinkage)]);
        writer.Section<int>("split features", Array.ConvertAll(nodes, node => node.Feature));
        writer.Section<byte>("split kinds", Array.ConvertAll(nodes, Kind));
        writer.Section<double>("split thresholds", Array.ConvertAll(nodes, node => node.Threshold));
        writer.Section<int>("split left", Array.ConvertAll(nodes, node => node.Left));
        writer.Section<int>("split right", Array.ConvertAll(nodes, node => node.Right));
        writer.Section<double>("split gains", Array.ConvertAll(nodes, node => node.Gain));
        writer.Section<double>("split values", Array.ConvertAll(nodes, node => node.Value));
        writer.Section<double>("split weights", Array.ConvertAll(nodes, node => node.Weight));
        writer.Section<int>("split counts", Array.ConvertAll(nodes, node => node.Count));
        writer.Section<double>("leaf values", Array.ConvertAll(leaves, leaf => leaf.Value));
        writer.Section<double>("leaf weights", Array.ConvertAll(leaves, leaf => leaf.Weight));
        writer.Section<int>("leaf counts", Array.ConvertAll(leaves, leaf => leaf.Count));
        writer.Section<int>("words of sets", Array.ConvertAll(sets, set => set.Length));
        writer.Section<uint>("sets", [.. sets.SelectMany(set => set)]);
        writer.End();
    }

    public static BoostedTrees Read(BinaryFileReader reader)
    {
        Require(reader.Kind == BoostedTrees.ModelKind, "header", $"kind '{reader.Kind}' is no '{BoostedTrees.ModelKind}'");
        reader.RequireVersion(Version);
        ScoreTransform transform = TransformOf(reader.Text("objective"));
        string[] features = reader.Text("features").Split(' ');
        byte[] averages = reader.Section<byte>("averages");
        Require(averages is [0 or 1], "averages", "it must be one byte, 0 or 1");
        int[] leafCounts = reader.Section<int>("leaves of trees");
        int[] setCounts = reader.Section<int>("sets of trees");
        double[] shrinkages = reader.Section<double>("shrinkage of trees");
        Require(setCounts.Length == leafCounts.Length && shrinkages.Length == leafCounts.Length, "sets of trees", "the sections do not fit together");
        TreeNode[] nodes = ReadNodes(reader);
        TreeLeaf[] leaves = ReadLeaves(reader);
        uint[][] sets = ReadSets(reader);
        reader.End();
        return new BoostedTrees(Trees(leafCounts, setCounts, shrinkages, nodes, leaves, sets, features.Length), features, transform, averages[0] == 1);
    }

    private static DecisionTree[] Trees(
        int[] leafCounts, int[] setCounts, double[] shrinkages, TreeNode[] nodes, TreeLeaf[] leaves, uint[][] sets, int featureCount)
    {
        const string Section = "leaves of trees";
        Require(leafCounts.All(count => count >= 1) && leafCounts.Sum(count => (long)count) == leaves.Length, Section, "they do not add up to the leaves");
        Require(nodes.Length == leaves.Length - leafCounts.Length, Section, "they do not add up to the splits");
        Require(setCounts.All(count => count >= 0) && setCounts.Sum(count => (long)count) == sets.Length, "sets of trees", "they do not add up to the sets");
        DecisionTree[] trees = new DecisionTree[leafCounts.Length];
        int node = 0;
        int leaf = 0;
        int set = 0;
        for (int tree = 0; tree < trees.Length; tree++)
        {
            int splits = leafCounts[tree] - 1;
            trees[tree] = new DecisionTree(
                nodes.AsSpan(node, splits).ToArray(),
                leaves.AsSpan(leaf, leafCounts[tree]).ToArray(),
                sets.AsSpan(set, setCounts[tree]).ToArray(),
                shrinkages[tree]);
            string? problem = ForestShape.Problem(trees[tree], featureCount);
            Require(problem is null, Section, $"tree {tree}: {problem}");
            node += splits;
            leaf += leafCounts[tree];
            set += setCounts[tree];
        }

        return trees;
    }

    private static TreeNode[] ReadNodes(BinaryFileReader reader)
    {
        int[] features = reader.Section<int>("split features");
        byte[] kinds = reader.Section<byte>("split kinds");
        double[] thresholds = reader.Section<double>("split thresholds");
        int[] left = reader.Section<int>("split left");
        int[] right = reader.Section<int>("split right");
        double[] gains = reader.Section<double>("split gains");
        double[] values = reader.Section<double>("split values");
        double[] weights = reader.Section<double>("split weights");
        int[] counts = reader.Section<int>("split counts");
        int[] lengths = [kinds.Length, thresholds.Length, left.Length, right.Length, gains.Length, values.Length, weights.Length, counts.Length];
        Require(lengths.All(length => length == features.Length), "split features", "the sections of splits are not equally long");
        TreeNode[] nodes = new TreeNode[features.Length];
        for (int node = 0; node < nodes.Length; node++)
        {
            nodes[node] = new TreeNode
            {
                Feature = features[node],
                IsCategorical = (kinds[node] & Categorical) != 0,
                MissingLeft = (kinds[node] & MissingLeft) != 0,
                Missing = (MissingValues)(kinds[node] >> MissingShift),
                Threshold = thresholds[node],
                Left = left[node],
                Right = right[node],
                Gain = gains[node],
                Value = values[node],
                Weight = weights[node],
                Count = counts[node],
            };
        }

        return nodes;
    }

    private static TreeLeaf[] ReadLeaves(BinaryFileReader reader)
    {
        double[] values = reader.Section<double>("leaf values");
        double[] weights = reader.Section<double>("leaf weights");
        int[] counts = reader.Section<int>("leaf counts");
        Require(weights.Length == values.Length && counts.Length == values.Length, "leaf values", "the sections of leaves are not equally long");
        TreeLeaf[] leaves = new TreeLeaf[values.Length];
        for (int leaf = 0; leaf < leaves.Length; leaf++)
            leaves[leaf] = new TreeLeaf { Value = values[leaf], Weight = weights[leaf], Count = counts[leaf] };
        return leaves;
    }

    private static uint[][] ReadSets(BinaryFileReader reader)
    {
        int[] lengths = reader.Section<int>("words of sets");
        uint[] words = reader.Section<uint>("sets");
        Require(lengths.All(length => length >= 0) && lengths.Sum(length => (long)length) == words.Length, "sets", "they are not as long as is said");
        uint[][] sets = new uint[lengths.Length][];
        int start = 0;
        for (int set = 0; set < sets.Length; set++)
        {
            sets[set] = words.AsSpan(start, lengths[set]).ToArray();
            start += lengths[set];
        }

        return sets;
    }

    private static ScoreTransform TransformOf(string objective) =>
        ScoreTransform.Of(objective) ?? throw new BinaryFormatException("objective", $"'{objective}' is unknown");

    private static byte Kind(TreeNode node) =>
        (byte)((node.IsCategorical ? Categorical : 0) | (node.MissingLeft ? MissingLeft : 0) | ((int)node.Missing << MissingShift));

    private static void Require(bool fits, string section, string problem) => RecommenderModels.Require(fits, section, problem);
}
