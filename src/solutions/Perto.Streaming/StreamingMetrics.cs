using System.Diagnostics.Metrics;

namespace Perto.Streaming;

/// <summary>What the streaming solution counts.</summary>
public sealed class StreamingMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "Perto.Streaming";

    /// <summary>Counter of events taken.</summary>
    public const string Events = "perto_streaming_events_total";

    private readonly Counter<long> _events;
    private readonly Counter<long> _cachedPages;
    private readonly Counter<long> _servedPages;
    private readonly Counter<long> _batchPages;

    /// <summary>Creates the instruments.</summary>
    public StreamingMetrics(IMeterFactory meters)
    {
        Meter meter = meters.Create(Name);
        _events = meter.CreateCounter<long>(Events, description: "Events taken, by type.");
        _cachedPages = meter.CreateCounter<long>("perto_streaming_home_cached_total", description: "Home pages answered from the cache.");
        _servedPages = meter.CreateCounter<long>("perto_streaming_served_total", description: "Served pages for rankers to learn from: written, left_out (too many) or lost.");
        _batchPages = meter.CreateCounter<long>("perto_streaming_batch_pages_total", description: "Pages of batches, by outcome: made or failed.");
    }

    internal void BatchPages(string outcome, int pages) => _batchPages.Add(pages, new KeyValuePair<string, object?>("outcome", outcome));

    internal void Event(EventType type) => _events.Add(1, new KeyValuePair<string, object?>("type", type.ToString().ToLowerInvariant()));

    internal void ServedPage(string outcome, int pages) => _servedPages.Add(pages, new KeyValuePair<string, object?>("outcome", outcome));

    internal void CachedPage() => _cachedPages.Add(1);
}
