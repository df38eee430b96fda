using Perto.Numerics;

namespace Perto.Learning.Tests;

public sealed class BiasedFactorsTests
{
    private static readonly BiasedFactorsSettings Small = new() { Dimensions = 4, Epochs = 80, LearningRate = 0.02, Regularization = 0.01 };

    /// <summary>Ratings by mean + biases + a taste of two dimensions, without noise; a third of all pairs is given.</summary>
    private static (InteractionMatrix Given, List<Interaction> Hidden) Made(int users, int items)
    {
        SeededRandom random = new(11);
        double[] userBias = Draw(users, 0.4), itemBias = Draw(items, 0.5);
        double[] userTaste = Draw(2 * users, 0.6), itemTaste = Draw(2 * items, 0.6);
        List<Interaction> given = [], hidden = [];
        for (int user = 0; user < users; user++)
        {
            for (int item = 0; item < items; item++)
            {
                double rating = 5 + userBias[user] + itemBias[item] + (userTaste[2 * user] * itemTaste[2 * item]) + (userTaste[(2 * user) + 1] * itemTaste[(2 * item) + 1]);
                (random.Next(3) == 0 ? given : hidden).Add(new Interaction(user, item, (float)rating));
            }
        }

        return (InteractionMatrix.From(users, items, [.. given]), hidden);

        double[] Draw(int count, double deviation) => [.. Enumerable.Range(0, count).Select(_ => deviation * random.Normal())];
    }

    private static double Rmse(BiasedFactors model, InteractionMatrix given, List<Interaction> hidden)
    {
        float[] scores = new float[given.UserCount * given.ItemCount];
        model.Score(given, 0, given.UserCount, scores);
        return Math.Sqrt(hidden.Average(rating => Math.Pow(scores[(rating.User * given.ItemCount) + rating.Item] - rating.Weight, 2)));
    }

    [Fact]
    public void It_finds_biases_and_tastes_again()
    {
        (InteractionMatrix given, List<Interaction> hidden) = Made(150, 90);
        double mean = given.AllWeights.ToArray().Average();
        double byMean = Math.Sqrt(hidden.Average(rating => Math.Pow(rating.Weight - mean, 2)));
        double byModel = Rmse(BiasedFactors.Fit(given, Small), given, hidden);
        Assert.InRange(byModel, 0, 0.25 * byMean);
    }

    [Fact]
    public void A_user_of_whom_nothing_is_known_gets_the_baseline()
    {
        BiasedFactors model = BiasedFactors.Fit(Made(60, 40).Given, Small);
        float[] scores = new float[model.ItemCount];
        model.Score([], [], scores);
        Assert.Equal(Enumerable.Range(0, 40).Select(model.Baseline), scores);
    }

    [Fact]
    public void A_history_is_folded_in()
    {
        (InteractionMatrix given, _) = Made(60, 40);
        BiasedFactors model = BiasedFactors.Fit(given, Small with { Dimensions = 1 });
        int[] items = given.Items(3).ToArray();
        float[] ratings = given.Weights(3).ToArray();

        // The user's own ratings are met better than by the baseline, and where all ratings are the baselines there is nothing to add.
        float[] scores = new float[40];
        model.Score(items, ratings, scores);
        double error = items.Select((item, i) => Math.Pow(ratings[i] - scores[item], 2)).Sum();
        double baseline = items.Select((item, i) => Math.Pow(ratings[i] - model.Baseline(item), 2)).Sum();
        Assert.InRange(error, 0, 0.6 * baseline);

        model.Score(items, [.. items.Select(model.Baseline)], scores);
        Assert.All(Enumerable.Range(0, 40), item => Assert.Equal(model.Baseline(item), scores[item], 1e-4f));
    }

    [Fact]
    public void Its_loss_falls_and_settings_have_limits()
    {
        InteractionMatrix given = Made(60, 40).Given;
        List<double> losses = [];
        BiasedFactors.Fit(given, Small, new FitOptions { Loss = true, Progress = step => losses.Add(step.Loss!.Value) });
        Assert.Equal(80, losses.Count);
        Assert.True(losses[^1] < 0.1 * losses[0]);
        Assert.Throws<SettingOutOfRangeException>(() => BiasedFactors.Fit(given, Small with { Regularization = 0 }));
        Assert.Throws<SettingOutOfRangeException>(() => BiasedFactors.Fit(given, Small with { Epochs = 0 }));
    }
}
