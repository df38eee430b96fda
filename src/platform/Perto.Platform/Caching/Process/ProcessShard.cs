using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Perto.Platform;

/// <summary>
/// A part of the process level, bounded by bytes. Who goes is decided by SIEVE (Zhang et al., NSDI 2024): entries stand in the order of their
/// arrival, a use sets a mark, and a hand that walks from the oldest to the newest takes marks off and evicts the first entry without one. A hit
/// so writes one flag and takes no lock, where LRU would move the entry in a list under one.
/// </summary>
internal sealed class ProcessShard(long budget)
{
    private readonly ConcurrentDictionary<EntryKey, ProcessEntry> _entries = new();
    private readonly Lock _lock = new();
    private ProcessEntry? _newest;
    private ProcessEntry? _oldest;
    private ProcessEntry? _hand;
    private long _bytes;

    public IEnumerable<ProcessEntry> Entries => _entries.Select(entry => entry.Value);

    public bool TryGet(in EntryKey key, [NotNullWhen(true)] out ProcessEntry? entry)
    {
        if (!_entries.TryGetValue(key, out entry))
            return false;
        // Read first: a line that is only read stays in the caches of all processors.
        if (!entry.Used)
            entry.Used = true;
        return true;
    }

    /// <summary>Takes an entry in, in place of the one that has its key; one that is larger than the whole shard is not kept.</summary>
    public void Set(ProcessEntry entry)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(entry.Key, out ProcessEntry? old))
                Unlink(old);
            if (entry.Size > budget)
                return;
            while (_bytes + entry.Size > budget)
                Evict();
            Link(entry);
        }
    }

    public void Remove(in EntryKey key)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out ProcessEntry? entry))
                Unlink(entry);
        }
    }

    private void Evict()
    {
        ProcessEntry entry = _hand ?? _oldest!;
        while (entry.Used)
        {
            entry.Used = false;
            entry = entry.Newer ?? _oldest!;
        }
        _hand = entry;
        entry.Key.Use.Evicted();
        Unlink(entry);
    }

    private void Link(ProcessEntry entry)
    {
        entry.Older = _newest;
        if (_newest is not null)
            _newest.Newer = entry;
        _newest = entry;
        _oldest ??= entry;
        _bytes += entry.Size;
        _entries[entry.Key] = entry;
        entry.Key.Use.Added(entry.Size);
    }

    private void Unlink(ProcessEntry entry)
    {
        if (_hand == entry)
            _hand = entry.Newer;
        if (entry.Newer is { } newer)
            newer.Older = entry.Older;
        else
            _newest = entry.Older;
        if (entry.Older is { } older)
            older.Newer = entry.Newer;
        else
            _oldest = entry.Newer;
        (entry.Newer, entry.Older) = (null, null);
        _bytes -= entry.Size;
        _entries.TryRemove(entry.Key, out _);
        entry.Key.Use.Removed(entry.Size);
    }
}
