namespace Perto.Platform;

/// <summary>Removals that a level could not be told of while it was away, until it is told.</summary>
internal sealed class OwedRemovals
{
    // Beyond that all values of the space are removed instead: a level that was away for long has little that is still good.
    private const int MostOfASpace = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<CacheSpace, HashSet<OwedRemoval>> _owed = [];

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
            if (!_owed.TryGetValue(space, out HashSet<OwedRemoval>? ofSpace))
                _owed[space] = ofSpace = [];
            ofSpace.Add(ofSpace.Count < MostOfASpace ? removal : OwedRemoval.Everything);
        }
    }

    public IReadOnlyList<(CacheSpace Space, OwedRemoval Removal)> List()
    {
        lock (_lock)
        {
            return [.. _owed.SelectMany(space => space.Value.Contains(OwedRemoval.Everything)
                ? [(space.Key, OwedRemoval.Everything)]
                : space.Value.Select(removal => (space.Key, removal)))];
        }
    }

    public void Settled(CacheSpace space, OwedRemoval removal)
    {
        lock (_lock)
        {
            if (!_owed.TryGetValue(space, out HashSet<OwedRemoval>? ofSpace))
                return;
            ofSpace.Remove(removal);
            if (removal == OwedRemoval.Everything || ofSpace.Count == 0)
                _owed.Remove(space);
        }
    }
}
