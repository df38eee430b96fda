namespace Perto.Learning.Tests;

public sealed class ItemKnnTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(7.5)]
    public void Similarities_are_shrunk_cosines_of_the_best_neighbours(double shrinkage)
    {
        InteractionMatrix data = SyntheticInteractions.Of(40, 30, 12, seed: 1, weighted: true);
        double[,] x = SyntheticInteractions.Dense(data);
        double Product(int i, int j) => Enumerable.Range(0, 40).Sum(user => x[user, i] * x[user, j]);
        ItemKnn model = ItemKnn.Fit(data, new ItemKnnSettings { Neighbours = 6, Shrinkage = shrinkage });

        for (int item = 0; item < 30; item++)
        {
            (int Other, double Similarity)[] expected =
            [
                .. Enumerable.Range(0, 30)
                    .Where(other => other != item && Product(item, other) > 0)
                    .Select(other => (other, Product(item, other) / (Math.Sqrt(Product(item, item) * Product(other, other)) + shrinkage)))
                    .OrderByDescending(pair => pair.Item2)
                    .Take(6),
            ];
            ScoredItem[] similar = new ScoredItem[30];
            int found = model.Similar(item, similar);
            Assert.Equal(expected.Select(pair => pair.Other), similar[..found].Select(scored => scored.Item));
            for (int i = 0; i < found; i++)
                Assert.Equal(expected[i].Similarity, similar[i].Score, 1e-5);
        }
    }

    [Fact]
    public void A_score_is_the_weighted_sum_of_similarities_to_the_history()
    {
        InteractionMatrix data = SyntheticInteractions.Of(40, 30, 12, seed: 1);
        ItemKnn model = ItemKnn.Fit(data, new ItemKnnSettings());
        float[] expected = new float[30];
        ScoredItem[] similar = new ScoredItem[30];
        foreach ((int item, float weight) in new[] { (2, 1f), (5, 3f) })
        {
            int found = model.Similar(item, similar);
            foreach (ScoredItem scored in similar[..found])
                expected[scored.Item] += weight * scored.Score;
        }

        float[] scores = new float[30];
        model.Score([2, 5], [1, 3], scores);
        for (int item = 0; item < 30; item++)
            Assert.Equal(expected[item], scores[item], 1e-6f);
    }

    [Fact]
    public void Settings_out_of_range_are_named()
    {
        InteractionMatrix data = SyntheticInteractions.Of(5, 5, 2, seed: 1);
        Assert.Equal(
            "Neighbours must be in 1..10000; got 0",
            Assert.Throws<SettingOutOfRangeException>(() => ItemKnn.Fit(data, new ItemKnnSettings { Neighbours = 0 })).Message);
        Assert.Throws<SettingOutOfRangeException>(() => ItemKnn.Fit(data, new ItemKnnSettings { Shrinkage = -1 }));
    }
}
