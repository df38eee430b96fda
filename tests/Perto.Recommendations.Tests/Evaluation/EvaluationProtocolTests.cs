using Perto.Learning;
using Perto.Platform;
using Perto.Testing;

namespace Perto.Recommendations.Tests;

public sealed class EvaluationProtocolTests
{
    // Popularity over train: p 3, q 2, r 1, s 1 users, so that the ranking is p, q, r, s.
    private const string Train = "a p q\nb p q\nc p r\nd s\n";

    private static InteractionLog Lines(string text, InteractionLog? shared = null)
    {
        InteractionLog log = shared is null ? new() : new(shared.Users, shared.Items);
        using StringReader reader = new(text);
        InteractionReader.Read(reader, "sample", InteractionFormat.Lines, log);
        return log;
    }

    private static RankingQuality RankByPopularity(string test, string? exclude, params int[] cutoffs)
    {
        InteractionLog train = Lines(Train);
        EvaluationSplit split = EvaluationSplit.From(train, Lines(test, train), exclude is null ? null : Lines(exclude, train));
        return EvaluationProtocol.Rank(Popularity.Fit(split.Train), split, cutoffs);
    }

    private static double Value(IReadOnlyList<MetricValue> metrics, string name, int k) =>
        metrics.Single(metric => metric.Name == name && metric.K == k).Value;

    [Fact]
    public void All_items_but_the_users_own_are_ranked()
    {
        // a has p and q, so r then s are ranked: s is at rank 2.
        (IReadOnlyList<MetricValue> metrics, int users) = RankByPopularity("a s\n", null, 1, 2, 10);
        Assert.Equal(1, users);
        Assert.Equal(0, Value(metrics, "hit_rate", 1));
        Assert.Equal(1, Value(metrics, "hit_rate", 2));
        Assert.Equal(1 / Math.Log2(3), Value(metrics, "ndcg", 2), 1e-12);
        Assert.Equal(0.5, Value(metrics, "mrr", 10));
        Assert.Equal(0.5, Value(metrics, "precision", 2));
        Assert.Equal(0.1, Value(metrics, "precision", 10), 1e-12);
        Assert.Equal(EvaluationProtocol.MetricNames.Count * 3, metrics.Count);
    }

    [Fact]
    public void Excluded_items_are_not_ranked()
    {
        (IReadOnlyList<MetricValue> metrics, _) = RankByPopularity("a s\n", "a r\nb s\n", 1);
        Assert.Equal(1, Value(metrics, "ndcg", 1));
    }

    [Fact]
    public void Test_items_that_train_does_not_have_count_in_the_denominators()
    {
        (IReadOnlyList<MetricValue> metrics, _) = RankByPopularity("a r new1 new2\n", null, 1, 2);
        Assert.Equal(1 / 3.0, Value(metrics, "recall", 2), 1e-12);
        Assert.Equal(1, Value(metrics, "ndcg", 1));
        Assert.Equal(1 / (1 + (1 / Math.Log2(3))), Value(metrics, "ndcg", 2), 1e-12);
        Assert.Equal(0.5, Value(metrics, "map", 2), 1e-12);
    }

    [Fact]
    public void Metrics_are_averaged_over_users_with_test_items_and_unknown_users_have_an_empty_history()
    {
        // a finds r first, the new user is ranked p first; users without test items do not count.
        (IReadOnlyList<MetricValue> metrics, int users) = RankByPopularity("a r\nnew q\nb\n", null, 1);
        Assert.Equal(2, users);
        Assert.Equal(0.5, Value(metrics, "recall", 1));

        // r and p were shown, of four items.
        Assert.Equal(0.5, Value(metrics, "coverage", 1));
    }

    [Fact]
    public void A_positive_is_ranked_among_its_negatives_and_ties_are_lost()
    {
        InteractionLog train = Lines(Train);
        int Item(string id) => train.Items.Add(id);
        IReadOnlyList<LeaveOneOutCase> cases =
        [
            new(0, Item("q"), [Item("s"), Item("p")]),
            new(0, Item("r"), [Item("s")]),
            new(0, Item("unknown"), [Item("s"), Item("r")]),
            new(9, Item("p"), [Item("also unknown"), Item("q")]),
        ];
        InteractionMatrix matrix = train.ToMatrix(4);
        (IReadOnlyList<MetricValue> metrics, int count) = EvaluationProtocol.RankAmongNegatives(Popularity.Fit(matrix), matrix, cases, [1, 2]);
        Assert.Equal(4, count);
        Assert.Equal(0.25, Value(metrics, "hit_rate", 1));
        Assert.Equal(0.75, Value(metrics, "hit_rate", 2));
        Assert.Equal((1 + (2 / Math.Log2(3))) / 4, Value(metrics, "ndcg", 2), 1e-12);
        Assert.DoesNotContain(metrics, metric => metric.Name == "coverage");
    }

    [Fact]
    public void What_cannot_be_evaluated_is_refused()
    {
        InteractionLog train = Lines(Train);
        EvaluationSplit split = EvaluationSplit.From(train, Lines("a s", train));
        Popularity model = Popularity.Fit(split.Train);
        Assert.Equal("k must be between 1 and 1000; got 0", Assert.Throws<InvalidValueException>(() => EvaluationProtocol.Rank(model, split, [0])).Message);
        Assert.Throws<InvalidValueException>(() => EvaluationProtocol.Rank(model, split, [1_001]));
        Assert.Throws<InvalidValueException>(() => EvaluationProtocol.Rank(model, split, []));
        Assert.Throws<InvalidValueException>(() => EvaluationProtocol.RankAmongNegatives(model, split.Train, [], [1]));
        Assert.Throws<InvalidValueException>(() => EvaluationSplit.From(train, Lines("", train)));
        Assert.Throws<InvalidValueException>(() => EvaluationSplit.From(Lines(""), train));
        Assert.Throws<InvalidValueException>(() => EvaluationSplit.From(train, Lines("a s")));
        Assert.Throws<InvalidValueException>(() => EvaluationSplit.From(train, Lines("a s", train), Lines("a s")));
    }

    [Fact]
    public void A_run_carries_the_model_its_parameters_and_its_cost()
    {
        InteractionLog train = Lines(Train);
        EvaluationTask task = EvaluationTask.AllItems(train, Lines("a s\nb r\n", train));
        ModelPlan plan = ModelFactory.Plan("itemknn", new Dictionary<string, string> { ["neighbours"] = "7" });
        EvaluationResult result = new Evaluation(new ManualTimeProvider()).Run(plan, task, [2]);
        Assert.Equal(("itemknn", 2, 4), (result.Model, result.Users, result.Items));
        Assert.Equal("7", result.Parameters["neighbours"]);
        Assert.Equal("10", result.Parameters["shrinkage"]);
        Assert.InRange(result.Metric("ndcg", 2), 0, 1);
        Assert.Equal(0, result.FitSeconds + result.ScoreSeconds);
        Assert.True(result.PeakMemoryBytes > 0);
        Assert.Contains("ndcg@2", Assert.Throws<ArgumentException>(() => result.Metric("ndcg", 3)).Message, StringComparison.Ordinal);

        IReadOnlyList<LeaveOneOutCase> cases = [new(0, 3, [2])];
        Assert.Equal(1, new Evaluation(TimeProvider.System).Run(plan, EvaluationTask.AmongNegatives(train, cases), [1]).Users);
    }
}
