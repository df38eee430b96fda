using System.Globalization;
using System.Text;
using Perto.Numerics;

namespace Perto.Learning.Tests;

/// <summary>LightGBM's text models: reading, writing, and files that want to do harm.</summary>
public sealed class LightGbmTests
{
    /// <summary>
    /// A model in LightGBM's form with all that splits can be: missing values of each kind on either side, and a set of categories (1, 33).
    /// </summary>
    private const string Model = """
        tree
        version=v4
        num_class=1
        num_tree_per_iteration=1
        label_index=0
        max_feature_idx=2
        objective=binary sigmoid:2
        feature_names=age price colour
        feature_infos=[0:90] [-3:7] 0:1:33
        tree_sizes=700 200

        Tree=0
        num_leaves=5
        num_cat=1
        split_feature=0 1 2 0
        split_gain=10 5 4 2.5
        threshold=17.500000000000004 1.0000000180025095e-35 0 60
        decision_type=10 4 1 0
        left_child=1 -1 -4 -3
        right_child=2 -2 3 -5
        leaf_value=0.1 0.2 0.25 -0.4 0.5
        leaf_weight=1 2 3 4 5
        leaf_count=10 20 30 40 50
        internal_value=0 0.15 0.1 0.3
        internal_weight=15 3 12 8
        internal_count=150 30 120 80
        cat_boundaries=0 2
        cat_threshold=2 2
        is_linear=0
        shrinkage=1


        Tree=1
        num_leaves=1
        num_cat=0
        split_feature=
        leaf_value=-0.05
        shrinkage=0.1


        end of trees

        feature_importances:
        age=2

        parameters:
        [boosting: gbdt]
        end of parameters

        pandas_categorical:null

        """;

    private static BoostedTrees Read(string text) => LightGbmReader.Read(new StringReader(text));

    [Theory]
    [InlineData(17.5f, -1, 0, 0.1)]
    [InlineData(10, 0, 0, 0.2)]
    [InlineData(10, float.NaN, 0, 0.2)]
    [InlineData(10, 0.5f, 0, 0.2)]
    [InlineData(float.NaN, -0.5f, 1, 0.1)]
    [InlineData(18, 0, 1, -0.4)]
    [InlineData(18, 0, 33.9f, -0.4)]
    [InlineData(18, 0, 2, 0.25)]
    [InlineData(60.5f, 0, 65, 0.5)]
    [InlineData(60.5f, 0, float.NaN, 0.5)]
    [InlineData(60.5f, 0, -7, 0.5)]
    public void A_row_comes_to_the_leaf_that_LightGBM_would_find(float age, float price, float colour, double leaf)
    {
        BoostedTrees model = Read(Model);
        Assert.Equal(leaf - 0.05, model.Score([age, price, colour]), 1e-12);
        double[] scores = new double[8];
        float[] rows = [.. Enumerable.Repeat<float[]>([age, price, colour], 8).SelectMany(row => row)];
        model.Score(rows, scores);
        Assert.All(scores, score => Assert.Equal(leaf - 0.05, score, 1e-12));
        model.Predict(rows, scores);
        Assert.Equal(1 / (1 + Math.Exp(-2 * (leaf - 0.05))), scores[0], 1e-12);
    }

    [Fact]
    public void What_is_written_of_a_model_that_was_read_is_read_the_same()
    {
        BoostedTrees model = Read(Model);
        BoostedTrees again = Read(TreeData.Text(model));
        Assert.Equal(TreeData.Saved(model), TreeData.Saved(again));
        Assert.Equal(["age", "price", "colour"], again.FeatureNames);
        Assert.Equal("binary sigmoid:2", again.Transform.Objective);
        Assert.Equal(0.1, again.Trees[1].Shrinkage);
    }

    [Theory]
    [MemberData(nameof(ForestTests.Forests), MemberType = typeof(ForestTests))]
    public void A_model_of_ours_comes_back_from_text_with_the_same_scores(string name)
    {
        (BoostedTrees model, LabeledRows rows) = ForestTests.Of(name);
        string text = TreeData.Text(model);
        BoostedTrees again = Read(text);
        Assert.Equal(TreeData.Scores(model, rows), TreeData.Scores(again, rows));
        Assert.Equal(text, TreeData.Text(again));
    }

    [Fact]
    public void The_sizes_of_trees_are_the_bytes_that_they_take()
    {
        string text = TreeData.Text(ForestTests.Of("small").Model);
        string line = text.Split('\n').Single(line => line.StartsWith("tree_sizes=", StringComparison.Ordinal));
        int[] sizes = [.. line["tree_sizes=".Length..].Split(' ').Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
        int start = text.IndexOf("Tree=0", StringComparison.Ordinal);
        for (int tree = 0; tree < sizes.Length; tree++)
        {
            Assert.StartsWith($"Tree={tree}\n", text[start..], StringComparison.Ordinal);
            start += sizes[tree];
        }

        Assert.StartsWith("end of trees", text[start..], StringComparison.Ordinal);
        Assert.Equal(text.Length, Encoding.UTF8.GetByteCount(text));
    }

    [Fact]
    public void The_mean_of_trees_is_the_score_where_the_file_says_so()
    {
        BoostedTrees sum = Read(Model);
        BoostedTrees mean = Read(Model.Replace("feature_names", "average_output\nfeature_names", StringComparison.Ordinal));
        Assert.Equal(sum.Score([1, 2, 3]) / 2, mean.Score([1, 2, 3]), 1e-12);
        double[] contributions = new double[4];
        mean.Contributions([1, 2, 3], contributions);
        Assert.Equal(mean.Score([1, 2, 3]), contributions.Sum(), 1e-12);
        Assert.Equal(TreeData.Saved(mean), TreeData.Saved(Read(TreeData.Text(mean))));
    }

    [Fact]
    public void The_intensity_of_cross_entropy_lambda_is_the_logarithm_of_one_and_its_exponential()
    {
        ScoreTransform transform = ScoreTransform.Of("cross_entropy_lambda")!;
        Assert.Equal(Math.Log(2), transform.Apply(0), 1e-15);
        Assert.Equal(Math.Log(1 + Math.Exp(1.5)), transform.Apply(1.5), 1e-15);
        Assert.Equal(800, transform.Apply(800), 1e-12);
        Assert.Equal(Math.Exp(-40), transform.Apply(-40), 1e-30);
    }

    [Theory]
    [InlineData("leaf_count=10 20", "leaf_count=10 21", "tree 0: the rows of split 1 must be those of its sides, 31; got 30")]
    [InlineData("leaf_count=10 20 30 40 50\n", "", "tree 0: rows must be at least 1 everywhere; got 0 of leaf 0")]
    [InlineData("internal_count=150", "internal_count=-150", "tree 0: the rows of split 0 must be those of its sides, 150; got -150")]
    public void Contributions_of_a_tree_that_does_not_say_how_many_rows_came_are_refused(string text, string by, string problem)
    {
        string damaged = Model.Replace(text, by, StringComparison.Ordinal);
        Assert.NotEqual(Model, damaged);
        BoostedTrees model = Read(damaged);
        Assert.Equal(Read(Model).Score([1, 2, 3]), model.Score([1, 2, 3]));
        string message = Assert.Throws<InvalidOperationException>(() => model.Contributions([1, 2, 3], new double[4])).Message;
        Assert.Equal($"The model has no contributions: {problem}", message);
    }

    [Theory]
    [InlineData("version=v4", "version=v2", 2, "version must be v3 or v4; got 'v2'")]
    [InlineData("num_class=1", "num_class=3", 3, "num_class must be 1, models of several classes are not read; got 3")]
    [InlineData("max_feature_idx=2", "max_feature_idx=2000000000", 6, "max_feature_idx must be a whole number in 0..1048575")]
    [InlineData("max_feature_idx=2", "max_feature_idx=3", 8, "feature_names must be max_feature_idx + 1 = 4 names; got 3")]
    [InlineData("objective=binary sigmoid:2", "objective=multiclass num_class:3", 7, "objective 'multiclass num_class:3' is not read here")]
    [InlineData("sigmoid:2", "sigmoid:1e999", 7, "objective 'binary sigmoid:1e999' is not read here")]
    [InlineData("tree_sizes=700 200", "tree_sizes=700", 10, "tree_sizes must be one for each of the 2 trees; got 1")]
    [InlineData("num_leaves=5", "num_leaves=2000000000", 13, "num_leaves must be a whole number in 1..1048576")]
    [InlineData("num_leaves=5", "num_leaves=6", 21, "leaf_value must be 6 numbers; got 5")]
    [InlineData("num_cat=1", "num_cat=900000", 27, "cat_boundaries must be 900001 numbers; got 2")]
    [InlineData("split_feature=0 1 2 0", "split_feature=0 1 3 0", 12, "split_feature must be in 0..2; got 3 of split 2")]
    [InlineData("split_feature=0 1 2 0", "split_feature=0 1 2 x", 15, "split_feature must be numbers of type Int32; got 'x' as number 4")]
    [InlineData("threshold=17.500000000000004", "threshold=nan", 12, "threshold must be a number; got NaN of split 0")]
    [InlineData("1.0000000180025095e-35 0 60", "1e-35 7 60", 12, "threshold of a categorical split must be in 0..0; got 7 of split 2")]
    [InlineData("decision_type=10 4 1 0", "decision_type=10 4 1 12", 12, "the missing type of decision_type must be in 0..2; got 3 of split 3")]
    [InlineData("left_child=1 -1 -4 -3", "left_child=1 -1 -4 0", 12, "left_child and right_child must name each split and leaf once; 0 stands at split 3 and elsewhere")]
    [InlineData("left_child=1 -1 -4 -3", "left_child=1 -1 -4 -9", 12, "left_child and right_child must be in -5..3; got -9 of split 3")]
    [InlineData("left_child=1 -1 -4 -3", "left_child=1 -1 -4 -2147483648", 12, "left_child and right_child must be in -5..3")]
    [InlineData("leaf_value=0.1", "leaf_value=1e999", 12, "leaf_value must be finite")]
    [InlineData("cat_boundaries=0 2", "cat_boundaries=0 2000000000", 28, "cat_threshold must be 2000000000 numbers; got 2")]
    [InlineData("cat_boundaries=0 2", "cat_boundaries=1 2", 27, "cat_boundaries must begin with 0 and not fall; got 1 and 2")]
    [InlineData("cat_boundaries=0 2", "cat_boundaries=0 -2", 28, "cat_threshold must be -2 numbers; got 2")]
    [InlineData("is_linear=0", "is_linear=1", 29, "is_linear must be 0, trees with linear leaves are not read")]
    [InlineData("split_gain=10", "num_leaves=5\nsplit_gain=10", 16, "'num_leaves' stands here for the second time; it stood in line 13")]
    [InlineData("leaf_value=-0.05", "", 33, "'leaf_value' is missing in the part that begins here")]
    [InlineData("end of trees", "", 51, "'Tree=' or 'end of trees' must stand here; got 'the end of the file'")]
    public void A_file_that_cannot_be_is_refused_and_the_line_named(string text, string by, int line, string problem)
    {
        string damaged = Model.Replace(text, by, StringComparison.Ordinal);
        Assert.NotEqual(Model, damaged);
        LightGbmFormatException refusal = Assert.Throws<LightGbmFormatException>(() => Read(damaged));
        Assert.StartsWith($"LightGBM model, line {line}: {problem}", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(line, refusal.Line);
    }

    [Fact]
    public void However_a_file_is_damaged_it_is_read_or_refused_and_nothing_else()
    {
        SeededRandom random = new(7);
        const string Letters = "0123456789-=. \nein";
        int refused = 0;
        for (int time = 0; time < 3_000; time++)
        {
            StringBuilder damaged = new(Model);
            for (int change = random.Next(4); change >= 0; change--)
                damaged[random.Next(damaged.Length)] = Letters[random.Next(Letters.Length)];
            if (random.Next(10) == 0)
                damaged.Length = random.Next(damaged.Length);
            try
            {
                Assert.True(double.IsFinite(Read(damaged.ToString()).Score([1, 2, 3])));
            }
            catch (LightGbmFormatException)
            {
                refused++;
            }
            catch (ArgumentException wrongWidth) when (wrongWidth.Message.StartsWith("row must have", StringComparison.Ordinal))
            {
                // The damage was to the number of features and the names together.
            }
        }

        Assert.InRange(refused, 500, 2_900);
    }
}
