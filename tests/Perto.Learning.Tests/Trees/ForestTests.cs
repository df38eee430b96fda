using Perto.Numerics;

namespace Perto.Learning.Tests;

/// <summary>Scoring of many rows, and the model's own file.</summary>
public sealed class ForestTests
{
    /// <summary>Forests with small and large trees, missing values and categories.</summary>
    public static TheoryData<string> Forests => ["small", "large", "mixed", "categories", "ranker"];

    internal static (BoostedTrees Model, LabeledRows Rows) Of(string name)
    {
        LabeledRows rows = TreeData.Regression(1_501, 7, seed: 1, missing: 0.2);
        if (name == "categories")
        {
            float[] features = [.. rows.Features.Select((value, at) => at % 7 < 2 && !float.IsNaN(value) ? MathF.Floor(40 * value) : value)];
            rows = rows with { Features = features };
        }

        if (name == "ranker")
        {
            rows = TreeData.Ranking(150, 6, seed: 2);
            return (BoostedTrees.Fit(rows, new LambdaRankObjective(), new BoostingSettings { Trees = 25 }), rows);
        }

        BoostingSettings settings = new()
        {
            Trees = 20,
            MinDataInLeaf = 5,
            Leaves = name switch { "small" => 32, "large" => 50, "mixed" => 33, _ => 20 },
            MinGainToSplit = name == "mixed" ? 0.3 : 0,
            LearningRate = name == "mixed" ? 0.4 : 0.1,
            CategoricalFeatures = name == "categories" ? [0, 1] : [],
            MinDataOfCategories = 10,
        };
        return (BoostedTrees.Fit(rows, new SquaredErrorObjective(), settings), rows);
    }

    [Theory]
    [MemberData(nameof(Forests))]
    public void Many_rows_at_once_score_to_the_last_bit_like_a_walk_of_each(string name)
    {
        (BoostedTrees model, LabeledRows rows) = Of(name);
        double[] scores = TreeData.Scores(model, rows);
        for (int row = 0; row < rows.RowCount; row++)
            Assert.Equal(model.Trees.Sum(tree => tree.Score(rows.Row(row))), scores[row]);
        if (name == "categories")
            Assert.Contains(model.Trees, tree => tree.Nodes.ToArray().Any(node => node.IsCategorical));
        if (name == "mixed")
            Assert.Equal([false, true], model.Trees.Select(tree => tree.Leaves.Length > 32).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Forests))]
    public void Odd_values_score_like_a_walk_too(string name)
    {
        (BoostedTrees model, _) = Of(name);
        SeededRandom random = new(3);
        float[] odd = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0, -0f, 1e-36f, -1e-35f, float.MaxValue, -1, 3.7f, 1e9f];
        float[] thresholds = [.. model.Trees.SelectMany(tree => tree.Nodes.ToArray()).Select(node => (float)node.Threshold)];
        float[] rows = new float[800 * model.FeatureCount];
        for (int at = 0; at < rows.Length; at++)
            rows[at] = random.Next(2) == 0 ? odd[random.Next(odd.Length)] : thresholds[random.Next(thresholds.Length)];
        double[] scores = new double[800];
        model.Score(rows, scores);
        for (int row = 0; row < scores.Length; row++)
            Assert.Equal(model.Score(rows.AsSpan(row * model.FeatureCount, model.FeatureCount)), scores[row]);
    }

    [Theory]
    [MemberData(nameof(Forests))]
    public void Saved_and_loaded_it_scores_the_same(string name)
    {
        (BoostedTrees model, LabeledRows rows) = Of(name);
        byte[] bytes = TreeData.Saved(model);
        BoostedTrees loaded = BoostedTrees.Load(new MemoryStream(bytes));
        Assert.Equal(TreeData.Scores(model, rows), TreeData.Scores(loaded, rows));
        Assert.Equal(model.FeatureNames, loaded.FeatureNames);
        Assert.Equal(bytes, TreeData.Saved(loaded));
    }

    [Fact]
    public void A_damaged_file_is_never_loaded()
    {
        byte[] bytes = TreeData.Saved(Of("categories").Model);
        SeededRandom random = new(4);
        for (int time = 0; time < 300; time++)
        {
            byte[] damaged = [.. bytes];
            damaged[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            Assert.Throws<BinaryFormatException>(() => BoostedTrees.Load(new MemoryStream(damaged)));
            Assert.Throws<BinaryFormatException>(() => BoostedTrees.Load(new MemoryStream(bytes[..random.Next(bytes.Length)])));
        }
    }

    [Fact]
    public void A_file_of_another_kind_is_named()
    {
        using MemoryStream stream = new();
        new BinaryFileWriter(stream, "forest", 1).End();
        stream.Position = 0;
        Assert.Contains("kind 'forest' is no 'trees'", Assert.Throws<BinaryFormatException>(() => BoostedTrees.Load(stream)).Message, StringComparison.Ordinal);
    }
}
