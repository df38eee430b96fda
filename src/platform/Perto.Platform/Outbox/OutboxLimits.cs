using System.Collections.Concurrent;

namespace Perto.Platform;

/// <summary>
/// Holds the unfinished messages of a tenant and topic to a limit, without counting them at each enqueue: what this process adds
/// and finishes is added up, and the database is asked only when that may be too far from the truth.
/// </summary>
internal sealed class OutboxLimits(TimeProvider clock)
{
    // How far off the sum may be is bounded by what other processes can enqueue in these times.
    private static readonly TimeSpan ShortestCount = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestTrust = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<(string Tenant, string Topic), Depth> _depths = new();

    /// <summary>Takes <paramref name="count"/> messages in.</summary>
    /// <exception cref="OutboxFullException">They are too many.</exception>
    public async Task AdmitAsync(DatabaseSession session, TenantId tenant, OutboxTopic topic, int count)
    {
        int limit = topic.Options.QueueLimit;
        Depth depth = _depths.GetOrAdd((tenant.Value, topic.Name), _ => new Depth());
        if (depth.MustCount(count, limit, clock))
        {
            long counted = await session.ScalarAsync<long>(
                "select count(*) from (select 1 as one from outbox_message where tenant = @tenant and topic = @topic limit @limit) unfinished",
                new { tenant = tenant.Value, topic = topic.Name, limit });
            depth.Set(counted, clock.GetTimestamp());
        }
        if (!depth.TryAdd(count, limit))
            throw new OutboxFullException(topic.Name, limit);
    }

    /// <summary>A message left the queue.</summary>
    public void Finished(string tenant, string topic)
    {
        if (_depths.TryGetValue((tenant, topic), out Depth? depth))
            depth.Remove();
    }

    private sealed class Depth
    {
        private readonly Lock _lock = new();
        private long? _countedAt;
        private long _counted;
        private long _now;

        public bool MustCount(int adding, int limit, TimeProvider clock)
        {
            lock (_lock)
            {
                if (_countedAt is not { } at)
                    return true;
                TimeSpan trusted = clock.GetElapsedTime(at);
                bool near = _now + adding > limit || _now - _counted > (limit - _counted) / 4;
                return trusted >= LongestTrust || (near && trusted >= ShortestCount);
            }
        }

        public void Set(long counted, long at)
        {
            lock (_lock)
                (_counted, _now, _countedAt) = (counted, counted, at);
        }

        public bool TryAdd(int count, int limit)
        {
            lock (_lock)
            {
                if (_now + count > limit)
                    return false;
                _now += count;
                return true;
            }
        }

        public void Remove()
        {
            lock (_lock)
                _now = Math.Max(0, _now - 1);
        }
    }
}
