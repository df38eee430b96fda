namespace Perto.Learning.Tests;

public sealed class BoostingMetricTests
{
    private static LabeledRows Rows(float[] labels, float[]? weights = null, int[]? groups = null) =>
        new() { FeatureCount = 1, Features = new float[labels.Length], Labels = labels, Weights = weights, Groups = groups };

    [Fact]
    public void Metrics_that_are_means_weigh_their_rows()
    {
        LabeledRows rows = Rows([1, 0], [3, 1]);
        Assert.Equal(((3 * 0.25) + 4) / 4, new MeanSquaredError().Of(rows, [0.5, 2]), 1e-12);
        Assert.Equal((-(3 * Math.Log(0.8)) - Math.Log(0.4)) / 4, new LogLoss().Of(rows, [0.8, 0.6]), 1e-12);
        Assert.Equal(((3 * 0.9 * 0.5) + (0.1 * 2)) / 4, new PinballLoss(0.9).Of(rows, [0.5, 2]), 1e-12);
        Assert.Equal((3 * 2 * (Math.Log(2) - 1 + 0.5) / 4) + (2 * 2.0 / 4), new PoissonDeviance().Of(rows, [0.5, 2]), 1e-12);
        Assert.Equal(0, new TweedieDeviance(1.5).Of(Rows([2, 3]), [2, 3]), 1e-12);
        Assert.Equal(2 * Math.Pow(4, 0.5) / 0.5, new TweedieDeviance(1.5).Of(Rows([0]), [4]), 1e-12);
    }

    [Fact]
    public void The_area_under_the_curve_is_the_share_of_pairs_in_order()
    {
        float[] labels = [1, 0, 1, 0, 0, 1];
        double[] predictions = [0.9, 0.9, 0.4, 0.1, 0.5, 0.7];
        float[] weights = [1, 2, 3, 1, 2, 1];
        double won = 0;
        double all = 0;
        for (int positive = 0; positive < labels.Length; positive++)
        {
            for (int negative = 0; negative < labels.Length; negative++)
            {
                if (labels[positive] <= labels[negative])
                    continue;
                double weight = weights[positive] * weights[negative];
                all += weight;
                won += weight * (predictions[positive] > predictions[negative] ? 1 : predictions[positive] == predictions[negative] ? 0.5 : 0);
            }
        }

        Assert.Equal(won / all, new AreaUnderCurveMetric().Of(Rows(labels, weights), predictions), 1e-12);
        Assert.Equal(1, new AreaUnderCurveMetric().Of(Rows([1, 1]), [1, 2]));
    }

    [Fact]
    public void Ndcg_is_graded_and_equal_predictions_keep_the_order_of_the_rows()
    {
        // Best order 3, 1, 0: gains 7 and 1.
        double ideal = 7 + (1 / Math.Log2(3));
        LabeledRows rows = Rows([0, 3, 1], groups: [3]);
        Assert.Equal(1, new Ndcg(3).Of(rows, [1, 3, 2]), 1e-12);
        Assert.Equal(((7 / Math.Log2(3)) + (1 / Math.Log2(4))) / ideal, new Ndcg(3).Of(rows, [5, 5, 5]), 1e-12);
        Assert.Equal(0, new Ndcg(1).Of(rows, [3, 2, 1]));
        Assert.Equal([1, 0], new Ndcg(1).OfQueries(Rows([0, 0, 0, 1], groups: [2, 2]), [1, 2, 2, 1]));
    }
}
