using System.Numerics;

namespace Perto.Learning.Tests;

public sealed class TreeShapTests
{
    /// <summary>The score of a row of which only some features are known: averaged over the rows of training that went each way.</summary>
    private static double Expected(DecisionTree tree, int node, float[] row, uint known)
    {
        if (node < 0)
            return tree.Leaves[~node].Value;
        TreeNode split = tree.Nodes[node];
        double left = Expected(tree, split.Left, row, known);
        double right = Expected(tree, split.Right, row, known);
        if ((known >> split.Feature & 1) == 0)
            return ((left * Count(split.Left)) + (right * Count(split.Right))) / split.Count;
        float value = row[split.Feature];
        return (float.IsNaN(value) ? split.MissingLeft : value <= split.Threshold) ? left : right;

        int Count(int child) => child < 0 ? tree.Leaves[~child].Count : tree.Nodes[child].Count;
    }

    /// <summary>Shapley values by the definition: the mean over all orders of what a feature adds.</summary>
    private static double[] Shapley(BoostedTrees model, float[] row)
    {
        int features = row.Length;
        double[] worth = new double[1 << features];
        for (uint known = 0; known < worth.Length; known++)
            worth[known] = model.Trees.Sum(tree => tree.Nodes.Length == 0 ? tree.Leaves[0].Value : Expected(tree, 0, row, known));
        double[] values = new double[features + 1];
        values[features] = worth[0];
        for (int feature = 0; feature < features; feature++)
        {
            for (uint known = 0; known < worth.Length; known++)
            {
                if ((known >> feature & 1) != 0)
                    continue;
                int size = BitOperations.PopCount(known);
                double weight = Factorial(size) * Factorial(features - size - 1) / Factorial(features);
                values[feature] += weight * (worth[known | (1u << feature)] - worth[known]);
            }
        }

        return values;

        static double Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);
    }

    [Fact]
    public void Contributions_are_the_Shapley_values_and_add_up_to_the_score()
    {
        LabeledRows rows = TreeData.Regression(800, 5, seed: 1, missing: 0.1);
        BoostedTrees model = BoostedTrees.Fit(rows, new SquaredErrorObjective(), new BoostingSettings { Trees = 6, Leaves = 12 });
        double[] contributions = new double[6];
        for (int row = 0; row < 40; row++)
        {
            float[] features = rows.Row(row).ToArray();
            model.Contributions(features, contributions);
            double[] expected = Shapley(model, features);
            for (int feature = 0; feature < contributions.Length; feature++)
                Assert.Equal(expected[feature], contributions[feature], 1e-9);
            Assert.Equal(model.Score(features), contributions.Sum(), 1e-9);
        }
    }

    [Fact]
    public void Importance_counts_splits_and_gains_of_each_feature()
    {
        LabeledRows rows = TreeData.Regression(800, 5, seed: 2);
        BoostedTrees model = BoostedTrees.Fit(rows, new SquaredErrorObjective(), new BoostingSettings { Trees = 5 });
        Assert.Equal(model.Trees.Sum(tree => tree.Nodes.Length), model.SplitImportance().Sum());
        Assert.Equal(model.Trees.Sum(tree => tree.Nodes.ToArray().Sum(node => node.Gain)), model.GainImportance().Sum(), 1e-6);
        Assert.True(model.GainImportance().Take(3).Min() > 5 * model.GainImportance().Skip(3).Max());
    }

    [Fact]
    public void Trees_are_explained_down_to_a_thousand_splits()
    {
        BoostedTrees deep = Chain(1_000);
        double[] contributions = new double[2];
        foreach (float value in (float[])[-1, 0.5f, 700, 5_000])
        {
            deep.Contributions([value], contributions);
            Assert.Equal(deep.Score([value]), contributions.Sum(), 1e-9);
        }

        BoostedTrees deeper = Chain(1_001);
        Assert.Equal(1_001, deeper.Score([5_000]));
        string message = Assert.Throws<InvalidOperationException>(() => deeper.Contributions([1], contributions)).Message;
        Assert.Equal("The model has no contributions: tree 0: it must be at most 1000 splits deep", message);

        // Each split parts one row from the rest; the values of the leaves count up.
        static BoostedTrees Chain(int depth)
        {
            string text = $"""
                tree
                version=v4
                num_class=1
                num_tree_per_iteration=1
                max_feature_idx=0
                feature_names=x

                Tree=0
                num_leaves={depth + 1}
                split_feature={Numbers(depth, _ => 0)}
                threshold={Numbers(depth, node => node)}
                left_child={Numbers(depth, node => ~node)}
                right_child={Numbers(depth, node => node + 1 < depth ? node + 1 : ~depth)}
                leaf_value={Numbers(depth + 1, leaf => leaf)}
                leaf_count={Numbers(depth + 1, _ => 1)}
                internal_count={Numbers(depth, node => depth + 1 - node)}

                end of trees
                """;
            return LightGbmReader.Read(new StringReader(text));
        }

        static string Numbers(int count, Func<int, int> of) => string.Join(' ', Enumerable.Range(0, count).Select(of));
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        BoostedTrees model = BoostedTrees.Fit(TreeData.Regression(100, 3, seed: 3), new SquaredErrorObjective(), new BoostingSettings { Trees = 2 });
        Assert.Equal("row must have 3 features; got 2", Assert.Throws<ArgumentException>(() => model.Score([1, 2])).Message);
        Assert.Equal("contributions must have room for 4 values; got 3", Assert.Throws<ArgumentException>(() => model.Contributions([1, 2, 3], new double[3])).Message);
        Assert.Equal("rows must be 2 x 3 features; got 5 values", Assert.Throws<ArgumentException>(() => model.Score(new float[5], new double[2])).Message);
    }
}
