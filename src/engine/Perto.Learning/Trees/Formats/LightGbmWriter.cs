using System.Globalization;
using System.Text;

namespace Perto.Learning;

/// <summary>Writes a model as LightGBM's text, version 4, which its <c>Booster(model_file=...)</c> reads.</summary>
public static class LightGbmWriter
{
    /// <summary>Writes a model.</summary>
    /// <param name="model">What to write.</param>
    /// <param name="writer">Receives the text, with line feeds alone.</param>
    public static void Write(BoostedTrees model, TextWriter writer)
    {
        string[] trees = [.. model.Trees.Select((tree, number) => TreeText(tree, number))];
        StringBuilder head = new();
        head.Append("tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nlabel_index=0\n");
        head.Append(CultureInfo.InvariantCulture, $"max_feature_idx={model.FeatureCount - 1}\n");
        if (model.Transform.Objective.Length > 0)
            head.Append("objective=").Append(model.Transform.Objective).Append('\n');
        if (model.AveragesTrees)
            head.Append("average_output\n");
        head.Append("feature_names=").AppendJoin(' ', model.FeatureNames).Append('\n');
        head.Append("feature_infos=").AppendJoin(' ', FeatureInfos(model)).Append('\n');
        head.Append("tree_sizes=").AppendJoin(' ', trees.Select(tree => Encoding.UTF8.GetByteCount(tree))).Append("\n\n");
        writer.Write(head);
        foreach (string tree in trees)
            writer.Write(tree);
        writer.Write("end of trees\n\nfeature_importances:\n");
        IEnumerable<(string Name, double Splits)> importance = model.FeatureNames.Zip(model.SplitImportance());
        foreach ((string name, double splits) in importance.Where(feature => feature.Splits > 0).OrderByDescending(feature => feature.Splits))
            writer.Write(FormattableString.Invariant($"{name}={splits}\n"));
        writer.Write("\nparameters:\nend of parameters\n\npandas_categorical:null\n");
    }

    // The range of each feature in training, which is not kept: "none" is what LightGBM writes of a feature that it does not use, and any
    // other text only says how it was binned.
    private static IEnumerable<string> FeatureInfos(BoostedTrees model)
    {
        bool[] used = new bool[model.FeatureCount];
        foreach (DecisionTree tree in model.Trees)
        {
            foreach (TreeNode node in tree.Nodes)
                used[node.Feature] = true;
        }

        return used.Select(isUsed => isUsed ? "[-1e+300:1e+300]" : "none");
    }

    private static string TreeText(DecisionTree tree, int number)
    {
        TreeNode[] nodes = tree.Nodes.ToArray();
        TreeLeaf[] leaves = tree.Leaves.ToArray();
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"Tree={number}\nnum_leaves={leaves.Length}\nnum_cat={tree.CategorySets.Length}\n");
        Line(text, "split_feature", nodes, node => node.Feature);
        Line(text, "split_gain", nodes, node => Number(node.Gain));
        Line(text, "threshold", nodes, node => Number(node.Threshold));
        Line(text, "decision_type", nodes, node => (node.IsCategorical ? 1 : 0) | (node.MissingLeft ? 2 : 0) | ((int)node.Missing << 2));
        Line(text, "left_child", nodes, node => node.Left);
        Line(text, "right_child", nodes, node => node.Right);
        Line(text, "leaf_value", leaves, leaf => leaf.Value);
        Line(text, "leaf_weight", leaves, leaf => leaf.Weight);
        Line(text, "leaf_count", leaves, leaf => leaf.Count);
        Line(text, "internal_value", nodes, node => node.Value);
        Line(text, "internal_weight", nodes, node => node.Weight);
        Line(text, "internal_count", nodes, node => node.Count);
        if (tree.CategorySets.Length > 0)
        {
            int[] bounds = new int[tree.CategorySets.Length + 1];
            for (int set = 0; set < tree.CategorySets.Length; set++)
                bounds[set + 1] = bounds[set] + tree.CategorySets[set].Length;
            Line(text, "cat_boundaries", bounds, bound => bound);
            Line(text, "cat_threshold", [.. tree.CategorySets.SelectMany(set => set)], (uint word) => word);
        }

        text.Append(CultureInfo.InvariantCulture, $"is_linear=0\nshrinkage={tree.Shrinkage}\n\n\n");
        return text.ToString();
    }

    private static void Line<TPart, TValue>(StringBuilder text, string key, TPart[] parts, Func<TPart, TValue> value)
        where TValue : IFormattable => Line(text, key, parts, part => value(part).ToString(null, CultureInfo.InvariantCulture));

    private static void Line<TPart>(StringBuilder text, string key, TPart[] parts, Func<TPart, string> value) =>
        text.Append(key).Append('=').AppendJoin(' ', parts.Select(value)).Append('\n');

    // Infinity, above all values of a feature, is "inf" to LightGBM.
    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "inf" : double.IsNegativeInfinity(value) ? "-inf" : value.ToString(CultureInfo.InvariantCulture);
}
