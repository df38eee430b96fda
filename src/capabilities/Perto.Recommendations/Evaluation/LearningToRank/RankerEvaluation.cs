using Perto.Learning;

namespace Perto.Recommendations;

/// <summary>How well rankers order the rows of test queries: graded NDCG, as in LightGBM.</summary>
public static class RankerEvaluation
{
    /// <summary>Measures rankers that differ in their seed alone.</summary>
    /// <param name="models">The rankers.</param>
    /// <param name="test">Rows with groups.</param>
    /// <param name="cutoffs">Lengths of the list to measure at.</param>
    public static IReadOnlyList<RankerMetric> Measure(IReadOnlyList<BoostedTrees> models, LabeledRows test, IReadOnlyList<int> cutoffs)
    {
        double[][] scores = [.. models.Select(model => Scores(model, test))];
        return [.. cutoffs.Select(k => Measure(scores, test, k))];
    }

    private static RankerMetric Measure(double[][] scores, LabeledRows test, int k)
    {
        Ndcg metric = new(k);
        double[][] queries = [.. scores.Select(of => metric.OfQueries(test, of))];
        double[] seeds = [.. queries.Select(of => of.Average())];
        double[] meanOfQueries = [.. Enumerable.Range(0, queries[0].Length).Select(query => queries.Average(of => of[query]))];
        return new RankerMetric("ndcg", k, seeds.Average(), MeanInterval.HalfWidth(seeds), MeanInterval.HalfWidth(meanOfQueries), seeds);
    }

    private static double[] Scores(BoostedTrees model, LabeledRows rows)
    {
        double[] scores = new double[rows.RowCount];
        model.Score(rows.Features, scores);
        return scores;
    }
}
