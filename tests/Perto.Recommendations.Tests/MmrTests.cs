namespace Perto.Recommendations.Tests;

public sealed class MmrTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(0.7)]
    [InlineData(1)]
    public void Picking_equals_the_definition_computed_anew_at_each_step(double lambda)
    {
        var random = new Random(11);
        for (int round = 0; round < 50; round++)
        {
            int items = random.Next(1, 40);
            float[] relevance = [.. Enumerable.Range(0, items).Select(_ => random.NextSingle())];
            float[,] similarity = Similarities(random, items);

            int[] picked = Mmr.With(lambda).Pick(relevance, (a, b) => similarity[a, b], take: 10);

            Assert.Equal(ByDefinition(lambda, relevance, similarity, 10), picked);
        }
    }

    [Fact]
    public void Lambda_one_is_the_order_of_relevance()
    {
        int[] picked = Mmr.With(1).Pick([0.1f, 0.9f, 0.5f], (_, _) => 1, take: 3);

        Assert.Equal([1, 2, 0], picked);
    }

    [Fact]
    public void A_wish_for_more_labels_than_there_are_does_no_harm()
    {
        int[] picked = Mmr.With(0.7).Pick([0.1f, 0.9f, 0.5f], (_, _) => 0, take: 3, _ => ["same"], atLeast: 5);

        Assert.Equal(3, picked.Distinct().Count());
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_lambda_outside_its_range_is_refused(double lambda) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Mmr.With(lambda));

    private static float[,] Similarities(Random random, int items)
    {
        var similarity = new float[items, items];
        for (int a = 0; a < items; a++)
        {
            for (int b = 0; b <= a; b++)
                similarity[a, b] = similarity[b, a] = random.NextSingle();
        }

        return similarity;
    }

    private static int[] ByDefinition(double lambda, float[] relevance, float[,] similarity, int take)
    {
        var picked = new List<int>();
        while (picked.Count < Math.Min(take, relevance.Length))
        {
            picked.Add(Enumerable.Range(0, relevance.Length).Except(picked)
                .MaxBy(item => (lambda * relevance[item])
                    + ((1 - lambda) * (picked.Count == 0 ? 1 : picked.Average(other => 1 - (double)similarity[item, other])))));
        }

        return [.. picked];
    }
}
