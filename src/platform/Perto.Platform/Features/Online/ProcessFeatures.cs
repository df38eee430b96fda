using System.Collections.Concurrent;

namespace Perto.Platform;

/// <summary>
/// Packed rows in the memory of the process, at most so many bytes of them. What is not read goes first: rows leave in the order in which they came,
/// and one that was read since stays for another round.
/// </summary>
internal sealed class ProcessFeatures(long maxBytes, TimeSpan? maxAge, TimeProvider clock) : IOnlineFeatures
{
    // Of the entry, its key and the two collections around it.
    private const int EntryBytes = 200;

    private readonly ConcurrentDictionary<(TenantId Tenant, string Entity), ConcurrentDictionary<string, Entry>> _parts = new();
    private readonly ConcurrentQueue<(ConcurrentDictionary<string, Entry> Part, string Key)> _queue = new();
    private readonly Lock _evicting = new();
    private long _bytes;

    /// <summary>How many bytes it holds now.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public ValueTask GetAsync(TenantId tenant, ReadOnlyMemory<EntityKey> keys, Memory<OnlineRow> rows, CancellationToken cancellationToken)
    {
        Span<OnlineRow> found = rows.Span;
        ReadOnlySpan<EntityKey> asked = keys.Span;
        ConcurrentDictionary<string, Entry>? part = null;
        string? entity = null;
        long now = maxAge is null ? 0 : clock.GetTimestamp();
        for (int i = 0; i < asked.Length; i++)
        {
            if (!ReferenceEquals(entity, asked[i].Entity))
            {
                entity = asked[i].Entity;
                part = _parts.GetValueOrDefault((tenant, entity));
            }
            if (part is not null && part.TryGetValue(asked[i].Key, out Entry? entry) && (maxAge is null || clock.GetElapsedTime(entry.TakenAt, now) <= maxAge))
            {
                entry.WasRead = true;
                found[i] = entry.Row;
            }
        }
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> PutAsync(TenantId tenant, ReadOnlyMemory<EntityKey> keys, ReadOnlyMemory<OnlineRow> rows, bool changed, CancellationToken cancellationToken)
    {
        for (int i = 0; i < keys.Length; i++)
            Put(tenant, keys.Span[i], rows.Span[i]);
        if (Bytes > maxBytes)
            Evict();
        return ValueTask.FromResult(true);
    }

    private void Put(TenantId tenant, EntityKey key, OnlineRow row)
    {
        ConcurrentDictionary<string, Entry> part = _parts.GetOrAdd(
            (tenant, key.Entity), static _ => new ConcurrentDictionary<string, Entry>(StringComparer.Ordinal));
        var entry = new Entry(row, clock.GetTimestamp(), EntryBytes + (2 * key.Key.Length) + row.Packed.Length);
        while (true)
        {
            if (!part.TryGetValue(key.Key, out Entry? old))
            {
                if (!part.TryAdd(key.Key, entry))
                    continue;
                Interlocked.Add(ref _bytes, entry.Bytes);
                _queue.Enqueue((part, key.Key));
                return;
            }
            // The same revision is taken again: it is known to be the newest from now on.
            if (old.Row.Revision > row.Revision)
                return;
            entry.WasRead = old.WasRead;
            if (part.TryUpdate(key.Key, entry, old))
            {
                Interlocked.Add(ref _bytes, entry.Bytes - old.Bytes);
                return;
            }
        }
    }

    private void Evict()
    {
        lock (_evicting)
        {
            while (Bytes > maxBytes && _queue.TryDequeue(out (ConcurrentDictionary<string, Entry> Part, string Key) next))
            {
                if (!next.Part.TryGetValue(next.Key, out Entry? entry))
                    continue;
                if (entry.WasRead && entry.Bytes <= maxBytes)
                {
                    entry.WasRead = false;
                    _queue.Enqueue(next);
                }
                else if (next.Part.TryRemove(KeyValuePair.Create(next.Key, entry)))
                    Interlocked.Add(ref _bytes, -entry.Bytes);
                else
                    _queue.Enqueue(next);
            }
        }
    }

    private sealed class Entry(OnlineRow row, long takenAt, int bytes)
    {
        private volatile bool _wasRead;

        public OnlineRow Row { get; } = row;

        public long TakenAt { get; } = takenAt;

        public int Bytes { get; } = bytes;

        // Written only where it changes: readers would otherwise pass the cache line around.
        public bool WasRead
        {
            get => _wasRead;
            set
            {
                if (_wasRead != value)
                    _wasRead = value;
            }
        }
    }
}
