using Perto.Learning;

namespace Perto.Recommendations;

/// <summary>Measures rankings of documents as trec_eval does: linear gains, ideal lists of all answers, queries without an answer left out.</summary>
/// <param name="collection">What is searched, and what is right.</param>
/// <param name="k">The length of the list that nDCG and MRR look at.</param>
public sealed class RetrievalEvaluation(JudgedCollection collection, int k)
{
    /// <summary>Documents that a ranking has at most, and that the mean average precision looks at.</summary>
    public const int Depth = 1_000;

    /// <summary>The length of the list that recall looks at.</summary>
    public const int RecallDepth = 100;

    /// <summary>The measures, in the order in which they are told.</summary>
    public static IReadOnlyList<string> MetricNames { get; } = ["ndcg", "recall", "map", "mrr"];

    /// <summary>The protocol in words.</summary>
    public string Protocol =>
        $"{collection.Documents.Count:N0} documents, {collection.Queries.Count:N0} queries with an answer; nDCG@{k} with linear gains, recall@{RecallDepth}, " +
        $"MAP over the first {Depth:N0}, MRR@{k}; the mean over queries, 95 % intervals by the bootstrap over queries";

    /// <summary>Measures a ranking of each query.</summary>
    /// <param name="method">What made them.</param>
    /// <param name="rankings">The documents that were found, best first, in the order of the queries.</param>
    /// <param name="seconds">How long that took.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public RetrievalResult Measure(string method, IReadOnlyList<IReadOnlyList<string>> rankings, double seconds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rankings);
        if (rankings.Count != collection.Queries.Count)
            throw new ArgumentException($"{rankings.Count} rankings were given for {collection.Queries.Count} queries", nameof(rankings));
        double[] ndcg = new double[rankings.Count], recall = new double[rankings.Count], precision = new double[rankings.Count], reciprocal = new double[rankings.Count];
        for (int query = 0; query < rankings.Count; query++)
        {
            IReadOnlyDictionary<string, double> answers = collection.Grades[query];
            double[] grades = [.. rankings[query].Take(Depth).Select(document => answers.GetValueOrDefault(document))];
            bool[] hits = Array.ConvertAll(grades, grade => grade > 0);
            ndcg[query] = GradedRanking.Ndcg(grades.AsSpan(0, Math.Min(k, grades.Length)), [.. answers.Values], k, GainForm.Linear);
            recall[query] = RankingMetrics.Recall(hits, answers.Count, RecallDepth);
            precision[query] = RankingMetrics.AveragePrecision(hits, answers.Count, Math.Max(Depth, answers.Count));
            reciprocal[query] = RankingMetrics.ReciprocalRank(hits, k);
        }
        return new RetrievalResult(
            method,
            [
                Metric("ndcg", k, ndcg, cancellationToken), Metric("recall", RecallDepth, recall, cancellationToken), Metric("map", Depth, precision, cancellationToken),
                Metric("mrr", k, reciprocal, cancellationToken),
            ],
            seconds);
    }

    /// <summary>How much better one result is than another, by nDCG and on the same queries.</summary>
    /// <param name="result">The one.</param>
    /// <param name="against">The other.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null with one query.</returns>
    public static ModelComparison? Compare(RetrievalResult result, RetrievalResult against, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(against);
        RetrievalMetric one = result.Metric("ndcg"), other = against.Metric("ndcg");
        if (one.Queries.Count < 2)
            return null;
        double[] differences = [.. one.Queries.Zip(other.Queries, (left, right) => left - right)];
        Bootstrap bootstrap = EvaluationIntervals.OfMean(differences, cancellationToken);
        return new ModelComparison(result.Method, against.Method, "ndcg", one.K, bootstrap.Estimate, bootstrap.Interval, SignFlipTest.PValue(differences));
    }

    private static RetrievalMetric Metric(string name, int cutoff, double[] values, CancellationToken cancellationToken) => new(
        name, cutoff, values.Average(), values.Length < 2 ? null : EvaluationIntervals.OfMean(values, cancellationToken).Interval)
    {
        Queries = values,
    };
}
