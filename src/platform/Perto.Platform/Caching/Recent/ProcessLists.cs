namespace Perto.Platform;

/// <summary>Recent lists in the memory of this process, the least recently changed of which go when there are too many.</summary>
internal sealed class ProcessLists(TimeProvider clock)
{
    private const int MostLists = 100_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<RecentListKey, LinkedListNode<Held>> _lists = [];
    private readonly LinkedList<Held> _byChange = new();

    public void Add(RecentListKey key, IReadOnlyList<string> values, RecentListOptions options)
    {
        lock (_lock)
        {
            List<string> held = TakeOut(key) ?? [];
            foreach (string value in values)
            {
                if (options.Unique)
                    held.Remove(value);
                held.Insert(0, value);
            }
            if (held.Count > options.Limit)
                held.RemoveRange(options.Limit, held.Count - options.Limit);
            _lists[key] = _byChange.AddLast(new Held(key, held, clock.GetUtcNow() + options.Ttl));
            while (_lists.Count > MostLists)
                TakeOut(_byChange.First!.Value.Key);
        }
    }

    public IReadOnlyList<string> Read(RecentListKey key, int count)
    {
        lock (_lock)
            return _lists.TryGetValue(key, out LinkedListNode<Held>? list) && clock.GetUtcNow() < list.Value.Until ? [.. list.Value.Values.Take(count)] : [];
    }

    /// <summary>Takes a list out, newest first; null: there is none.</summary>
    public List<string>? Take(RecentListKey key)
    {
        lock (_lock)
            return TakeOut(key);
    }

    private List<string>? TakeOut(RecentListKey key)
    {
        if (!_lists.Remove(key, out LinkedListNode<Held>? list))
            return null;
        _byChange.Remove(list);
        return clock.GetUtcNow() < list.Value.Until ? list.Value.Values : null;
    }

    private sealed record Held(RecentListKey Key, List<string> Values, DateTimeOffset Until);
}
