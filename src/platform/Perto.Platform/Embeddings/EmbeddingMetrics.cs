using System.Diagnostics.Metrics;

namespace Perto.Platform;

/// <summary>What embeddings publish on the meter <see cref="MeterName"/>.</summary>
internal sealed class EmbeddingMetrics
{
    public const string MeterName = "Perto.Embeddings";

    private readonly Counter<long> _hits;
    private readonly Counter<long> _misses;
    private readonly Counter<long> _failures;
    private readonly Histogram<double> _generation;

    public EmbeddingMetrics(IMeterFactory meters, Func<long> entries)
    {
        Meter meter = meters.Create(MeterName);
        _hits = meter.CreateCounter<long>("embedding.cache.hits", description: "Texts whose vector was kept");
        _misses = meter.CreateCounter<long>("embedding.cache.misses", description: "Texts whose vector a model had to make");
        _failures = meter.CreateCounter<long>("embedding.generation.failures", description: "Calls of a model that failed");
        _generation = meter.CreateHistogram(
            "embedding.generation.duration",
            "s",
            "Time of a call of a model",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.05, .1, .25, .5, 1, 2] });
        meter.CreateObservableGauge("embedding.cache.size", entries, description: "Vectors in the memory of this server");
    }

    /// <summary>How the texts of a request were answered.</summary>
    public void Answered(int hits, int misses)
    {
        if (hits > 0)
            _hits.Add(hits);
        if (misses > 0)
            _misses.Add(misses);
    }

    /// <summary>A model answered.</summary>
    public void Generated(ModelName model, TimeSpan took) => _generation.Record(took.TotalSeconds, Tag(model));

    /// <summary>A model did not answer.</summary>
    public void Failed(ModelName model) => _failures.Add(1, Tag(model));

    private static KeyValuePair<string, object?> Tag(ModelName model) => new("model", model.ToString());
}
