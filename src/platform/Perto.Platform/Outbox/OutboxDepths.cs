using System.Data.Common;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>
/// How many messages are unfinished, for gauges. Counted from an index when somebody reads the gauges, and not again for a while: a reading may be that old, and
/// the first one has nothing.
/// </summary>
internal sealed class OutboxDepths(IDatabase database, OutboxTopics topics, TimeProvider clock, ILogger<OutboxDepths> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private long? _countedAt;
    private Dictionary<string, TopicDepth> _depths = new(StringComparer.Ordinal);

    public IEnumerable<Measurement<long>> Depth() =>
        Read().Select(topic => new Measurement<long>(topic.Depth, new KeyValuePair<string, object?>("topic", topic.Topic)));

    public IEnumerable<Measurement<double>> OldestAge()
    {
        long now = UnixMicros.Now(clock);
        return Read().Select(topic => new Measurement<double>(
            topic.Oldest is { } oldest ? Math.Max(0, (now - oldest) / 1e6) : 0, new KeyValuePair<string, object?>("topic", topic.Topic)));
    }

    /// <summary>Counts now.</summary>
    public async Task CountAsync(CancellationToken cancellationToken = default)
    {
        IReadOnlyList<TopicDepth> counted = await database.ReadAsync(
            async session =>
            {
                IReadOnlyList<QueueDepth> queues = await session.QueryAsync<QueueDepth>(
                    "select tenant, topic, count(*) as depth, min(seq) as first from outbox_message group by tenant, topic");
                IReadOnlyList<QueueStart> starts = await session.QueryAsync<QueueStart>(
                    "select topic, min(enqueued_at) as oldest from outbox_message where seq in @firsts group by topic",
                    new { firsts = queues.Select(queue => queue.First).ToArray() });
                return (IReadOnlyList<TopicDepth>)
                [
                    .. queues.GroupBy(queue => queue.Topic, StringComparer.Ordinal).Select(queue => new TopicDepth(
                        queue.Key, queue.Sum(tenant => tenant.Depth), starts.FirstOrDefault(start => start.Topic == queue.Key)?.Oldest)),
                ];
            },
            cancellationToken);
        // A topic whose queue has emptied is told as empty, and not left at its last value.
        Dictionary<string, TopicDepth> all = topics.All.ToDictionary(topic => topic.Name, topic => new TopicDepth(topic.Name, 0, null), StringComparer.Ordinal);
        foreach (TopicDepth topic in counted)
            all[topic.Topic] = topic;
        Volatile.Write(ref _depths, all);
    }

    private Dictionary<string, TopicDepth>.ValueCollection Read()
    {
        lock (_lock)
        {
            if (_countedAt is not { } at || clock.GetElapsedTime(at) >= Interval)
            {
                _countedAt = clock.GetTimestamp();
                // A reader of gauges cannot wait.
                _ = Task.Run(TryCountAsync);
            }
        }
        return Volatile.Read(ref _depths).Values;
    }

    private async Task TryCountAsync()
    {
        try
        {
            await CountAsync();
        }
        catch (Exception failure) when (failure is DbException or ObjectDisposedException)
        {
            logger.OutboxNotCounted(failure);
        }
    }

    private sealed record TopicDepth(string Topic, long Depth, long? Oldest);

    private sealed record QueueDepth
    {
        public required string Tenant { get; init; }

        public required string Topic { get; init; }

        public required long Depth { get; init; }

        public required long First { get; init; }
    }

    private sealed record QueueStart
    {
        public required string Topic { get; init; }

        public required long Oldest { get; init; }
    }
}
