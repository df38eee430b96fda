using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Perto.Platform;

/// <summary>What caches publish on the meter <see cref="MeterName"/>.</summary>
internal sealed class CacheMetrics
{
    public const string MeterName = "Perto.Cache";

    private readonly Counter<long> _garbage;

    public CacheMetrics(IMeterFactory meters, Caches caches)
    {
        Meter meter = meters.Create(MeterName);
        meter.CreateObservableCounter(
            "perto.cache.requests", () => caches.Statistics.SelectMany(Outcomes), description: "Questions to a level of a cache, by how they ended");
        meter.CreateObservableCounter("perto.cache.evictions", () => Each(cache => cache.Evictions), description: "Values that left the process level for others");
        meter.CreateObservableCounter("perto.cache.source_calls", () => Each(cache => cache.SourceCalls), description: "Values that the source was asked for");
        meter.CreateObservableCounter("perto.cache.source_errors", () => Each(cache => cache.SourceErrors), description: "Values that the source failed to make");
        meter.CreateObservableCounter("perto.cache.joined", () => Each(cache => cache.Joined), description: "Callers that waited for a value somebody else had asked for");
        meter.CreateObservableGauge("perto.cache.bytes", () => Each(cache => cache.Bytes), "By", "Bytes in the process level");
        meter.CreateObservableGauge("perto.cache.entries", () => Each(cache => cache.Entries), description: "Values in the process level");
        _garbage = meter.CreateCounter<long>("perto.cache.unknown_messages", description: "Messages of other servers that could not be read");

        IEnumerable<Measurement<long>> Each(Func<CacheStatistics, long> value) =>
            caches.Statistics.Select(cache => new Measurement<long>(value(cache), new KeyValuePair<string, object?>("cache", cache.Name)));
    }

    /// <summary>A message could not be read.</summary>
    public void GarbageHeard() => _garbage.Add(1);

    private static IEnumerable<Measurement<long>> Outcomes(CacheStatistics cache) => cache.Levels.SelectMany(level => new[]
    {
        Outcome(cache, level, "hit", level.Hits),
        Outcome(cache, level, "negative", level.Negative),
        Outcome(cache, level, "stale", level.Stale),
        Outcome(cache, level, "miss", level.Misses),
        Outcome(cache, level, "error", level.Errors),
    });

    private static Measurement<long> Outcome(CacheStatistics cache, CacheLevelStatistics level, string outcome, long count) =>
        new(count, new TagList { { "cache", cache.Name }, { "level", level.Level }, { "outcome", outcome } });
}
