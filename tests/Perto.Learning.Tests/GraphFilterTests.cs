namespace Perto.Learning.Tests;

public sealed class GraphFilterTests
{
    private static readonly InteractionMatrix Data = SyntheticInteractions.Of(60, 40, 25, seed: 1, weighted: true);

    /// <summary>The score of a history by dense matrices: r (R'R + alpha D^-1/2 V V' D^1/2), with V from the eigenvectors of R'R.</summary>
    private static double[] Slow(int[] items, float[] weights, double alpha, int signals)
    {
        double[,] dense = SyntheticInteractions.Dense(Data);
        (int users, int count) = (Data.UserCount, Data.ItemCount);
        double[] byUser = [.. Enumerable.Range(0, users).Select(user => Enumerable.Range(0, count).Sum(item => dense[user, item]))];
        double[] byItem = [.. Enumerable.Range(0, count).Select(item => Enumerable.Range(0, users).Sum(user => dense[user, item]))];
        double[] gram = new double[count * count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                for (int user = 0; user < users; user++)
                    gram[(i * count) + j] += byUser[user] == 0 || byItem[i] == 0 || byItem[j] == 0 ? 0 : dense[user, i] * dense[user, j] / (byUser[user] * Math.Sqrt(byItem[i] * byItem[j]));
            }
        }

        Numerics.SymmetricEigen eigen = Numerics.SymmetricEigen.Of([.. gram.Select(value => (float)value)], count);
        int[] largest = [.. Enumerable.Range(0, count).OrderByDescending(k => eigen.Values[k]).Take(signals)];
        double[] scores = new double[count];
        for (int j = 0; j < count; j++)
        {
            for (int n = 0; n < items.Length; n++)
            {
                int i = items[n];
                double ideal = largest.Sum(k => eigen.Vectors[(k * count) + i] * eigen.Vectors[(k * count) + j]) * Math.Sqrt(byItem[j] / byItem[i]);
                scores[j] += weights[n] * (gram[(i * count) + j] + (alpha * ideal));
            }
        }

        return scores;
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(0.3, 5)]
    [InlineData(2, 12)]
    public void It_scores_as_the_filters_say(double alpha, int signals)
    {
        int[] items = [1, 4, 9];
        float[] weights = [1, 2, 0.5f];
        float[] scores = new float[Data.ItemCount];
        GraphFilter.Fit(Data, new GraphFilterSettings { Signals = signals, IdealWeight = alpha }).Score(items, weights, scores);
        Assert.Equal(Slow(items, weights, alpha, signals), scores.Select(score => (double)score), (left, right) => Math.Abs(left - right) < 5e-3);
    }

    [Fact]
    public void Items_that_nobody_had_reach_nothing_and_few_users_have_few_signals()
    {
        InteractionMatrix tiny = InteractionMatrix.From(2, 4, [new Interaction(0, 0), new Interaction(0, 1), new Interaction(1, 1)]);
        GraphFilter model = GraphFilter.Fit(tiny, new GraphFilterSettings());
        float[] scores = new float[4];
        model.Score([3], [], scores);
        Assert.Equal([0, 0, 0, 0], scores);
        model.Score([0], [], scores);
        Assert.True(scores[1] > 0 && scores[2] == 0);
        Assert.Equal(0, GraphFilter.Fit(InteractionMatrix.From(0, 0, []), new GraphFilterSettings()).ItemCount);
    }

    [Fact]
    public void Settings_have_limits()
    {
        Assert.Equal("Signals must be in 1..1024; got 0", Assert.Throws<SettingOutOfRangeException>(() => GraphFilter.Fit(Data, new GraphFilterSettings { Signals = 0 })).Message);
        Assert.Throws<SettingOutOfRangeException>(() => GraphFilter.Fit(Data, new GraphFilterSettings { IdealWeight = double.NaN }));
    }
}
