namespace Perto.Learning.Tests;

public sealed class ItemFeatureMapTests
{
    private const int Users = 400;
    private const int Items = 160;

    // Items of four groups, told by the remainder of their number; the last 20 are new: nobody has them in train.
    private static readonly InteractionMatrix All = SyntheticInteractions.Of(Users, Items, 60, seed: 8);
    private static readonly ImplicitAlsSettings Settings = new() { Dimensions = 16, Epochs = 10 };

    private static InteractionMatrix Known()
    {
        List<Interaction> known = [];
        for (int user = 0; user < Users; user++)
        {
            foreach (int item in All.Items(user))
            {
                if (item < Items - 20)
                    known.Add(new Interaction(user, item));
            }
        }

        return InteractionMatrix.From(Users, Items - 20, [.. known]);
    }

    private static float[] Group(int item)
    {
        float[] features = new float[4];
        features[item % 4] = 1;
        return features;
    }

    private static (ImplicitAls Model, ItemFeatureMap Map) Fitted()
    {
        InteractionMatrix known = Known();
        ImplicitAls model = ImplicitAls.Fit(known, Settings);
        InteractionMatrix byItem = known.Transpose();
        return (model, ItemFeatureMap.Fit(
            model, Enumerable.Range(0, model.ItemCount).SelectMany(Group).ToArray(), Enumerable.Range(0, model.ItemCount).Select(byItem.Degree).ToArray()));
    }

    [Fact]
    public void New_items_come_to_the_users_who_like_such_items()
    {
        (ImplicitAls model, ItemFeatureMap map) = Fitted();
        float[] factors = new float[20 * model.Dimensions];
        for (int item = 0; item < 20; item++)
            map.Factor(Group(Items - 20 + item), factors.AsSpan(item * model.Dimensions, model.Dimensions));
        ImplicitAls extended = model.WithItems(factors);
        Assert.Equal(Items, extended.ItemCount);

        // Of a user's new items, how many of the first five are of the user's group; one in four by chance.
        InteractionMatrix known = Known();
        float[] scores = new float[Items];
        double own = Enumerable.Range(0, Users).Average(user =>
        {
            extended.Score(known.Items(user), known.Weights(user), scores);
            return Enumerable.Range(Items - 20, 20).OrderByDescending(item => scores[item]).Take(5).Count(item => item % 4 == user % 4) / 5.0;
        });
        Assert.InRange(own, 0.8, 1);
    }

    [Fact]
    public void Items_that_were_known_are_scored_as_before()
    {
        (ImplicitAls model, _) = Fitted();
        float[] before = new float[model.ItemCount], after = new float[model.ItemCount + 500];
        model.Score([1, 2, 3], [], before);
        ImplicitAls extended = model.WithItems(new float[500 * model.Dimensions]);
        extended.Score([1, 2, 3], [], after);
        Assert.Equal(before, after[..^500]);

        using MemoryStream file = new();
        extended.Save(file);
        file.Position = 0;
        float[] loaded = new float[after.Length];
        RecommenderModels.Load(file).Score([1, 2, 3], [], loaded);
        Assert.Equal(after, loaded);
    }

    [Fact]
    public void It_is_the_ridge_regression_of_the_factors()
    {
        // With one feature that all items have, and the constant, both share the mean of the factors, weighted by counts and shrunk.
        ImplicitAls model = ImplicitAls.Fit(Known(), Settings);
        int[] counts = [.. Enumerable.Range(0, model.ItemCount).Select(item => item % 3)];
        float[] ones = Enumerable.Repeat(1f, model.ItemCount).ToArray();
        float[] factor = new float[model.Dimensions];
        ItemFeatureMap.Fit(model, ones, counts, regularization: 7).Factor([1], factor);
        for (int k = 0; k < model.Dimensions; k++)
        {
            double sum = Enumerable.Range(0, model.ItemCount).Sum(item => (double)counts[item] * model.ItemFactor(item)[k]);
            Assert.Equal(2 * sum / (7 + (2 * counts.Sum())), factor[k], 1e-4);
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        (ImplicitAls model, ItemFeatureMap map) = Fitted();
        Assert.Throws<ArgumentException>(() => ItemFeatureMap.Fit(model, new float[model.ItemCount], new int[3]));
        Assert.Throws<ArgumentException>(() => ItemFeatureMap.Fit(model, new float[model.ItemCount + 1], new int[model.ItemCount]));
        Assert.Throws<SettingOutOfRangeException>(() => ItemFeatureMap.Fit(model, new float[model.ItemCount], new int[model.ItemCount], 0));
        Assert.Throws<ArgumentException>(() => map.Factor([1, 0, 0, float.NaN], new float[16]));
        Assert.Throws<ArgumentException>(() => map.Factor([1], new float[16]));
        Assert.Throws<ArgumentException>(() => model.WithItems(new float[15]));
        Assert.Throws<ArgumentException>(() => model.WithItems([.. new float[15], float.PositiveInfinity]));
    }
}
