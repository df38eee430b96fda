using Perto.Numerics;

namespace Perto.Learning.Tests;

public sealed class ObjectiveTests
{
    [Fact]
    public void What_rows_start_from_is_left_to_no_tree()
    {
        LabeledRows rows = TreeData.Regression(800, 4, seed: 21), validation = TreeData.Regression(400, 4, seed: 22);
        BoostingSettings settings = new() { Trees = 60, EarlyStopping = 10, BoostFromAverage = false };
        BoostedTrees plain = BoostedTrees.Fit(rows, new SquaredErrorObjective(), settings, validation);
        BoostedTrees lifted = BoostedTrees.Fit(Lifted(rows), new SquaredErrorObjective(), settings with { BoostFromAverage = true }, Lifted(validation));
        Assert.Equal(plain.Trees.Count, lifted.Trees.Count);
        for (int row = 0; row < validation.RowCount; row++)
            Assert.Equal(plain.Score(validation.Row(row)), lifted.Score(validation.Row(row)), 0.02);

        string message = Assert.Throws<ArgumentException>(() => BoostedTrees.Fit(Lifted(rows), new SquaredErrorObjective(), settings, validation)).Message;
        Assert.StartsWith("validation must have InitialScores where rows have them", message, StringComparison.Ordinal);
        Assert.Contains("InitialScores must be finite", Assert.Throws<ArgumentException>(() => (rows with { InitialScores = [.. rows.Labels.Select(_ => double.NaN)] }).Validate()).Message, StringComparison.Ordinal);
        Assert.Equal([3, 2], (rows with { Groups = [798, 1, 1], InitialScores = [.. Enumerable.Range(0, 800).Select(row => row < 799 ? 2.0 : 3.0)] }).OfGroups([2, 1]).InitialScores!);

        static LabeledRows Lifted(LabeledRows rows)
        {
            double[] lifts = [.. Enumerable.Range(0, rows.RowCount).Select(row => row % 7 * 0.5)];
            return rows with { InitialScores = lifts, Labels = [.. rows.Labels.Zip(lifts, (label, lift) => (float)(label + lift))] };
        }
    }

    private static readonly ParallelOptions TwoThreads = new() { MaxDegreeOfParallelism = 2 };

    /// <summary>Objectives with what their hessian is multiplied by on purpose.</summary>
    public static TheoryData<string> Objectives => ["regression", "binary", "poisson", "tweedie"];

    private static (BoostingObjective Objective, double HessianFactor) Of(string name) => name switch
    {
        "regression" => (new SquaredErrorObjective(), 1),
        "binary" => (new LogisticObjective { PositiveWeight = 3 }, 1),
        "poisson" => (new PoissonObjective(), Math.Exp(0.7)),
        _ => (new TweedieObjective { VariancePower = 1.3 }, 1),
    };

    private static GradientPair[] Gradients(ObjectiveState state, double[] scores)
    {
        GradientPair[] gradients = new GradientPair[scores.Length];
        state.Compute(scores, gradients, TwoThreads);
        return gradients;
    }

    [Theory]
    [MemberData(nameof(Objectives))]
    public void Gradient_and_hessian_are_the_derivatives_of_the_loss(string name)
    {
        (BoostingObjective objective, double factor) = Of(name);
        SeededRandom random = new(1);
        for (int time = 0; time < 50; time++)
        {
            LabeledRows row = new() { FeatureCount = 1, Features = [0], Labels = [time % 2], Weights = [0.5f + random.NextSingle()] };
            ObjectiveState state = objective.Start(row, new BoostingSettings());
            double score = 1.5 * random.Normal();
            const double Step = 1e-4;
            double before = state.Loss([score - Step])!.Value;
            double here = state.Loss([score])!.Value;
            double after = state.Loss([score + Step])!.Value;
            GradientPair pair = Gradients(state, [score])[0];
            Assert.Equal((after - before) / (2 * Step), pair.Gradient, 1e-4);
            Assert.Equal(factor * (after - (2 * here) + before) / (Step * Step), pair.Hessian, 1e-3);
        }
    }

    [Theory]
    [MemberData(nameof(Objectives))]
    public void The_initial_score_is_where_the_gradients_add_up_to_nothing(string name)
    {
        LabeledRows rows = TreeData.Regression(200, 1, seed: 2, weighted: true);
        rows = rows with { Labels = [.. rows.Labels.Select((_, row) => row % 3 == 0 ? 1f : 0f)] };
        ObjectiveState state = Of(name).Objective.Start(rows, new BoostingSettings());
        double[] scores = [.. Enumerable.Repeat(state.InitialScore, rows.RowCount)];
        Assert.Equal(0, Gradients(state, scores).Sum(pair => (double)pair.Gradient), 1e-3);
    }

    [Fact]
    public void The_pinball_loss_has_its_gradient()
    {
        LabeledRows row = new() { FeatureCount = 1, Features = [0], Labels = [2], Weights = [3] };
        ObjectiveState state = new QuantileObjective { Share = 0.8 }.Start(row, new BoostingSettings());
        Assert.Equal(3 * 0.8f * (2 - 1.5f), (float)state.Loss([1.5])!.Value, 1e-6f);
        Assert.Equal(-2.4f, Gradients(state, [1.5])[0].Gradient, 1e-6f);
        Assert.Equal(0.6f, Gradients(state, [2.5])[0].Gradient, 1e-6f);
    }

    [Theory]
    [InlineData(0.1, false)]
    [InlineData(0.5, true)]
    [InlineData(0.9, false)]
    public void A_quantile_model_covers_its_share(double share, bool weighted)
    {
        LabeledRows train = TreeData.Regression(4_000, 3, seed: 3, weighted: weighted);
        LabeledRows test = TreeData.Regression(4_000, 3, seed: 4);
        BoostedTrees model = BoostedTrees.Fit(train, new QuantileObjective { Share = share }, new BoostingSettings { Trees = 60, Leaves = 8 });
        double[] predictions = TreeData.Predictions(model, test);
        double covered = Enumerable.Range(0, test.RowCount).Count(row => test.Labels[row] <= predictions[row]) / (double)test.RowCount;
        Assert.InRange(covered, share - 0.04, share + 0.04);
        double[] constant = [.. Enumerable.Repeat(test.Labels.Order().ElementAt((int)(share * test.RowCount)), test.RowCount).Select(label => (double)label)];
        Assert.True(new PinballLoss(share).Of(test, predictions) < 0.5 * new PinballLoss(share).Of(test, constant));
    }

    [Theory]
    [InlineData("poisson")]
    [InlineData("tweedie")]
    [InlineData("binary")]
    public void It_learns_the_mean_of_its_distribution(string name)
    {
        SeededRandom random = new(5);
        LabeledRows rows = TreeData.Regression(6_000, 2, seed: 6);
        double[] means = [.. Enumerable.Range(0, rows.RowCount).Select(row => name == "binary" ? 0.1 + (0.8 * rows.Row(row)[0]) : Math.Exp(1.5 * rows.Row(row)[0]))];
        rows = rows with { Labels = [.. means.Select(mean => (float)(name == "binary" ? random.NextDouble() < mean ? 1 : 0 : Poisson(mean)))] };
        BoostingObjective objective = name == "binary" ? new LogisticObjective() : Of(name).Objective;
        BoostedTrees model = BoostedTrees.Fit(rows, objective, new BoostingSettings { Trees = 40, Leaves = 6, MinDataInLeaf = 100 });
        double[] predictions = TreeData.Predictions(model, rows);
        double error = predictions.Zip(means, (prediction, mean) => Math.Abs(prediction - mean)).Average();
        Assert.InRange(error, 0, name == "binary" ? 0.05 : 0.2);
        Assert.True(objective.Metric.Of(rows, predictions) < objective.Metric.Of(rows, [.. means.Select(_ => rows.Labels.Average(label => (double)label))]));

        int Poisson(double mean)
        {
            double product = random.NextDouble();
            int count = 0;
            for (double limit = Math.Exp(-mean); product > limit; count++)
                product *= random.NextDouble();
            return count;
        }
    }

    [Fact]
    public void Labels_that_do_not_fit_are_named()
    {
        LabeledRows rows = new() { FeatureCount = 1, Features = [0, 1], Labels = [0, 2.5f], Groups = [2] };
        Assert.Equal("Labels must be 0 or 1; got 2.5 in row 1", Message(new LogisticObjective(), rows));
        Assert.Equal("Labels must be whole numbers in 0..30; got 2.5 in row 1", Message(new LambdaRankObjective(), rows));
        Assert.Equal("Labels must be 0 or more; got -1 in row 0", Message(new PoissonObjective(), rows with { Labels = [-1, 0] }));
        Assert.Equal("VariancePower must be above 1 and below 2; got 2", Message(new TweedieObjective { VariancePower = 2 }, rows));
        Assert.StartsWith("Groups must say how many rows each query has", Message(new LambdaRankObjective(), rows with { Labels = [0, 1], Groups = null }), StringComparison.Ordinal);
        Assert.Equal("Groups must be at most 2 (MaxGroupSize); got 3 in group 0", Message(
            new LambdaRankObjective { MaxGroupSize = 2 }, new LabeledRows { FeatureCount = 1, Features = [0, 1, 2], Labels = [0, 1, 2], Groups = [3] }));
        Assert.StartsWith("MonotoneConstraints must be empty where leaves are quantiles", Assert.Throws<SettingOutOfRangeException>(() =>
            BoostedTrees.Fit(rows, new QuantileObjective(), new BoostingSettings { MonotoneConstraints = [1] })).Message, StringComparison.Ordinal);

        static string Message(BoostingObjective objective, LabeledRows rows) =>
            Assert.ThrowsAny<ArgumentException>(() => objective.Start(rows, new BoostingSettings())).Message;
    }
}
