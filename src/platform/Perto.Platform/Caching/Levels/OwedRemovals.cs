namespace Perto.Platform;

/// <summary>Removals that a level could not be told of while it was away, until it is told.</summary>
internal sealed class OwedRemovals
{
    // Beyond that all values of the space are removed instead: a level that was away for long has little that is still good.
    private const int MostOfASpace = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<CacheSpace, Dictionary<OwedRemoval, long>> _owed = [];
    private long _last;

    public bool Any
    {
        get
        {
            lock (_lock)
                return _owed.Count > 0;
        }
    }

    public void Add(CacheSpace space, OwedRemoval removal)
    {
        lock (_lock)
        {
            if (!_owed.TryGetValue(space, out Dictionary<OwedRemoval, long>? ofSpace))
                _owed[space] = ofSpace = [];
            ofSpace[ofSpace.Count < MostOfASpace ? removal : OwedRemoval.Everything] = ++_last;
        }
    }

    /// <summary>What is owed, each with a number for <see cref="Settled"/>.</summary>
    public IReadOnlyList<(CacheSpace Space, OwedRemoval Removal, long Number)> List()
    {
        lock (_lock)
        {
            return [.. _owed.SelectMany(space => space.Value.ContainsKey(OwedRemoval.Everything)
                ? [(space.Key, OwedRemoval.Everything, _last)]
                : space.Value.Select(removal => (space.Key, removal.Key, removal.Value)))];
        }
    }

    /// <summary>A removal was carried out. What was added while that was done has a greater number, and is still owed.</summary>
    public void Settled(CacheSpace space, OwedRemoval removal, long number)
    {
        lock (_lock)
        {
            if (!_owed.TryGetValue(space, out Dictionary<OwedRemoval, long>? ofSpace))
                return;
            foreach ((OwedRemoval owed, long since) in ofSpace)
            {
                if (since <= number && (owed == removal || removal == OwedRemoval.Everything))
                    ofSpace.Remove(owed);
            }
            if (ofSpace.Count == 0)
                _owed.Remove(space);
        }
    }
}
