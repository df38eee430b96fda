using Perto.Numerics;

namespace Perto.Learning.Tests;

public sealed class ImplicitAlsTests
{
    private static readonly ImplicitAlsSettings Small = new() { Dimensions = 8, Epochs = 5, Regularization = 0.02, UnobservedWeight = 0.2 };

    private static readonly InteractionMatrix Data = SyntheticInteractions.Of(60, 50, 25, seed: 1, weighted: true);

    /// <summary>The factor of a history by the definition: the normal equations over all items, in double precision.</summary>
    private static double[,] SlowFoldIn(ImplicitAls model, int[] items, float[] weights)
    {
        int d = model.Dimensions;
        double[,] a = new double[d, d];
        double[,] b = new double[d, 1];
        double regularization = model.Settings.Regularization
            * Math.Pow(items.Length + (model.Settings.UnobservedWeight * model.ItemCount), model.Settings.FrequencyExponent);
        for (int k = 0; k < d; k++)
        {
            a[k, k] = regularization;
            for (int l = 0; l < d; l++)
            {
                for (int item = 0; item < model.ItemCount; item++)
                    a[k, l] += model.Settings.UnobservedWeight * model.ItemFactor(item)[k] * model.ItemFactor(item)[l];
                for (int i = 0; i < items.Length; i++)
                    a[k, l] += (double)weights[i] * model.ItemFactor(items[i])[k] * model.ItemFactor(items[i])[l];
            }

            for (int i = 0; i < items.Length; i++)
                b[k, 0] += (double)weights[i] * model.ItemFactor(items[i])[k];
        }

        return DenseAlgebra.Solve(a, b);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    [InlineData(0)]
    public void Fold_in_solves_the_normal_equations_for_short_and_long_histories(double exponent)
    {
        ImplicitAls model = ImplicitAls.Fit(Data, Small with { FrequencyExponent = exponent });
        foreach (int length in new[] { 1, 3, 8, 9, 30, 50 })
        {
            int[] items = [.. Enumerable.Range(0, length)];
            float[] weights = [.. items.Select(item => 0.5f + (item % 3))];
            float[] vector = new float[8];
            model.FoldIn(items, weights, vector);
            double[,] expected = SlowFoldIn(model, items, weights);
            for (int k = 0; k < 8; k++)
                Assert.Equal(expected[k, 0], vector[k], 1e-4 * (1 + Math.Abs(expected[k, 0])));
        }
    }

    [Fact]
    public void Fold_in_of_nothing_is_zero_and_checks_its_room()
    {
        ImplicitAls model = ImplicitAls.Fit(Data, Small);
        float[] vector = new float[8];
        model.FoldIn([], [], vector);
        Assert.All(vector, value => Assert.Equal(0, value));
        Assert.Throws<ArgumentException>(() => model.FoldIn([1], [], new float[7]));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(40)]
    public void The_loss_never_rises_and_is_the_value_of_the_objective(int dimensions)
    {
        List<FitProgress> progress = [];
        ImplicitAlsSettings settings = Small with { Dimensions = dimensions, Epochs = 12 };
        ImplicitAls model = ImplicitAls.Fit(Data, settings, new FitOptions { Progress = progress.Add, Loss = true });
        Assert.Equal(Enumerable.Range(1, 12), progress.Select(step => step.Step));
        Assert.All(progress, step => Assert.Equal(12, step.Steps));
        for (int i = 1; i < progress.Count; i++)
            Assert.True(progress[i].Loss <= progress[i - 1].Loss * 1.00001, $"epoch {i + 1}: {progress[i - 1].Loss} -> {progress[i].Loss}");

        // Solving the users once more can only lower it, and near convergence by little.
        double objective = Objective(model);
        Assert.InRange(objective, progress[^1].Loss!.Value * 0.97, progress[^1].Loss!.Value * 1.00001);
    }

    private static double Objective(ImplicitAls model)
    {
        double[,] dense = SyntheticInteractions.Dense(Data);
        ImplicitAlsSettings settings = model.Settings;
        InteractionMatrix byItem = Data.Transpose();
        double sum = 0;
        for (int user = 0; user < Data.UserCount; user++)
        {
            float[] vector = new float[model.Dimensions];
            model.FoldIn(Data.Items(user), Data.Weights(user), vector);
            for (int item = 0; item < Data.ItemCount; item++)
            {
                double score = 0;
                for (int k = 0; k < vector.Length; k++)
                    score += vector[k] * model.ItemFactor(item)[k];
                sum += (settings.UnobservedWeight * score * score) + (dense[user, item] * (1 - score) * (1 - score));
            }

            double regularization = settings.Regularization * (Data.Degree(user) + (settings.UnobservedWeight * Data.ItemCount));
            sum += regularization * vector.Sum(value => (double)value * value);
        }

        for (int item = 0; item < Data.ItemCount; item++)
        {
            double regularization = settings.Regularization * (byItem.Degree(item) + (settings.UnobservedWeight * Data.UserCount));
            sum += regularization * model.ItemFactor(item).ToArray().Sum(value => (double)value * value);
        }

        return sum;
    }

    [Fact]
    public void Seeds_give_different_factors_of_nearly_the_same_quality()
    {
        double Loss(long seed)
        {
            double last = 0;
            ImplicitAls.Fit(Data, Small with { Seed = seed, Epochs = 30 }, new FitOptions { Progress = step => last = step.Loss!.Value, Loss = true });
            return last;
        }

        Assert.NotEqual(
            ImplicitAls.Fit(Data, Small with { Seed = 1 }).AllItemFactors.ToArray(),
            ImplicitAls.Fit(Data, Small with { Seed = 2 }).AllItemFactors.ToArray());
        Assert.Equal(1, Loss(1) / Loss(2), 0.02);
    }

    [Fact]
    public void An_item_that_nobody_had_scores_zero_and_is_similar_to_nothing()
    {
        InteractionMatrix data = InteractionMatrix.From(3, 4, [new(0, 0), new(0, 1), new(1, 1), new(2, 0)]);
        ImplicitAls model = ImplicitAls.Fit(data, Small with { Dimensions = 2 });
        float[] scores = new float[4];
        model.Score([0], [], scores);
        Assert.Equal(0, scores[3]);
        ScoredItem[] similar = new ScoredItem[4];
        Assert.Equal(0, model.Similar(3, similar));
        Assert.Equal(1, model.Similar(0, similar));
    }

    [Theory]
    [InlineData(1e-12, 1e-9)]
    [InlineData(1e-12, 1)]
    [InlineData(1e6, 1e3)]
    public void Extreme_regularisation_gives_finite_factors_or_says_what_is_missing(double regularization, double unobservedWeight)
    {
        ImplicitAlsSettings settings = Small with { Dimensions = 30, Regularization = regularization, UnobservedWeight = unobservedWeight };
        Exception? failure = Record.Exception(() =>
        {
            ImplicitAls model = ImplicitAls.Fit(Data, settings);
            Assert.All(model.AllItemFactors.ToArray(), value => Assert.True(float.IsFinite(value)));
        });
        Assert.True(failure is null or NotPositiveDefiniteException, failure?.ToString());
    }

    [Fact]
    public void Weights_beyond_single_precision_are_told_as_such()
    {
        InteractionMatrix data = InteractionMatrix.From(3, 40, [.. Enumerable.Range(0, 40).Select(item => new Interaction(1, item, 3e38f))]);
        Assert.Throws<NotPositiveDefiniteException>(() => ImplicitAls.Fit(data, Small with { InitialDeviation = 10 }));
    }

    [Fact]
    public void A_cancelled_fit_stops()
    {
        using CancellationTokenSource source = new();
        int epochs = 0;
        FitOptions options = new()
        {
            Progress = _ =>
            {
                epochs++;
                source.Cancel();
            },
        };
        Assert.ThrowsAny<OperationCanceledException>(() => ImplicitAls.Fit(Data, Small, options, source.Token));
        Assert.Equal(1, epochs);
    }

    public static TheoryData<ImplicitAlsSettings, string> Wrong => new()
    {
        { new() { Dimensions = 0 }, "Dimensions must be in 1..2048; got 0" },
        { new() { Epochs = 1_001 }, "Epochs must be in 1..1000; got 1001" },
        { new() { Regularization = 0 }, "Regularization must be above 0 and at most 1000000; got 0" },
        { new() { UnobservedWeight = double.NaN }, "UnobservedWeight must be above 0 and at most 1000; got NaN" },
        { new() { FrequencyExponent = 1.5 }, "FrequencyExponent must be in 0..1; got 1.5" },
        { new() { InitialDeviation = -1 }, "InitialDeviation must be above 0 and at most 10; got -1" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_setting_out_of_range_is_named(ImplicitAlsSettings settings, string message) =>
        Assert.Equal(message, Assert.Throws<SettingOutOfRangeException>(() => ImplicitAls.Fit(Data, settings)).Message);

    [Fact]
    public void Many_steps_of_conjugate_gradients_are_the_exact_solution()
    {
        // Rows are longer than 4 (steps + 1), or they would be solved exactly.
        InteractionMatrix data = SyntheticInteractions.Of(300, 200, 160, seed: 2, weighted: true);
        ImplicitAlsSettings exact = Small with { Dimensions = 24, Epochs = 2 };
        ImplicitAls expected = ImplicitAls.Fit(data, exact);
        ImplicitAls steps = ImplicitAls.Fit(data, exact with { ConjugateGradientSteps = 12 });

        Assert.Contains(Enumerable.Range(0, data.UserCount), user => data.Degree(user) > 52);
        Assert.Equal(Scores(expected), Scores(steps), (left, right) => Math.Abs(left - right) < 2e-3);

        float[] Scores(ImplicitAls model)
        {
            float[] scores = new float[data.UserCount * model.ItemCount];
            model.Score(data, 0, data.UserCount, scores);
            return scores;
        }
    }

    [Fact]
    public void Few_steps_of_conjugate_gradients_reach_nearly_the_same_loss()
    {
        InteractionMatrix data = SyntheticInteractions.Of(400, 300, 90, seed: 3);
        double Loss(int steps)
        {
            double last = double.NaN;
            ImplicitAls.Fit(
                data,
                Small with { Dimensions = 48, Epochs = 12, ConjugateGradientSteps = steps },
                new FitOptions { Loss = true, Progress = step => last = step.Loss!.Value });
            return last;
        }

        double exact = Loss(0);
        Assert.InRange(Loss(3), exact * 0.99, exact * 1.01);
    }
}
