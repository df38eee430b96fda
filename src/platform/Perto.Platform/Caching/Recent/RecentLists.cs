using System.Collections.Concurrent;

namespace Perto.Platform;

/// <summary>All kinds of recent lists of this process.</summary>
public sealed class RecentLists
{
    private readonly IRecentListStore? _store;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, RecentList> _lists = new(StringComparer.Ordinal);

    internal RecentLists(IRecentListStore? store, TimeProvider clock)
    {
        _store = store;
        _clock = clock;
    }

    /// <summary>Declares lists, once.</summary>
    /// <param name="name">What they are of: 1 to 40 characters of a-z, 0-9 and <c>-</c>; the same on all servers.</param>
    /// <param name="options">How they are kept; null: the defaults.</param>
    /// <exception cref="ArgumentException">The name cannot be used, or there are lists of that name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public RecentList For(string name, RecentListOptions? options = null)
    {
        CacheName.Require(name);
        options ??= new RecentListOptions();
        options.Check(name);
        var list = new RecentList(name, options, _store, _clock);
        return _lists.TryAdd(name, list) ? list : throw new ArgumentException($"There are recent lists '{name}' already", nameof(name));
    }
}
