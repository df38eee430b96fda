using Perto.Numerics;

namespace Perto.Learning.Tests;

/// <summary>What every model must do, run over each of them.</summary>
public sealed class RecommenderModelContractTests
{
    private const int Users = 90;
    private const int Items = 70;

    private static readonly InteractionMatrix Data = SyntheticInteractions.Of(Users, Items, 14, seed: 1, weighted: true);

    private static readonly NeuralCfSettings SmallNcf = new() { Dimensions = 12, Layers = [24], Epochs = 20, BatchSize = 256, LearningRate = 0.01 };

    public static TheoryData<string> Models =>
        ["ials", "ials-wide", "ials-cg", "ease-items", "ease-users", "gfcf", "ncf", "ncf-dropout", "itemknn", "bpr", "biased-factors", "blend", "popularity"];

    private static IRecommenderModel Fit(string model, int threads = 2) => Fit(model, Data, threads);

    private static IRecommenderModel Fit(string model, InteractionMatrix data, int threads) => model switch
    {
        "ials" => ImplicitAls.Fit(data, new ImplicitAlsSettings { Dimensions = 6, Epochs = 4 }, new FitOptions { Threads = threads }),
        "ials-wide" => ImplicitAls.Fit(data, new ImplicitAlsSettings { Dimensions = 33, Epochs = 4 }, new FitOptions { Threads = threads }),
        "ials-cg" => ImplicitAls.Fit(
            data, new ImplicitAlsSettings { Dimensions = 33, Epochs = 6, ConjugateGradientSteps = 1 }, new FitOptions { Threads = threads }),
        "ease-items" => Ease.Fit(data, new EaseSettings { Form = EaseForm.Items, Regularization = 5 }, new FitOptions { Threads = threads }),
        "ease-users" => Ease.Fit(data, new EaseSettings { Form = EaseForm.Users, Regularization = 5 }, new FitOptions { Threads = threads }),
        "gfcf" => GraphFilter.Fit(data, new GraphFilterSettings { Signals = 12 }, new FitOptions { Threads = threads }),
        "ncf" => NeuralCf.Fit(data, SmallNcf, new FitOptions { Threads = threads }),
        "ncf-dropout" => NeuralCf.Fit(
            data,
            SmallNcf with { Layers = [20, 9], Dropout = 0.2, Regularization = 1e-5, HistoryExponent = 1, HistorySample = 5, Patience = 0, Epochs = 12 },
            new FitOptions { Threads = threads }),
        "itemknn" => ItemKnn.Fit(data, new ItemKnnSettings { Neighbours = 20 }, new FitOptions { Threads = threads }),
        "bpr" => Bpr.Fit(data, new BprSettings { Dimensions = 12, Epochs = 20 }, new FitOptions { Threads = threads }),
        "biased-factors" => BiasedFactors.Fit(data, new BiasedFactorsSettings { Dimensions = 12 }, new FitOptions { Threads = threads }),
        "blend" => new Blend([Fit("ials", data, threads), Fit("ease-items", data, threads), Fit("itemknn", data, threads)], [0.5f, 1, 0]),
        _ => Popularity.Fit(data),
    };

    private static float[] Scores(IRecommenderModel model, int[] items, float[] weights)
    {
        float[] scores = Enumerable.Repeat(float.NaN, model.ItemCount).ToArray();
        model.Score(items, weights, scores);
        return scores;
    }

    private static byte[] Saved(IRecommenderModel model)
    {
        using MemoryStream stream = new();
        model.Save(stream);
        return stream.ToArray();
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void It_scores_every_item_for_any_history_even_an_empty_one(string name)
    {
        IRecommenderModel model = Fit(name);
        Assert.Equal(Items, model.ItemCount);
        Assert.Contains(model.Kind, RecommenderModels.Kinds);
        Assert.All(Scores(model, [3, 7, 20], []), score => Assert.True(float.IsFinite(score)));
        Assert.All(Scores(model, [], []), score => Assert.True(float.IsFinite(score)));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Weights_of_one_and_no_weights_and_any_order_are_the_same(string name)
    {
        IRecommenderModel model = Fit(name);
        float[] scores = Scores(model, [3, 7, 20], []);
        Near(scores, Scores(model, [3, 7, 20], [1, 1, 1]));
        Near(scores, Scores(model, [20, 3, 7], []));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Some_items_score_as_among_all(string name)
    {
        IRecommenderModel model = Fit(name);
        int[] wanted = [69, 3, 3, 0, 41];
        foreach (int[] history in (int[][])[[3, 7, 20], []])
        {
            float[] all = Scores(model, history, []), some = new float[wanted.Length];
            model.ScoreSome(history, [], wanted, some);
            Near([.. wanted.Select(item => all[item])], some);
            model.ScoreSome(history, [], [], []);
        }
        Assert.Throws<ArgumentException>(() => model.ScoreSome([1], [], [Items], new float[1]));
        Assert.Throws<ArgumentException>(() => model.ScoreSome([1], [], [1, 2], new float[1]));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Many_histories_at_once_score_like_each_alone(string name)
    {
        IRecommenderModel model = Fit(name);
        InteractionMatrix histories = SyntheticInteractions.Of(12, Items, 40, seed: 9, weighted: true);
        float[] scores = new float[5 * Items];
        model.Score(histories, 4, 5, scores);
        for (int row = 0; row < 5; row++)
        {
            float[] alone = Scores(model, histories.Items(4 + row).ToArray(), histories.Weights(4 + row).ToArray());
            Near(alone, scores[(row * Items)..((row + 1) * Items)]);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void The_same_data_give_the_same_bytes_for_any_number_of_threads(string name)
    {
        byte[] once = Saved(Fit(name, threads: 1));
        Assert.Equal(once, Saved(Fit(name, threads: 1)));
        Assert.Equal(once, Saved(Fit(name, threads: 4)));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Saved_and_loaded_it_scores_the_same(string name)
    {
        IRecommenderModel model = Fit(name);
        byte[] bytes = Saved(model);
        using MemoryStream stream = new(bytes);
        IRecommenderModel loaded = RecommenderModels.Load(stream);
        Assert.Equal(stream.Length, stream.Position);
        Assert.IsType(model.GetType(), loaded);
        Assert.Equal(Scores(model, [1, 2, 30], [1, 2, 0.5f]), Scores(loaded, [1, 2, 30], [1, 2, 0.5f]));
        Assert.Equal(bytes, Saved(loaded));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_damaged_file_is_never_loaded(string name)
    {
        byte[] bytes = Saved(Fit(name));
        SeededRandom random = new(4);
        for (int time = 0; time < 200; time++)
        {
            byte[] damaged = [.. bytes];
            damaged[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            Assert.Throws<BinaryFormatException>(() => RecommenderModels.Load(new MemoryStream(damaged)));
            byte[] cut = bytes[..random.Next(bytes.Length)];
            Assert.Throws<BinaryFormatException>(() => RecommenderModels.Load(new MemoryStream(cut)));
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Similar_items_are_ordered_and_never_the_item_itself(string name)
    {
        IRecommenderModel model = Fit(name);
        ScoredItem[] similar = new ScoredItem[8];
        Assert.Equal(8, model.Similar(5, similar));
        Assert.DoesNotContain(similar, scored => scored.Item == 5);
        Assert.Equal(8, similar.Select(scored => scored.Item).Distinct().Count());
        Assert.Equal(similar.OrderByDescending(scored => scored.Score).Select(scored => scored.Score), similar.Select(scored => scored.Score));
        Assert.Throws<ArgumentException>(() => model.Similar(Items, similar));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Contributions_of_the_history_add_up_to_the_score(string name)
    {
        IRecommenderModel model = Fit(name);
        int[] items = [2, 9, 21, 40, 41];
        float[] weights = [1, 2, 0.5f, 1, 3];
        float[] scores = Scores(model, items, weights);
        float[] contributions = new float[items.Length];
        foreach (int item in new[] { 0, 13, 60 })
        {
            model.Explain(items, weights, item, contributions);
            Assert.Equal(name == "popularity" ? 0 : scores[item], contributions.Sum(), 1e-4f);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_history_that_does_not_fit_is_refused(string name)
    {
        IRecommenderModel model = Fit(name);
        Assert.Equal("item must be in 0..69; got 70", Assert.Throws<ArgumentException>(() => Scores(model, [70], [])).Message);
        Assert.Throws<ArgumentException>(() => Scores(model, [-1], []));
        Assert.Throws<ArgumentException>(() => Scores(model, [1, 2], [1]));
        Assert.Throws<ArgumentException>(() => Scores(model, [1], [0]));
        Assert.Throws<ArgumentException>(() => Scores(model, [1], [float.NaN]));
        Assert.Throws<ArgumentException>(() => model.Score([1], [], new float[Items - 1]));
        Assert.Throws<ArgumentException>(() => model.Score(Data, 0, 2, new float[Items]));
        Assert.Throws<ArgumentException>(() => model.Score(Data, Users - 1, 2, new float[2 * Items]));
        Assert.Throws<ArgumentException>(() => model.Score(InteractionMatrix.From(1, 3, []), 0, 1, new float[Items]));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_user_gets_items_of_the_users_group_where_the_method_can_tell(string name)
    {
        InteractionMatrix data = SyntheticInteractions.Of(400, 200, 60, seed: 1);
        ScoredItem[][] lists = TopN.ForUsers(Fit(name, data, threads: 2), data, 5);
        double sameGroup = Enumerable.Range(0, data.UserCount).Average(user => lists[user].Count(scored => scored.Item % 4 == user % 4) / 5.0);
        // Where all weights are 1, a predictor of ratings has nothing to tell items apart by.
        if (name is "popularity" or "biased-factors")
            Assert.InRange(sameGroup, 0, 0.4);
        else
            Assert.InRange(sameGroup, 0.5, 1);
    }

    [Fact]
    public void An_unknown_kind_says_which_are_known()
    {
        using MemoryStream stream = new();
        new BinaryFileWriter(stream, "forest", 1).End();
        stream.Position = 0;
        BinaryFormatException refusal = Assert.Throws<BinaryFormatException>(() => RecommenderModels.Load(stream));
        Assert.Contains("model kind 'forest' is unknown; known: ials, ease, gfcf, ncf, itemknn, bpr, biased-factors, blend, popularity", refusal.Message, StringComparison.Ordinal);
    }

    private static void Near(float[] expected, float[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-4f);
    }
}
