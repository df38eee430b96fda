using System.Globalization;

namespace Perto.Learning.Tests;

/// <summary>
/// Small models that LightGBM 4.7.0 wrote, with the predictions and contributions (<c>predict</c>, <c>predict(pred_contrib=True)</c>) that
/// it gave for some rows: <c>LightGbmModels/*.txt</c> and <c>*.csv</c>. The parameters of the models are cut off.
/// </summary>
public sealed class LightGbmGoldenTests
{
    private static string Text(string file)
    {
        using Stream stream = typeof(LightGbmGoldenTests).Assembly.GetManifestResourceStream($"Trees.LightGbmModels.{file}")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }

    private static BoostedTrees Model(string name) => LightGbmReader.Read(new StringReader(Text($"{name}.txt")));

    /// <summary>Rows of features, each followed by what LightGBM gave: a prediction, a contribution a feature and the mean.</summary>
    private static double[][] Given(string name) =>
    [
        .. Text($"{name}.csv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => line.Split(',').Select(value => double.Parse(value, CultureInfo.InvariantCulture)).ToArray()),
    ];

    [Theory]
    [InlineData("missing-alone")]
    [InlineData("categories")]
    [InlineData("zero-as-missing")]
    [InlineData("random-forest")]
    public void Predictions_and_contributions_are_those_of_LightGBM(string name)
    {
        BoostedTrees model = Model(name);
        double[][] given = Given(name);
        Assert.True(given.Length >= 16);
        float[] features = [.. given.SelectMany(values => values.Take(model.FeatureCount).Select(value => (float)value))];
        double[] predictions = new double[given.Length];
        model.Predict(features, predictions);
        double[] contributions = new double[model.FeatureCount + 1];
        for (int row = 0; row < given.Length; row++)
        {
            Assert.Equal(given[row][model.FeatureCount], predictions[row], 1e-12);
            model.Contributions(features.AsSpan(row * model.FeatureCount, model.FeatureCount), contributions);

            // Where the score is the mean of the trees, LightGBM's contributions are still sums over them and do not add up to it.
            double scale = model.AveragesTrees ? 1.0 / model.Trees.Count : 1;
            for (int feature = 0; feature < contributions.Length; feature++)
                Assert.Equal(given[row][model.FeatureCount + 1 + feature] * scale, contributions[feature], 1e-12);
            Assert.Equal(model.Score(features.AsSpan(row * model.FeatureCount, model.FeatureCount)), contributions.Sum(), 1e-12);
        }
    }

    [Theory]
    [InlineData("missing-alone")]
    [InlineData("categories")]
    [InlineData("zero-as-missing")]
    [InlineData("random-forest")]
    public void What_is_written_of_them_is_read_the_same(string name)
    {
        BoostedTrees model = Model(name);
        string text = TreeData.Text(model);
        Assert.Equal(TreeData.Saved(model), TreeData.Saved(LightGbmReader.Read(new StringReader(text))));
        Assert.Equal(Lines(Text($"{name}.txt")), Lines(text));

        static IEnumerable<int> Lines(string text) => text.Split('\n')
            .Where(line => line.StartsWith("threshold=", StringComparison.Ordinal))
            .Select(line => line.Split("inf").Length - 1);
    }

    [Fact]
    public void A_split_of_missing_values_alone_has_an_infinite_threshold()
    {
        TreeNode root = Model("missing-alone").Trees[0].Nodes[0];
        Assert.Equal(double.PositiveInfinity, root.Threshold);
        Assert.False(root.MissingLeft);

        // Here too, where missing values alone make the difference.
        LabeledRows rows = new()
        {
            FeatureCount = 1,
            Features = [.. Enumerable.Range(0, 100).Select(row => row % 2 == 0 ? float.NaN : row)],
            Labels = [.. Enumerable.Range(0, 100).Select(row => row % 2 == 0 ? 1f : 0)],
        };
        BoostedTrees ours = BoostedTrees.Fit(rows, new SquaredErrorObjective(), new BoostingSettings { Trees = 1, Leaves = 2 });
        string text = TreeData.Text(ours);
        Assert.Contains("\nthreshold=inf\n", text, StringComparison.Ordinal);
        Assert.Equal(TreeData.Saved(ours), TreeData.Saved(LightGbmReader.Read(new StringReader(text))));
    }
}
