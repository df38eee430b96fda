using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Perto.Platform;

/// <summary>What re-ranking publishes. The names are those of the dashboards and stand as they are, without the prefix of the others.</summary>
internal sealed class RerankMetrics
{
    public const string MeterName = "Perto.Reranking";

    // About the latest fifty answers of a kind.
    private const double Newest = .02;

    private static readonly int[] BatchSizes = [10, 20, 50, 100, 500, 1_000];

    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _retrieval;
    private readonly Counter<long> _operations;
    private readonly Counter<long> _changes;
    private readonly ConcurrentDictionary<string, double> _scores = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, double> _filtered = new(StringComparer.Ordinal);

    public RerankMetrics(IMeterFactory meters)
    {
        Meter meter = meters.Create(MeterName);
        _duration = meter.CreateHistogram(
            "reranking_duration_seconds",
            unit: "s",
            description: "Time of calls of a re-ranker, by its model and the size of the batch",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.01, .05, .1, .25, .5, 1, 2] });
        _retrieval = meter.CreateHistogram(
            "retrieval_duration_seconds",
            unit: "s",
            description: "Time of the retrieval of candidates, by how they are found",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.01, .05, .1, .25, .5, 1] });
        _operations = meter.CreateCounter<long>("reranking_operations_total", description: "Calls of a re-ranker, by its model and whether it answered in time");
        _changes = meter.CreateCounter<long>("rank_changes_total", description: "Results that moved up, down or not at all");
        meter.CreateObservableGauge("avg_rerank_score", () => Gauges(_scores, "query_type"), description: "Mean score of the results of a re-ranker, over the latest answers to a type of query");
        meter.CreateObservableGauge("results_filtered_ratio", () => _filtered.Values.Select(ratio => new Measurement<double>(ratio)), description: "Share of judged candidates under the threshold, over the latest answers");
    }

    /// <summary>A re-ranker was asked.</summary>
    public void Called(ModelName model, int documents, bool success, TimeSpan elapsed)
    {
        _duration.Record(elapsed.TotalSeconds, new TagList { { "model", model.ToString() }, { "batch_size", BatchSize(documents) } });
        _operations.Add(1, new TagList { { "model", model.ToString() }, { "success", success ? "true" : "false" } });
    }

    /// <summary>Candidates were retrieved.</summary>
    public void Retrieved(string strategy, TimeSpan elapsed) => _retrieval.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("strategy", strategy));

    /// <summary>An answer was re-ranked.</summary>
    public void Reranked(string queryType, double? score, int judged, int filtered, RankChanges changes)
    {
        Moved("up", changes.Up);
        Moved("down", changes.Down);
        Moved("same", changes.Same);
        if (score is { } mean)
            Blend(_scores, queryType, mean);
        Blend(_filtered, "", (double)filtered / judged);
    }

    // Sizes of their own would be a thousand series for each model.
    private static string BatchSize(int documents) => Array.Find(BatchSizes, size => documents <= size) is > 0 and var size ? $"{size}" : "more";

    private static void Blend(ConcurrentDictionary<string, double> means, string key, double value) =>
        means.AddOrUpdate(key, value, (_, mean) => mean + (Newest * (value - mean)));

    private static IEnumerable<Measurement<double>> Gauges(ConcurrentDictionary<string, double> means, string label) =>
        means.Select(mean => new Measurement<double>(mean.Value, new KeyValuePair<string, object?>(label, mean.Key)));

    private void Moved(string direction, int results)
    {
        if (results > 0)
            _changes.Add(results, new KeyValuePair<string, object?>("direction", direction));
    }
}
