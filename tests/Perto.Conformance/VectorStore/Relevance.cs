using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>Scores of sparse vectors, record by record, as the formulas stand in the documentation of <see cref="Metric"/>.</summary>
internal static class Relevance
{
    private const double K1 = 1.2, B = 0.75;

    /// <summary>The score of each record that shares a dimension with the query.</summary>
    public static Dictionary<string, double> Of(
        Metric metric, Dictionary<uint, float> query, Dictionary<string, Dictionary<uint, float>> records)
    {
        double average = records.Count == 0 ? 0 : records.Values.Average(record => record.Values.Sum());
        Dictionary<string, double> scores = [];
        foreach ((string id, Dictionary<uint, float> record) in records)
        {
            uint[] shared = [.. query.Keys.Where(record.ContainsKey)];
            if (shared.Length > 0)
                scores[id] = shared.Sum(dimension => query[dimension] * (metric is Metric.Dot ? record[dimension] : Bm25(dimension, record)));
        }
        return scores;

        double Bm25(uint term, Dictionary<uint, float> record)
        {
            double n = records.Values.Count(other => other.ContainsKey(term));
            double idf = Math.Log(1 + ((records.Count - n + 0.5) / (n + 0.5)));
            return idf * record[term] * (K1 + 1) / (record[term] + (K1 * (1 - B + (B * record.Values.Sum() / average))));
        }
    }
}
