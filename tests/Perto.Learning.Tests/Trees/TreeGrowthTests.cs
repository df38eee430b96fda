namespace Perto.Learning.Tests;

public sealed class TreeGrowthTests
{
    private static readonly BoostingSettings One = new() { Trees = 1, LearningRate = 1, MinDataInBin = 1, MinDataInLeaf = 5 };

    private static BoostedTrees Fit(LabeledRows rows, BoostingSettings settings, int threads = 1) =>
        BoostedTrees.Fit(rows, new SquaredErrorObjective(), settings, options: new FitOptions { Threads = threads });

    public static TheoryData<string, int, double, bool> Cases => new()
    {
        { "plain", 120, 0, false },
        { "missing", 150, 0.3, false },
        { "weighted", 100, 0.1, true },
        { "l1", 120, 0.2, true },
        { "l2", 120, 0, true },
        { "hessian", 120, 0.1, true },
        { "gain", 120, 0, false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_tree_has_the_gains_and_values_of_trying_everything(string name, int count, double missing, bool weighted)
    {
        BoostingSettings settings = name switch
        {
            "l1" => One with { L1 = 2.5 },
            "l2" => One with { L2 = 7 },
            "hessian" => One with { MinHessianInLeaf = 11, MinDataInLeaf = 1 },
            "gain" => One with { MinGainToSplit = 1.5 },
            _ => One with { Leaves = 12 },
        };
        LabeledRows rows = TreeData.Regression(count, 5, seed: 3, missing, weighted);
        double start = Enumerable.Range(0, count).Sum(row => rows.Weight(row) * rows.Labels[row]) / Enumerable.Range(0, count).Sum(rows.Weight);
        BruteForceTree expected = new(rows, start, settings);

        BoostedTrees model = Fit(rows, settings);
        Assert.True(expected.Gains.Count > 3);
        Assert.Equal(expected.Gains.Count, model.Trees[0].Nodes.Length);
        for (int split = 0; split < expected.Gains.Count; split++)
            Assert.Equal(expected.Gains[split], model.Trees[0].Nodes[split].Gain, 1e-3);
        double[] scores = TreeData.Scores(model, rows);
        for (int row = 0; row < count; row++)
            Assert.Equal(start + expected.Values[row], scores[row], 1e-4);
    }

    [Fact]
    public void Leaves_say_how_many_rows_came_and_the_parents_add_them_up()
    {
        LabeledRows rows = TreeData.Regression(3_000, 6, seed: 4, missing: 0.1);
        foreach (DecisionTree tree in Fit(rows, new BoostingSettings { Trees = 5 }).Trees)
        {
            int[] counts = new int[tree.Leaves.Length];
            for (int row = 0; row < rows.RowCount; row++)
                counts[tree.LeafOf(rows.Row(row))]++;
            Assert.Equal(counts, tree.Leaves.ToArray().Select(leaf => leaf.Count));
            Assert.All(counts, count => Assert.True(count >= 20));
            foreach (TreeNode node in tree.Nodes)
                Assert.Equal(node.Count, Count(tree, node.Left) + Count(tree, node.Right));
        }

        static int Count(DecisionTree tree, int node) => node < 0 ? tree.Leaves[~node].Count : tree.Nodes[node].Count;
    }

    [Fact]
    public void A_value_that_is_often_missing_is_split_off_alone()
    {
        // All that is known of the only feature is whether it is there.
        float[] features = [.. Enumerable.Range(0, 200).Select(row => row % 2 == 0 ? float.NaN : 4f)];
        LabeledRows rows = new() { FeatureCount = 1, Features = features, Labels = [.. features.Select(value => float.IsNaN(value) ? 1f : 3f)] };
        BoostedTrees model = Fit(rows, One);
        Assert.Equal(1, model.Score([float.NaN]), 1e-6);
        Assert.Equal(3, model.Score([4f]), 1e-6);
        Assert.Equal(3, model.Score([9e9f]), 1e-6);
    }

    [Fact]
    public void Zero_is_a_value_like_others_and_no_missing_one()
    {
        float[] features = [.. Enumerable.Range(0, 300).Select(row => (row % 3) switch { 0 => float.NaN, 1 => 0f, _ => 1f })];
        LabeledRows rows = new() { FeatureCount = 1, Features = features, Labels = [.. Enumerable.Range(0, 300).Select(row => (row % 3) switch { 0 => 5f, 1 => -2f, _ => 7f })] };
        BoostedTrees model = Fit(rows, One);
        Assert.Equal([5, -2, 7], new[] { float.NaN, 0f, 1f }.Select(value => Math.Round(model.Score([value]), 4)));
    }

    [Fact]
    public void What_training_never_missed_follows_the_larger_side()
    {
        float[] features = [.. Enumerable.Range(0, 100).Select(row => (float)row)];
        LabeledRows rows = new() { FeatureCount = 1, Features = features, Labels = [.. features.Select(value => value < 30 ? 0f : 1f)] };
        BoostedTrees model = Fit(rows, One with { Leaves = 2 });
        Assert.Equal(1, model.Score([float.NaN]), 1e-6);
    }

    [Fact]
    public void Many_values_share_bins_of_about_equal_size_beside_one_that_half_of_the_rows_have()
    {
        // Half of the rows have one value; the label changes at a value of the other half.
        float[] features = [.. Enumerable.Range(0, 20_000).Select(row => row % 2 == 0 ? 5_000f : row)];
        LabeledRows rows = new() { FeatureCount = 1, Features = features, Labels = [.. features.Select(value => value == 5_000f ? 2f : value < 15_000 ? 0f : 1f)] };
        double[] scores = TreeData.Scores(Fit(rows, One with { MaxBins = 15, MinDataInLeaf = 1 }), rows);
        int wrong = Enumerable.Range(0, 20_000).Count(row => Math.Abs(scores[row] - rows.Labels[row]) > 0.25);
        Assert.InRange(wrong, 0, 20_000 / 14);
        Assert.Equal(2, scores[0], 0.1);
    }

    [Fact]
    public void Depth_and_leaves_are_limited()
    {
        LabeledRows rows = TreeData.Regression(2_000, 4, seed: 5);
        DecisionTree shallow = Fit(rows, One with { MaxDepth = 2, Leaves = 31 }).Trees[0];
        Assert.Equal(4, shallow.Leaves.Length);
        Assert.Equal(9, Fit(rows, One with { Leaves = 9 }).Trees[0].Leaves.Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_monotone_constraint_holds_everywhere(int direction)
    {
        LabeledRows rows = TreeData.Regression(2_000, 3, seed: 6);
        BoostingSettings settings = new() { Trees = 60, MonotoneConstraints = [direction, 0, -direction], MinDataInLeaf = 5 };
        BoostedTrees model = Fit(rows, settings);
        Assert.True(Falls(Fit(rows, settings with { MonotoneConstraints = [] }), 0, direction), "the free model follows the sine");
        Assert.False(Falls(model, 0, direction));
        Assert.False(Falls(model, 2, -direction));
        Assert.True(model.GainImportance()[1] > 0);

        bool Falls(BoostedTrees of, int feature, int sign)
        {
            for (int row = 0; row < 50; row++)
            {
                float[] features = rows.Row(row).ToArray();
                double before = double.NegativeInfinity;
                for (int step = 0; step <= 100; step++)
                {
                    features[feature] = step / 100f;
                    double score = sign * of.Score(features);
                    if (score < before - 1e-9)
                        return true;
                    before = score;
                }
            }

            return false;
        }
    }

    [Theory]
    [InlineData(1.0, 1.0)]
    [InlineData(0.7, 0.6)]
    public void The_same_data_give_the_same_bytes_for_any_number_of_threads(double bagging, double features)
    {
        LabeledRows rows = TreeData.Regression(20_000, 9, seed: 7, missing: 0.1, weighted: true);
        BoostingSettings settings = new() { Trees = 8, BaggingFraction = bagging, FeatureFraction = features };
        byte[] once = TreeData.Saved(Fit(rows, settings, threads: 1));
        Assert.Equal(once, TreeData.Saved(Fit(rows, settings, threads: 2)));
        Assert.Equal(once, TreeData.Saved(Fit(rows, settings, threads: 4)));
        Assert.Equal(bagging == 1, once.AsSpan().SequenceEqual(TreeData.Saved(Fit(rows, settings with { Seed = 2 }))));
    }

    [Fact]
    public void Bagging_by_query_takes_whole_queries()
    {
        LabeledRows rows = TreeData.Ranking(40, 3, seed: 8);
        BoostingSettings settings = new() { Trees = 1, BaggingFraction = 0.5, BaggingByQuery = true, MinDataInLeaf = 1, Leaves = 4 };
        DecisionTree tree = Fit(rows, settings).Trees[0];
        int learned = tree.Leaves.ToArray().Sum(leaf => leaf.Count);
        HashSet<int> sums = [0];
        foreach (int group in rows.Groups!)
            sums.UnionWith(sums.Select(sum => sum + group).ToArray());
        Assert.InRange(learned, rows.RowCount / 4, rows.RowCount * 3 / 4);
        Assert.Contains(learned, sums);
        Assert.Throws<SettingOutOfRangeException>(() => Fit(rows with { Groups = null }, settings));
    }

    [Fact]
    public void Early_stopping_keeps_the_trees_up_to_the_best()
    {
        LabeledRows train = TreeData.Regression(300, 5, seed: 9);
        LabeledRows validation = TreeData.Regression(300, 5, seed: 10);
        BoostingSettings settings = new() { Trees = 400, LearningRate = 0.3, MinDataInLeaf = 3, EarlyStopping = 10 };
        List<FitProgress> progress = [];
        BoostedTrees model = BoostedTrees.Fit(train, new SquaredErrorObjective(), settings, validation, options: new FitOptions { Progress = progress.Add });
        BoostedTrees all = BoostedTrees.Fit(train, new SquaredErrorObjective(), settings with { EarlyStopping = 0 });

        MeanSquaredError metric = new();
        double[] scores = new double[validation.RowCount];
        double[] errors = new double[model.Trees.Count + 10];
        for (int tree = 0; tree < errors.Length; tree++)
        {
            for (int row = 0; row < scores.Length; row++)
                scores[row] += all.Trees[tree].Score(validation.Row(row));
            errors[tree] = metric.Of(validation, scores);
        }

        Assert.Equal(Array.IndexOf(errors, errors.Min()) + 1, model.Trees.Count);
        Assert.Equal(model.Trees.Count + 10, progress.Count);
        Assert.Equal(400, all.Trees.Count);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Few_histograms_make_no_other_trees(int histograms)
    {
        LabeledRows rows = TreeData.Regression(3_000, 5, seed: 15, missing: 0.1);
        DecisionTree[] many = Grow(32);
        DecisionTree[] few = Grow(histograms);
        for (int tree = 0; tree < many.Length; tree++)
        {
            Assert.Equal(31, few[tree].Leaves.Length);
            for (int node = 0; node < many[tree].Nodes.Length; node++)
            {
                (TreeNode expected, TreeNode actual) = (many[tree].Nodes[node], few[tree].Nodes[node]);
                Assert.Equal((expected.Feature, expected.Threshold, expected.Left, expected.Right, expected.Count), (actual.Feature, actual.Threshold, actual.Left, actual.Right, actual.Count));
                Assert.Equal(expected.Gain, actual.Gain, 1e-6);
            }

            for (int leaf = 0; leaf < many[tree].Leaves.Length; leaf++)
                Assert.Equal(many[tree].Leaves[leaf].Value, few[tree].Leaves[leaf].Value, 1e-9);
        }

        // Twice, so that the second tree begins with what the first gave back.
        DecisionTree[] Grow(int limit)
        {
            BoostingSettings settings = new();
            ParallelOptions parallel = new() { MaxDegreeOfParallelism = 1 };
            TreeGrower grower = new(BinnedRows.Of(rows, settings, parallel), settings, parallel, limit);
            int[] all = [.. Enumerable.Range(0, rows.RowCount)];
            return
            [
                grower.Grow([.. rows.Labels.Select(label => new GradientPair(-label, 1))], all, [0, 1, 2, 3, 4], default),
                grower.Grow([.. rows.Labels.Select(label => new GradientPair(-label * label, 1))], all, [0, 1, 2, 3, 4], default),
            ];
        }
    }

    [Fact]
    public void A_metric_that_is_no_number_at_first_is_not_the_best()
    {
        LabeledRows rows = TreeData.Regression(300, 3, seed: 16);
        BoostingSettings settings = new() { Trees = 12, EarlyStopping = 5 };
        Assert.Equal(12, BoostedTrees.Fit(rows, new SquaredErrorObjective(), settings, rows, new UndefinedAtFirst(3)).Trees.Count);
    }

    /// <summary>The mean squared error, but NaN for the first trees.</summary>
    private sealed class UndefinedAtFirst(int undefined) : BoostingMetric
    {
        private int _asked;

        public override string Name => "undefined at first";

        public override double Of(LabeledRows rows, ReadOnlySpan<double> predictions) =>
            _asked++ < undefined ? double.NaN : new MeanSquaredError().Of(rows, predictions);
    }

    [Fact]
    public void Labels_that_are_all_the_same_give_a_constant()
    {
        LabeledRows rows = TreeData.Regression(100, 2, seed: 11) with { Labels = [.. Enumerable.Repeat(2.5f, 100)] };
        BoostedTrees model = Fit(rows, new BoostingSettings());
        Assert.Single(model.Trees);
        Assert.Equal(2.5, model.Score([0.1f, 0.2f]));
        Assert.All(TreeData.Scores(model, rows), score => Assert.Equal(2.5, score));
    }

    [Fact]
    public void A_fit_can_be_cancelled()
    {
        using CancellationTokenSource source = new();
        FitOptions options = new() { Progress = progress => source.Cancel() };
        Assert.Throws<OperationCanceledException>(() => BoostedTrees.Fit(
            TreeData.Regression(200, 2, seed: 12), new SquaredErrorObjective(), new BoostingSettings(), options: options, cancellationToken: source.Token));
    }

    [Fact]
    public void What_cannot_be_learned_from_is_named()
    {
        LabeledRows rows = TreeData.Regression(20, 2, seed: 13);
        Assert.Equal("Labels must be finite; got NaN in row 3", Message(rows with { Labels = [.. rows.Labels.Select((label, row) => row == 3 ? float.NaN : label)] }));
        Assert.Equal("Groups must add up to the 20 rows; got 19", Message(rows with { Groups = [9, 10] }));
        Assert.Equal("Weights must be positive and finite; got 0 in row 0", Message(rows with { Weights = new float[20] }));
        Assert.Equal("Features must be 20 rows x 3 features = 60 values; got 40", Message(rows with { FeatureCount = 3 }));
        Assert.Equal("FeatureNames must be names without white space; got 'a b'", Message(rows with { FeatureNames = ["x", "a b"] }));
        float[] infinite = [.. rows.Features];
        infinite[5] = float.PositiveInfinity;
        Assert.Equal("Features must be finite or NaN; got ∞ in row 2, feature 1", Message(rows with { Features = infinite }).Replace("Infinity", "∞", StringComparison.Ordinal));
        Assert.Equal("MaxBins must be in 2..255; got 256", Message(rows, new BoostingSettings { MaxBins = 256 }));
        Assert.Equal("CategoricalFeatures must be in 0..1 each; got 2", Message(rows, new BoostingSettings { CategoricalFeatures = [2] }));
        Assert.Equal("EarlyStopping must be 0 where there are no validation rows; got 5", Message(rows, new BoostingSettings { EarlyStopping = 5 }));

        static string Message(LabeledRows rows, BoostingSettings? settings = null) =>
            Assert.ThrowsAny<ArgumentException>(() => Fit(rows, settings ?? new BoostingSettings())).Message;
    }
}
