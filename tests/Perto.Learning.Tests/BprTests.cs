namespace Perto.Learning.Tests;

public sealed class BprTests
{
    private static readonly BprSettings Small = new() { Dimensions = 16, Epochs = 60 };

    // Users and items of four groups; a quarter of the interactions is noise.
    private static readonly InteractionMatrix Data = SyntheticInteractions.Of(300, 120, 30, seed: 5);

    /// <summary>How often an item of the user's group scores above one of another group, both of them new to the user.</summary>
    private static double PairsInOrder(IRecommenderModel model, InteractionMatrix data)
    {
        double right = 0, pairs = 0;
        float[] scores = new float[model.ItemCount];
        for (int user = 0; user < data.UserCount; user++)
        {
            model.Score(data.Items(user), data.Weights(user), scores);
            HashSet<int> had = [.. data.Items(user)];
            foreach (int own in Enumerable.Range(0, scores.Length).Where(item => item % 4 == user % 4 && !had.Contains(item)))
            {
                foreach (int other in Enumerable.Range(0, scores.Length).Where(item => item % 4 != user % 4 && !had.Contains(item)))
                {
                    pairs++;
                    right += scores[own] > scores[other] ? 1 : 0;
                }
            }
        }

        return right / pairs;
    }

    [Fact]
    public void It_puts_what_a_user_would_like_above_the_rest()
    {
        // The peer in the same run: the best that least squares make of these data.
        double peer = PairsInOrder(ImplicitAls.Fit(Data, new ImplicitAlsSettings { Dimensions = 16 }), Data);
        Assert.InRange(PairsInOrder(Bpr.Fit(Data, Small), Data), peer - 0.05, 1);
    }

    [Fact]
    public void A_user_it_never_saw_is_ranked_as_well()
    {
        InteractionMatrix known = Data.Select(Enumerable.Range(0, 240).ToArray());
        InteractionMatrix others = Data.Select(Enumerable.Range(240, 60).ToArray());
        double peer = PairsInOrder(ImplicitAls.Fit(known, new ImplicitAlsSettings { Dimensions = 16 }), others);
        Assert.InRange(PairsInOrder(Bpr.Fit(known, Small), others), peer - 0.05, 1);
    }

    [Fact]
    public void A_step_follows_the_gradient_of_the_pair()
    {
        // One user, one item had and one not: every step is the same pair. A tiny rate shows where the factors begin.
        InteractionMatrix one = InteractionMatrix.From(1, 2, [new Interaction(0, 0)]);
        BprSettings step = new() { Dimensions = 8, Epochs = 1, Regularization = 0, InitialDeviation = 1 };
        Bpr before = Bpr.Fit(one, step with { LearningRate = 1e-12 });
        Bpr small = Bpr.Fit(one, step with { LearningRate = 0.001 });
        Bpr twice = Bpr.Fit(one, step with { LearningRate = 0.002 });
        for (int k = 0; k < 8; k++)
        {
            float positive = small.ItemFactor(0)[k] - before.ItemFactor(0)[k], negative = small.ItemFactor(1)[k] - before.ItemFactor(1)[k];
            Assert.Equal(-positive, negative, 1e-6f);
            Assert.Equal(2 * positive, twice.ItemFactor(0)[k] - before.ItemFactor(0)[k], 1e-6f);
        }

        // Biases begin at zero and move by the rate times sigmoid(-x), x being how far the positive leads; the factors by the same times the user.
        float probability = small.Bias(0) / 0.001f;
        Assert.InRange(probability, 0.01f, 0.99f);
        Assert.Equal(-small.Bias(0), small.Bias(1), 1e-9f);
        double[] user = [.. Enumerable.Range(0, 8).Select(k => (small.ItemFactor(0)[k] - before.ItemFactor(0)[k]) / (0.001 * probability))];
        double seen = Enumerable.Range(0, 8).Sum(k => user[k] * (before.ItemFactor(0)[k] - before.ItemFactor(1)[k]));
        Assert.Equal(1 / (1 + Math.Exp(seen)), probability, 5e-3);
    }

    [Fact]
    public void Who_had_everything_has_nothing_to_be_compared_with()
    {
        InteractionMatrix all = InteractionMatrix.From(2, 2, [new Interaction(0, 0), new Interaction(0, 1), new Interaction(1, 0)]);
        Bpr model = Bpr.Fit(all, Small);
        float[] scores = new float[2];
        model.Score([0, 1], [], scores);
        Assert.Equal([model.Bias(0), model.Bias(1)], scores);
        Assert.True(model.Bias(0) > model.Bias(1));
    }

    [Fact]
    public void A_fit_that_leaves_the_numbers_is_no_model()
    {
        InteractionMatrix heavy = InteractionMatrix.From(3, 4, [new Interaction(0, 0, 3e38f), new Interaction(1, 1, 1), new Interaction(2, 2, 3e38f)]);
        Assert.Contains(
            "smaller learning rate", Assert.Throws<ArithmeticException>(() => Bpr.Fit(heavy, Small with { LearningRate = 1, InitialDeviation = 10 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArithmeticException>(() => BiasedFactors.Fit(heavy, new BiasedFactorsSettings { LearningRate = 1 }));
    }

    [Fact]
    public void Wrong_settings_are_refused_and_a_fit_can_be_stopped()
    {
        Assert.Equal("LearningRate must be above 0 and at most 1; got 2", Assert.Throws<SettingOutOfRangeException>(() => Bpr.Fit(Data, Small with { LearningRate = 2 })).Message);
        Assert.Throws<SettingOutOfRangeException>(() => Bpr.Fit(Data, Small with { Dimensions = 0 }));
        Assert.Throws<SettingOutOfRangeException>(() => Bpr.Fit(Data, Small with { Regularization = double.NaN }));
        List<int> steps = [];
        using CancellationTokenSource stop = new();
        Assert.Throws<OperationCanceledException>(() => Bpr.Fit(
            Data,
            Small,
            new FitOptions
            {
                Progress = progress =>
                {
                    steps.Add(progress.Step);
                    if (progress.Step == 3)
                        stop.Cancel();
                },
            },
            stop.Token));
        Assert.Equal([1, 2, 3], steps);
    }
}
