using Perto.Learning;
using Perto.Numerics;
using Perto.Platform;
using Perto.Testing;

namespace Perto.Recommendations.Tests;

/// <summary>Rankers by parameters, their measure, and what they reach on real data with the parameters of docs/learning-to-rank.md.</summary>
public sealed class RankerTests
{
    private static LabeledRows Rows(int queries, long seed)
    {
        SeededRandom random = new(seed);
        int rows = 10 * queries;
        float[] features = [.. Enumerable.Range(0, rows * 3).Select(_ => random.NextSingle())];
        return new LabeledRows
        {
            FeatureCount = 3,
            Features = features,
            Labels = [.. Enumerable.Range(0, rows).Select(row => MathF.Floor(3.99f * features[row * 3]))],
            Groups = [.. Enumerable.Repeat(10, queries)],
        };
    }

    [Fact]
    public void Parameters_are_named_as_they_are_given()
    {
        RankerPlan plan = RankerPlan.Of(new Dictionary<string, string> { ["leaves"] = "7", ["bagging_by_query"] = "on", ["truncation"] = "5" });
        Assert.Equal(("7", "on", "0.1"), (plan.Parameters["leaves"], plan.Parameters["bagging_by_query"], plan.Parameters["learning_rate"]));
        Assert.Equal("leaves of lambdamart must be in 2..65536; got 1", Message("leaves", "1"));
        Assert.Equal("sigmoid of lambdamart must be above 0 and at most 1000; got 0", Message("sigmoid", "0"));
        Assert.Equal("normalize of lambdamart must be one of off, on; got 'yes'", Message("normalize", "yes"));
        Assert.StartsWith("'width' is no parameter of lambdamart; it has trees, ", Message("width", "1"), StringComparison.Ordinal);

        static string Message(string name, string value) =>
            Assert.Throws<InvalidValueException>(() => RankerPlan.Of(new Dictionary<string, string> { [name] = value })).Message;
    }

    [Fact]
    public void Without_validation_rows_a_fifth_of_the_queries_says_how_many_trees_are_best()
    {
        RankerPlan plan = RankerPlan.Of(new Dictionary<string, string> { ["trees"] = "200", ["leaves"] = "4" });
        LabeledRows train = Rows(60, seed: 1);
        BoostedTrees stopped = plan.Fit(train, seed: 3, earlyStopping: 5);
        Assert.InRange(stopped.Trees.Count, 1, 150);

        // All queries are learned from in the end.
        Assert.Equal(600, stopped.Trees[0].Nodes[0].Count);
        Assert.Throws<InvalidValueException>(() => plan.Fit(Rows(4, seed: 1), seed: 1, earlyStopping: 5));
    }

    [Fact]
    public void The_intervals_are_those_of_Student_over_seeds_and_over_queries()
    {
        RankerPlan plan = RankerPlan.Of(new Dictionary<string, string> { ["trees"] = "3", ["bagging_fraction"] = "0.5", ["feature_fraction"] = "0.4" });
        LabeledRows train = Rows(60, seed: 1);
        LabeledRows test = Rows(30, seed: 2);
        BoostedTrees[] models = [.. Enumerable.Range(1, 4).Select(seed => plan.Fit(train, seed))];
        RankerMetric metric = RankerEvaluation.Measure(models, test, [3])[0];
        Assert.Equal(4, metric.Seeds.Count);
        Assert.True(metric.Seeds.Distinct().Count() > 1);
        double mean = metric.Seeds.Average();
        double deviation = Math.Sqrt(metric.Seeds.Sum(value => (value - mean) * (value - mean)) / 3);
        Assert.Equal(mean, metric.Value, 1e-12);
        Assert.Equal(3.182 * deviation / Math.Sqrt(4), metric.OverSeeds, 1e-4);
        Assert.True(metric.OverQueries > 0);
        Assert.Equal(0, RankerEvaluation.Measure(models[..1], test, [3])[0].OverSeeds);
    }

    [Fact]
    public void On_the_example_of_LightGBM_the_mean_of_seeds_stays_above_what_was_measured_and_what_is_published()
    {
        LabeledRows train = Read("rank.train");
        LabeledRows test = Read("rank.test");
        RankerPlan plan = RankerPlan.Of(Chosen);
        BoostedTrees[] models = [.. Enumerable.Range(1, 20).Select(seed => plan.Fit(train, seed))];
        IReadOnlyList<RankerMetric> metrics = RankerEvaluation.Measure(models, test, [1, 3]);
        PublishedRanking published = PublishedRanking.Of(test)!;
        Assert.Equal([0.5674, 0.578], published.Rows.Select(row => row.Value));
        Assert.All(published.Rows, row => Assert.True(metrics.Single(metric => metric.K == row.K).Value > row.Value));
        Assert.InRange(metrics[0].Value, FloorAtOne, 1);
        Assert.InRange(metrics[1].Value, FloorAtThree, 1);
    }

    private static LabeledRows Read(string file)
    {
        string folder = TestData.Folder("lightgbm-rank");
        using StreamReader rows = new(Path.Combine(folder, file));
        using StreamReader groups = new(Path.Combine(folder, file + ".query"));
        LabeledRows read = SvmLightReader.Read(rows, file, featureCount: 301);
        return read with { Groups = QueryGroupReader.Read(groups, file + ".query", read.RowCount) };
    }

    // A little below what docs/learning-to-rank.md has, .6201 and .6516.
    private const double FloorAtOne = 0.60;
    private const double FloorAtThree = 0.64;

    private static readonly Dictionary<string, string> Chosen = new()
    {
        ["trees"] = "150",
        ["learning_rate"] = "0.05",
        ["leaves"] = "15",
        ["min_data_in_leaf"] = "5",
        ["l2"] = "1",
        ["max_bins"] = "63",
        ["bagging_fraction"] = "0.7",
        ["bagging_by_query"] = "on",
        ["sigmoid"] = "2",
    };
}
