using Perto.Numerics;

namespace Perto.Learning.Tests;

public sealed class TreeExplainerTests
{
    [Theory]
    [InlineData(5, 12, 0.1)]
    [InlineData(12, 31, 0.2)]
    [InlineData(3, 64, 0)]
    [InlineData(40, 2, 0)]
    public void What_is_looked_up_is_what_is_walked(int features, int leaves, double missing)
    {
        LabeledRows rows = TreeData.Regression(2_000, features, seed: 4, missing);
        BoostedTrees model = BoostedTrees.Fit(rows, new SquaredErrorObjective(), new BoostingSettings { Trees = 20, Leaves = leaves, MinDataInLeaf = 5 });
        AssertAlike(model, new TreeExplainer(model), rows, 200);
    }

    [Fact]
    public void Categories_are_looked_up_as_well()
    {
        LabeledRows rows = TreeData.Regression(1_000, 4, seed: 5);
        float[] features = [.. rows.Features.Select((value, place) => place % 4 == 0 ? (int)(value * 10) : value)];
        LabeledRows some = new() { FeatureCount = 4, Features = features, Labels = rows.Labels };
        BoostedTrees model = BoostedTrees.Fit(
            some, new SquaredErrorObjective(), new BoostingSettings { Trees = 10, Leaves = 15, CategoricalFeatures = [0], MinDataOfCategories = 5 });
        Assert.Contains(model.Trees, tree => tree.Nodes.ToArray().Any(node => node.IsCategorical));
        AssertAlike(model, new TreeExplainer(model), some, 100);
    }

    [Theory]
    [InlineData("missing-alone.txt")]
    [InlineData("random-forest.txt")]
    [InlineData("zero-as-missing.txt")]
    [InlineData("categories.txt")]
    public void Models_of_LightGBM_are_looked_up(string file)
    {
        using Stream stream = typeof(TreeExplainerTests).Assembly.GetManifestResourceStream($"Trees.LightGbmModels.{file}")!;
        using StreamReader reader = new(stream);
        BoostedTrees model = LightGbmReader.Read(reader);
        SeededRandom random = new(8);
        float[] features = [.. Enumerable.Range(0, 100 * model.FeatureCount).Select(_ => random.Next(5) switch { 0 => float.NaN, 1 => 0, _ => (float)(3 * random.Normal()) })];
        AssertAlike(model, new TreeExplainer(model), new LabeledRows { FeatureCount = model.FeatureCount, Features = features, Labels = new float[100] }, 100);
    }

    [Fact]
    public void Trees_that_are_too_large_for_tables_are_walked()
    {
        LabeledRows rows = TreeData.Regression(3_000, 30, seed: 6);
        BoostedTrees model = BoostedTrees.Fit(rows, new SquaredErrorObjective(), new BoostingSettings { Trees = 3, Leaves = 120, MinDataInLeaf = 5 });
        TreeExplainer explainer = new(model);
        Assert.Equal(0, explainer.TableBytes);
        AssertAlike(model, explainer, rows, 50);
    }

    [Fact]
    public void Tables_end_where_they_would_take_too_much()
    {
        LabeledRows rows = TreeData.Regression(2_000, 40, seed: 7);
        BoostedTrees model = BoostedTrees.Fit(rows, new SquaredErrorObjective(), new BoostingSettings { Trees = 20, Leaves = 63, MinDataInLeaf = 5 });
        TreeExplainer explainer = new(model, mostBytes: 300_000);
        Assert.InRange(explainer.TableBytes, 250_000, 300_000);
        AssertAlike(model, explainer, rows, 20);
    }

    [Theory]
    [InlineData(0b1011_0110UL, 0b1110_0101UL, 0b10110)]
    [InlineData(ulong.MaxValue, 0x8000_0000_0000_0001UL, 0b11)]
    [InlineData(0UL, 0xFFUL, 0)]
    public void A_way_has_its_place(ulong left, ulong splits, int line)
    {
        Assert.Equal(line, WayBits.Gather(left, splits));
        Assert.Equal(line, WayBits.GatherOneByOne(left, splits));
        Assert.Equal(left & splits, WayBits.Scatter(line, splits));
    }

    [Fact]
    public void A_forest_of_one_leaf_has_its_mean()
    {
        LabeledRows rows = new() { FeatureCount = 1, Features = [1, 1, 1, 1], Labels = [3, 3, 3, 3] };
        BoostedTrees model = BoostedTrees.Fit(rows, new SquaredErrorObjective(), new BoostingSettings { Trees = 3 });
        double[] contributions = new double[2];
        new TreeExplainer(model).Contributions([1], contributions);
        Assert.Equal(0, contributions[0]);
        Assert.Equal(model.Score([1]), contributions[1], 1e-12);
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        TreeExplainer explainer = new(BoostedTrees.Fit(TreeData.Regression(100, 3, seed: 3), new SquaredErrorObjective(), new BoostingSettings { Trees = 2 }));
        Assert.Equal("row must have 3 features; got 2", Assert.Throws<ArgumentException>(() => explainer.Contributions([1, 2], new double[4])).Message);
        Assert.Equal("contributions must have room for 4 values; got 3", Assert.Throws<ArgumentException>(() => explainer.Contributions([1, 2, 3], new double[3])).Message);
    }

    private static void AssertAlike(BoostedTrees model, TreeExplainer explainer, LabeledRows rows, int count)
    {
        double[] expected = new double[model.FeatureCount + 1], contributions = new double[model.FeatureCount + 1];
        for (int row = 0; row < count; row++)
        {
            model.Contributions(rows.Row(row), expected);
            explainer.Contributions(rows.Row(row), contributions);
            for (int feature = 0; feature < expected.Length; feature++)
                Assert.Equal(expected[feature], contributions[feature], 1e-5);
            Assert.Equal(model.Score(rows.Row(row)), contributions.Sum(), 1e-5);
        }
    }
}
