namespace Perto.Learning.Tests;

public sealed class NeuralCfTests
{
    private static readonly NeuralCfSettings Small = new() { Dimensions = 8, Layers = [16, 9], Epochs = 6, Patience = 0, BatchSize = 256, LearningRate = 0.01 };
    private static readonly InteractionMatrix Data = SyntheticInteractions.Of(120, 300, 30, seed: 1, weighted: true);

    [Fact]
    public void A_score_is_the_logit_of_the_slow_model_for_any_history()
    {
        // More items than one block of the scorer holds.
        NeuralCfParameters parameters = NeuralCfParameters.Initial(700, Small);
        new Perto.Numerics.SeededRandom(3).Shuffle<float>(parameters.Network.UserLayer);
        parameters.Network.UserOffset[3] = 0.7f;
        parameters.Network.ItemLayer.Bias[2] = -0.4f;
        NeuralCf model = new(Small, parameters);
        SlowNeuralCf slow = new(parameters, Small.HistoryExponent);
        foreach ((int[] items, float[] weights) in new (int[], float[])[] { ([], []), ([5], []), ([1, 699, 300], [2, 0.5f, 1]) })
        {
            float[] scores = new float[700];
            model.Score(items, weights, scores);
            double[] user = slow.UserVector(items, weights);
            float[] vector = new float[model.VectorLength];
            model.FoldIn(items, weights, vector);
            for (int k = 0; k < vector.Length; k++)
                Assert.Equal(user[k], vector[k], 1e-5);
            for (int item = 0; item < scores.Length; item++)
                Assert.Equal(slow.Logit(user, item), scores[item], 1e-4);
        }

        Assert.Throws<ArgumentException>(() => model.FoldIn([1], [], new float[3]));
    }

    [Fact]
    public void The_loss_falls_and_is_reported_when_asked_for()
    {
        List<FitProgress> progress = [];
        NeuralCf.Fit(Data, Small, new FitOptions { Progress = progress.Add, Loss = true });
        Assert.Equal(Enumerable.Range(1, 6), progress.Select(step => step.Step));
        Assert.All(progress, step => Assert.Equal(6, step.Steps));
        Assert.True(progress[^1].Loss < 0.8 * progress[0].Loss, $"{progress[0].Loss} -> {progress[^1].Loss}");

        progress.Clear();
        NeuralCf.Fit(Data, Small with { Epochs = 1 }, new FitOptions { Progress = progress.Add });
        Assert.Null(Assert.Single(progress).Loss);
    }

    [Fact]
    public void Training_stops_when_held_out_items_are_not_found_better_and_starts_again_on_everything()
    {
        List<FitProgress> progress = [];
        NeuralCfSettings settings = Small with { Epochs = 60, Patience = 2, LearningRate = 0.05 };
        NeuralCf model = NeuralCf.Fit(Data, settings, new FitOptions { Progress = progress.Add });
        int epochs = model.Settings.Epochs;
        Assert.InRange(epochs, 1, 57);
        Assert.Equal((2 * epochs) + 2, progress.Count);
        Assert.Equal(Enumerable.Range(1, progress.Count), progress.Select(step => step.Step));
        Assert.Equal(progress.Count, progress[^1].Steps);

        // The same as being told the number of epochs.
        float[] scores = new float[Data.ItemCount];
        float[] told = new float[Data.ItemCount];
        model.Score([3, 9], [], scores);
        NeuralCf.Fit(Data, settings with { Epochs = epochs, Patience = 0 }).Score([3, 9], [], told);
        Assert.Equal(told, scores);
    }

    [Fact]
    public void Another_seed_makes_another_model()
    {
        float[] one = new float[Data.ItemCount];
        float[] other = new float[Data.ItemCount];
        NeuralCf.Fit(Data, Small).Score([1], [], one);
        NeuralCf.Fit(Data, Small with { Seed = 2 }).Score([1], [], other);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void Data_of_one_item_of_no_items_and_users_who_have_everything_are_trained_on()
    {
        Assert.Equal(0, NeuralCf.Fit(InteractionMatrix.From(2, 0, []), Small).ItemCount);
        Assert.Equal(4, NeuralCf.Fit(InteractionMatrix.From(0, 4, []), Small).ItemCount);
        NeuralCf everything = NeuralCf.Fit(InteractionMatrix.From(2, 2, [new(0, 0), new(0, 1), new(1, 0), new(1, 1)]), Small with { Patience = 1 });
        float[] scores = new float[2];
        everything.Score([0], [], scores);
        Assert.All(scores, score => Assert.True(score > 0));
    }

    [Fact]
    public void Training_that_diverges_says_so()
    {
        InteractionMatrix heavy = InteractionMatrix.From(2, 3, [new(0, 0, 1e38f), new(0, 1, 1e38f), new(1, 1), new(1, 2)]);
        Assert.Contains("diverged", Assert.Throws<ArithmeticException>(() => NeuralCf.Fit(heavy, Small with { HistoryExponent = 0 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fit_can_be_stopped()
    {
        using CancellationTokenSource source = new();
        FitOptions options = new() { Progress = _ => source.Cancel() };
        Assert.ThrowsAny<OperationCanceledException>(() => NeuralCf.Fit(Data, Small, options, source.Token));
    }

    [Fact]
    public void An_item_explains_what_its_presence_changes()
    {
        // Two groups of items that never meet: what speaks for an item is the part of the history from its own group.
        InteractionMatrix groups = SyntheticInteractions.Of(300, 80, 40, seed: 5);
        NeuralCf model = NeuralCf.Fit(groups, Small with { Epochs = 15 });
        int[] history = [0, 4, 8, 1];
        float[] contributions = new float[4];
        model.Explain(history, [], 12, contributions);
        Assert.True(contributions[..3].Min() > contributions[3], string.Join(' ', contributions));

        model.Explain([], [], 12, []);
    }

    public static TheoryData<NeuralCfSettings, string> Wrong => new()
    {
        { new() { Dimensions = 0 }, "Dimensions must be in 1..1024; got 0" },
        { new() { Layers = [] }, "Layers must be 1 to 8 numbers in 1..4096; got " },
        { new() { Layers = [8, 5000] }, "Layers must be 1 to 8 numbers in 1..4096; got 8,5000" },
        { new() { Epochs = 0 }, "Epochs must be in 1..1000; got 0" },
        { new() { Patience = -1 }, "Patience must be in 0..1000; got -1" },
        { new() { BatchSize = 8 }, "BatchSize must be in 16..65536; got 8" },
        { new() { LearningRate = double.NaN }, "LearningRate must be above 0 and at most 1; got NaN" },
        { new() { Negatives = 0 }, "Negatives must be in 1..100; got 0" },
        { new() { Regularization = -1 }, "Regularization must be in 0..1; got -1" },
        { new() { Dropout = 1 }, "Dropout must be at least 0 and below 1; got 1" },
        { new() { HistoryExponent = 1.5 }, "HistoryExponent must be in 0..1; got 1.5" },
        { new() { HistorySample = 0 }, "HistorySample must be in 1..1000000; got 0" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_setting_out_of_range_is_named(NeuralCfSettings settings, string message) =>
        Assert.Equal(message, Assert.Throws<SettingOutOfRangeException>(() => NeuralCf.Fit(Data, settings)).Message);
}
