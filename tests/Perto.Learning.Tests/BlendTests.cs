namespace Perto.Learning.Tests;

public sealed class BlendTests
{
    private static readonly InteractionMatrix Data = SyntheticInteractions.Of(300, 120, 60, seed: 5);

    private static double Ndcg(IRecommenderModel model, HiddenInteractions inner, int k)
    {
        ScoredItem[][] lists = TopN.ForUsers(model, inner.Known, k);
        return Enumerable.Range(0, lists.Length).Where(user => inner.Hidden[user].Count > 0)
            .Average(user => RankingMetrics.Ndcg(Array.ConvertAll(lists[user], scored => inner.Hidden[user].Contains(scored.Item)), inner.Hidden[user].Count, k));
    }

    [Fact]
    public void Hidden_and_known_are_all_there_is_and_each_user_keeps_something()
    {
        HiddenInteractions inner = HiddenInteractions.Of(Data, 0.3, seed: 2);
        for (int user = 0; user < Data.UserCount; user++)
        {
            int[] known = inner.Known.Items(user).ToArray();
            Assert.NotEmpty(known);
            Assert.Equal(Data.Items(user).ToArray(), known.Concat(inner.Hidden[user]).Order());
            Assert.InRange(inner.Hidden[user].Count, Data.Degree(user) < 2 ? 0 : 1, (0.3 * Data.Degree(user)) + 0.5);
        }

        Assert.Equal(inner.Hidden[7], HiddenInteractions.Of(Data, 0.3, seed: 2).Hidden[7]);
        Assert.Throws<SettingOutOfRangeException>(() => HiddenInteractions.Of(Data, 1, seed: 2));
    }

    [Fact]
    public void Fitted_weights_are_at_least_as_good_as_any_part_where_they_were_fitted_and_the_useless_part_gets_little()
    {
        HiddenInteractions inner = HiddenInteractions.Of(Data, 0.3, seed: 2);
        IRecommenderModel[] parts =
        [
            Ease.Fit(inner.Known, new EaseSettings { Regularization = 50 }),
            ImplicitAls.Fit(inner.Known, new ImplicitAlsSettings { Dimensions = 16 }),
            new Backwards(Popularity.Fit(inner.Known)),
        ];
        float[] weights = BlendFit.Weights(parts, inner, 10);

        Assert.Equal(1, weights.Sum(), 1e-5f);
        Assert.InRange(weights[2], 0, 0.2);
        double blended = Ndcg(new Blend(parts, weights), inner, 10);
        Assert.All(parts, part => Assert.True(blended >= Ndcg(part, inner, 10) - 1e-9));
        Assert.Equal(weights, BlendFit.Weights(parts, inner, 10, new FitOptions { Threads = 1 }));
    }

    [Fact]
    public void Parts_count_alike_whatever_their_scale()
    {
        Ease ease = Ease.Fit(Data, new EaseSettings { Regularization = 50 });
        float[] plain = new float[ease.ItemCount], scaled = new float[ease.ItemCount];
        new Blend([ease, Popularity.Fit(Data)], [1, 1]).Score([1, 5], [], plain);
        new Blend([new Backwards(new Backwards(ease, 100), 1), Popularity.Fit(Data)], [1, 1]).Score([1, 5], [], scaled);
        Assert.Equal(plain, scaled, (left, right) => Math.Abs(left - right) < 1e-3);
    }

    [Fact]
    public void What_does_not_fit_together_is_refused()
    {
        Popularity part = Popularity.Fit(Data);
        Assert.Throws<ArgumentException>(() => new Blend([], []));
        Assert.Throws<ArgumentException>(() => new Blend([part], [0]));
        Assert.Throws<ArgumentException>(() => new Blend([part], [float.NaN]));
        Assert.Throws<ArgumentException>(() => new Blend([part, part], [1]));
        Assert.Throws<ArgumentException>(() => new Blend([part, Popularity.Fit(InteractionMatrix.From(1, 3, []))], [1, 1]));
        Assert.Contains(
            "biased-factors takes ratings",
            Assert.Throws<ArgumentException>(() => new Blend([BiasedFactors.Fit(Data, new BiasedFactorsSettings())], [1])).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Scores of a model, turned around and stretched.</summary>
    private sealed class Backwards(IRecommenderModel model, float by = 1) : IRecommenderModel
    {
        public string Kind => "backwards";

        public int ItemCount => model.ItemCount;

        public void Score(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, Span<float> scores)
        {
            model.Score(items, weights, scores);
            Turn(scores);
        }

        public void Score(InteractionMatrix histories, int firstUser, int userCount, Span<float> scores)
        {
            model.Score(histories, firstUser, userCount, scores);
            Turn(scores);
        }

        public int Similar(int item, Span<ScoredItem> similar) => model.Similar(item, similar);

        public void Explain(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, int item, Span<float> contributions) =>
            model.Explain(items, weights, item, contributions);

        public void Save(Stream stream) => model.Save(stream);

        private void Turn(Span<float> scores)
        {
            foreach (ref float score in scores)
                score *= -by;
        }
    }
}
