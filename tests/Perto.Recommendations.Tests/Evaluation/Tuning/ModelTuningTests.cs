using Perto.Platform;

namespace Perto.Recommendations.Tests;

public sealed class ModelTuningTests
{
    private static EvaluationTask Task()
    {
        InteractionLog log = new();
        Random random = new(1);
        for (int user = 0; user < 60; user++)
        {
            // Two tastes of ten items each, and some noise.
            for (int n = 0; n < 8; n++)
            {
                int item = random.Next(10) + (random.Next(8) == 0 ? random.Next(20) : user % 2 * 10);
                log.Interactions.Add(new LoggedInteraction(log.Users.Add($"u{user}"), log.Items.Add($"i{item % 20}"), 1, n));
            }
        }

        return new SplitPlan { Kind = SplitKind.UserRandom, Ratio = 0.7 }.Split(log);
    }

    [Fact]
    public void The_best_comes_first_and_the_defaults_are_among_what_is_tried()
    {
        List<TuningTrial> told = [];
        TuningResult result = new ModelTuning(12, seed: 1).Run(
            "ease", new Dictionary<string, string>(), Task(), "ndcg", 5, progress: new Told(told), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(("ease", "ndcg@5"), (result.Model, result.Metric));
        Assert.Equal(["regularization 10 to 3000", "dropout 0, 0.1, 0.2, 0.33, 0.5"], result.Searched);
        Assert.Equal(result.Trials.Count, told.Count);
        Assert.Empty(told[0].Parameters);
        Assert.Equal(result.Trials.Max(trial => trial.Value), result.Best.Value);
        Assert.True(result.Best.Value >= told[0].Value);
    }

    [Fact]
    public void It_repeats_itself_and_leaves_alone_what_is_given()
    {
        Dictionary<string, string> given = new() { ["dimensions"] = "8", ["epochs"] = "3" };
        TuningResult Run(uint seed) => new ModelTuning(6, seed).Run("ials", given, Task(), "recall", 5, cancellationToken: TestContext.Current.CancellationToken);
        TuningResult first = Run(1);

        Assert.All(first.Trials, trial => Assert.Equal(("8", "3"), (trial.Parameters["dimensions"], trial.Parameters["epochs"])));
        Assert.Equal(["unobserved_weight", "regularization"], first.Searched.Select(range => range.Split(' ')[0]));
        Assert.Equal(first.Trials.Select(trial => trial.Value), Run(1).Trials.Select(trial => trial.Value));
        Assert.NotEqual(first.Trials.Select(trial => trial.Value), Run(2).Trials.Select(trial => trial.Value));
    }

    [Fact]
    public void The_search_ends_close_to_the_best()
    {
        List<TuningTrial> told = [];
        TuningResult result = new ModelTuning(40, seed: 3).Run(
            "ease", new Dictionary<string, string>(), Task(), "ndcg", 5, progress: new Told(told), cancellationToken: TestContext.Current.CancellationToken);
        double best = Regularization(result.Best);

        // The last of forty lie within a thirtieth of the range of the best that was known, on a logarithmic scale.
        Assert.All(told[^3..], trial => Assert.InRange(Math.Abs(Math.Log(Regularization(trial) / best)), 0, 0.1 * Math.Log(300)));
        Assert.Contains(told[..15], trial => Math.Abs(Math.Log(Regularization(trial) / best)) > 0.3 * Math.Log(300));

        static double Regularization(TuningTrial trial) =>
            double.Parse(trial.Parameters.GetValueOrDefault("regularization", "200"), System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Where_the_defaults_lead_it_is_searched_around_them()
    {
        // Two trials: the defaults, and one beside them, where the whole range would be drawn if the defaults were not known.
        EvaluationTask task = Task();
        for (uint seed = 0; seed < 20; seed++)
        {
            List<TuningTrial> told = [];
            new ModelTuning(2, seed).Run("ease", new Dictionary<string, string>(), task, "ndcg", 5, progress: new Told(told), cancellationToken: TestContext.Current.CancellationToken);
            double defaults = double.Parse(ModelFactory.Plan("ease", new Dictionary<string, string>()).Parameters["regularization"], System.Globalization.CultureInfo.InvariantCulture);
            double tried = double.Parse(told[1].Parameters["regularization"], System.Globalization.CultureInfo.InvariantCulture);
            Assert.InRange(Math.Abs(Math.Log(tried / defaults)), 0, 0.26 * Math.Log(300));
        }
    }

    [Fact]
    public void A_model_without_parameters_is_tried_once() =>
        Assert.Single(new ModelTuning(50, 1).Run("popularity", new Dictionary<string, string>(), Task(), "ndcg", 5, cancellationToken: TestContext.Current.CancellationToken).Trials);

    [Theory]
    [InlineData(0)]
    [InlineData(1_001)]
    public void The_number_of_trials_has_limits(int trials) =>
        Assert.Equal($"tune must be between 1 and 1000; got {trials}", Assert.Throws<InvalidValueException>(() => new ModelTuning(trials, 1)).Message);

    private sealed class Told(List<TuningTrial> trials) : IProgress<TuningTrial>
    {
        public void Report(TuningTrial value) => trials.Add(value);
    }
}
