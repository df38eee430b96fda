using Perto.Numerics;

namespace Perto.Learning.Tests;

public sealed class CategoryTests
{
    private static readonly BoostingSettings One = new()
    {
        Trees = 1,
        LearningRate = 1,
        MinDataInLeaf = 1,
        CategoricalFeatures = [0],
        CategorySmoothing = 0,
        CategoryL2 = 0,
        MinDataOfCategories = 1,
        Leaves = 2,
    };

    /// <summary>Rows of one categorical feature, whose categories have labels of their own.</summary>
    private static LabeledRows Rows(int categories, int rows, Func<int, double> mean, long seed)
    {
        SeededRandom random = new(seed);
        int[] of = [.. Enumerable.Range(0, rows).Select(_ => random.Next(categories))];
        return new LabeledRows
        {
            FeatureCount = 1,
            Features = [.. of.Select(category => (float)(7 * category))],
            Labels = [.. of.Select(category => (float)(mean(category) + (0.3 * random.Normal())))],
        };
    }

    private static BoostedTrees Fit(LabeledRows rows, BoostingSettings settings) => BoostedTrees.Fit(rows, new SquaredErrorObjective(), settings);

    /// <summary>The gain of the best of all ways to part the categories.</summary>
    private static double BestOfAllSets(LabeledRows rows)
    {
        double mean = rows.Labels.Average(label => (double)label);
        (double Gradient, int Count)[] categories =
            [.. rows.Labels.Zip(rows.Features).GroupBy(row => row.Second).Select(group => (group.Sum(row => mean - row.First), group.Count()))];
        double best = 0;
        for (int set = 1; set < 1 << (categories.Length - 1); set++)
        {
            var left = categories.Where((_, at) => ((set >> at) & 1) != 0).ToArray();
            double gradient = left.Sum(category => category.Gradient);
            int count = left.Sum(category => category.Count);
            best = Math.Max(best, (gradient * gradient / count) + (gradient * gradient / (rows.RowCount - count)));
        }

        return best;
    }

    [Theory]
    [InlineData(4)]
    [InlineData(9)]
    [InlineData(12)]
    public void A_set_of_categories_is_as_good_as_the_best_of_all_sets(int categories)
    {
        LabeledRows rows = Rows(categories, 600, category => Math.Sin(category * 5), seed: 1);
        DecisionTree tree = Fit(rows, One with { OneVersusRestCategories = 0 }).Trees[0];
        Assert.True(tree.Nodes[0].IsCategorical);
        Assert.Equal(BestOfAllSets(rows), tree.Nodes[0].Gain, 1e-2);
    }

    [Fact]
    public void With_few_categories_one_stands_against_the_rest()
    {
        LabeledRows rows = Rows(4, 400, category => category == 2 ? 3 : 0, seed: 2);
        BoostedTrees model = Fit(rows, One);
        Assert.Equal(3, model.Score([14f]), 0.2);
        foreach (float other in (float[])[0, 7, 21])
            Assert.Equal(0, model.Score([other]), 0.2);
    }

    [Fact]
    public void What_is_missing_unknown_or_negative_goes_with_the_rest()
    {
        LabeledRows rows = Rows(10, 2_000, category => category < 3 ? 2 : 0, seed: 3);
        BoostedTrees model = Fit(rows, One);
        double rest = model.Trees[0].Leaves[~model.Trees[0].Nodes[0].Right].Value;
        foreach (float value in (float[])[float.NaN, -5, 3, 1e9f, float.PositiveInfinity, float.NegativeInfinity])
            Assert.Equal(rest, model.Score([value]));
        Assert.NotEqual(model.Score([0f]), model.Score([63f]));
    }

    [Fact]
    public void Smoothing_and_regularisation_keep_rare_categories_from_deciding()
    {
        // Categories of about 3 rows with nothing but noise.
        LabeledRows rows = Rows(300, 1_000, _ => 0, seed: 4);
        BoostingSettings defaults = new() { Trees = 1, CategoricalFeatures = [0] };
        Assert.Empty(Fit(rows, defaults).Trees[0].Nodes.ToArray());
        Assert.NotEmpty(Fit(rows, One).Trees[0].Nodes.ToArray());
    }

    [Fact]
    public void Fewer_rows_than_a_set_grows_by_do_not_stand_against_it()
    {
        // Six categories of 50 rows, the last two apart from the rest: 200 rows against 100.
        LabeledRows rows = new()
        {
            FeatureCount = 1,
            Features = [.. Enumerable.Range(0, 300).Select(row => (float)(row % 6))],
            Labels = [.. Enumerable.Range(0, 300).Select(row => row % 6 < 4 ? row % 6 / 100f : 5 - (row % 6 / 100f))],
        };
        BoostingSettings settings = One with { MaxCategoriesOfSplit = 6 };
        Assert.Equal([100, 200], Sizes(100));
        Assert.Equal([150, 150], Sizes(150));
        Assert.Equal([300], Sizes(151));

        int[] Sizes(int fewest) =>
            [.. Fit(rows, settings with { MinDataOfCategories = fewest }).Trees[0].Leaves.ToArray().Select(leaf => leaf.Count).Order()];
    }

    [Fact]
    public void A_category_that_is_no_whole_number_is_refused()
    {
        LabeledRows rows = Rows(5, 50, _ => 0, seed: 5);
        foreach (float wrong in (float[])[0.5f, -1, 2_000_000])
        {
            float[] features = [.. rows.Features];
            features[9] = wrong;
            string message = Assert.Throws<ArgumentException>(() => Fit(rows with { Features = features }, One)).Message;
            Assert.StartsWith("Features of the categorical feature 0 must be whole numbers in 0..1000000 or NaN; got", message, StringComparison.Ordinal);
        }
    }
}
