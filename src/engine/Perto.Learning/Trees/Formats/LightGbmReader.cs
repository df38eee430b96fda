namespace Perto.Learning;

/// <summary>
/// Reads the text models of LightGBM, versions 3 and 4 (<c>save_model</c>): one class, trees with constant leaves. Sizes that the file
/// announces are held against what it holds.
/// </summary>
public static class LightGbmReader
{
    private const int MostLeaves = 1 << 20;
    private const int MostFeatures = 1 << 20;
    private const int CategoricalBit = 1;
    private const int MissingLeftBit = 2;
    private const int MissingShift = 2;

    /// <summary>Reads a model.</summary>
    /// <param name="reader">The text.</param>
    /// <exception cref="LightGbmFormatException">The text is damaged, or is a model of a kind that is not read here; names the line.</exception>
    public static BoostedTrees Read(TextReader reader)
    {
        int line = 0;
        if (Next(reader, ref line) != "tree")
            throw new LightGbmFormatException(1, "a model begins with the line 'tree'");

        LightGbmLines head = new(1);
        string? text = ReadPart(reader, head, ref line);
        RequireHead(head);
        int featureCount = head.Integer("max_feature_idx", 0, MostFeatures - 1) + 1;
        string[] names = Names(head, featureCount);
        ScoreTransform transform = TransformOf(head);
        List<DecisionTree> trees = [];
        while (text is not null && text.StartsWith("Tree=", StringComparison.Ordinal))
        {
            LightGbmLines part = new(line);
            int first = line;
            text = ReadPart(reader, part, ref line);
            trees.Add(ReadTree(part, first, featureCount));
        }

        // Trees end with this line since version 3; what follows is for people.
        if (text != "end of trees")
            throw new LightGbmFormatException(line, $"'Tree=' or 'end of trees' must stand here; got '{LightGbmLines.Quote(text ?? "the end of the file")}'");
        if (trees.Count == 0)
            throw new LightGbmFormatException(line, "there must be at least one tree");
        int announced = head.Has("tree_sizes") ? head.Text("tree_sizes").Split(' ', StringSplitOptions.RemoveEmptyEntries).Length : trees.Count;
        if (announced != trees.Count)
            throw new LightGbmFormatException(head.LineOf("tree_sizes"), $"tree_sizes must be one for each of the {trees.Count} trees; got {announced}");
        return new BoostedTrees([.. trees], names, transform, head.Has("average_output"));
    }

    /// <summary>Reads lines up to the one that begins the next part, and returns that one.</summary>
    private static string? ReadPart(TextReader reader, LightGbmLines part, ref int line)
    {
        while (Next(reader, ref line) is { } text)
        {
            if (text.StartsWith("Tree=", StringComparison.Ordinal) || text == "end of trees")
                return text;
            if (text.Length > 0)
                part.Add(text, line);
        }

        return null;
    }

    private static string? Next(TextReader reader, ref int line)
    {
        line++;
        return reader.ReadLine();
    }

    private static void RequireHead(LightGbmLines head)
    {
        string version = head.Text("version");
        if (version is not ("v3" or "v4"))
            throw new LightGbmFormatException(head.LineOf("version"), $"version must be v3 or v4; got '{LightGbmLines.Quote(version)}'");
        foreach (string key in (string[])["num_class", "num_tree_per_iteration"])
        {
            if (head.Integer(key, 1, int.MaxValue) is var count and > 1)
                throw new LightGbmFormatException(head.LineOf(key), $"{key} must be 1, models of several classes are not read; got {count}");
        }
    }

    private static string[] Names(LightGbmLines head, int featureCount)
    {
        string[] names = head.Text("feature_names").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return names.Length == featureCount
            ? names
            : throw new LightGbmFormatException(head.LineOf("feature_names"), $"feature_names must be max_feature_idx + 1 = {featureCount} names; got {names.Length}");
    }

    private static ScoreTransform TransformOf(LightGbmLines head)
    {
        string objective = head.Text("objective", "");
        return ScoreTransform.Of(objective)
            ?? throw new LightGbmFormatException(head.LineOf("objective"), $"objective '{LightGbmLines.Quote(objective)}' is not read here");
    }

    private static DecisionTree ReadTree(LightGbmLines part, int line, int featureCount)
    {
        if (part.Has("is_linear") && part.Text("is_linear") != "0")
            throw new LightGbmFormatException(part.LineOf("is_linear"), "is_linear must be 0, trees with linear leaves are not read");
        int leafCount = part.Integer("num_leaves", 1, MostLeaves);
        int nodeCount = leafCount - 1;
        double[] leafValues = part.Numbers<double>("leaf_value", leafCount);
        double[] leafWeights = nodeCount == 0 ? new double[1] : part.NumbersOrZeros<double>("leaf_weight", leafCount);
        int[] leafCounts = nodeCount == 0 ? new int[1] : part.NumbersOrZeros<int>("leaf_count", leafCount);
        TreeLeaf[] leaves = new TreeLeaf[leafCount];
        for (int leaf = 0; leaf < leafCount; leaf++)
            leaves[leaf] = new TreeLeaf { Value = leafValues[leaf], Weight = leafWeights[leaf], Count = leafCounts[leaf] };

        TreeNode[] nodes = nodeCount == 0 ? [] : ReadNodes(part, nodeCount);
        uint[][] sets = nodeCount == 0 ? [] : ReadSets(part);
        double shrinkage = part.Has("shrinkage") ? part.Numbers<double>("shrinkage", 1)[0] : 1;
        DecisionTree tree = new(nodes, leaves, sets, shrinkage);
        return ForestShape.Problem(tree, featureCount) is { } problem ? throw new LightGbmFormatException(line, problem) : tree;
    }

    private static TreeNode[] ReadNodes(LightGbmLines part, int count)
    {
        int[] features = part.Numbers<int>("split_feature", count);
        double[] gains = part.NumbersOrZeros<double>("split_gain", count);
        double[] thresholds = part.Numbers<double>("threshold", count);
        int[] decisions = part.NumbersOrZeros<int>("decision_type", count);
        int[] left = part.Numbers<int>("left_child", count);
        int[] right = part.Numbers<int>("right_child", count);
        double[] values = part.NumbersOrZeros<double>("internal_value", count);
        double[] weights = part.NumbersOrZeros<double>("internal_weight", count);
        int[] counts = part.NumbersOrZeros<int>("internal_count", count);
        TreeNode[] nodes = new TreeNode[count];
        for (int node = 0; node < count; node++)
        {
            nodes[node] = new TreeNode
            {
                Feature = features[node],
                IsCategorical = (decisions[node] & CategoricalBit) != 0,
                Threshold = thresholds[node],
                Missing = (MissingValues)(decisions[node] >> MissingShift),
                MissingLeft = (decisions[node] & MissingLeftBit) != 0,
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

    private static uint[][] ReadSets(LightGbmLines part)
    {
        int count = part.Has("num_cat") ? part.Integer("num_cat", 0, MostLeaves) : 0;
        if (count == 0)
            return [];
        int[] bounds = part.Numbers<int>("cat_boundaries", count + 1);
        uint[] words = part.Numbers<uint>("cat_threshold", bounds[^1]);
        uint[][] sets = new uint[count][];
        for (int set = 0; set < count; set++)
        {
            if (bounds[0] != 0 || bounds[set + 1] < bounds[set] || bounds[set + 1] > words.Length)
                throw new LightGbmFormatException(part.LineOf("cat_boundaries"), $"cat_boundaries must begin with 0 and not fall; got {bounds[set]} and {bounds[set + 1]}");
            sets[set] = words[bounds[set]..bounds[set + 1]];
        }

        return sets;
    }
}
