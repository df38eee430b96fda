namespace Perto.Pinecone;

/// <summary>What a process knows of a collection, shared by all that have it open.</summary>
internal sealed class CollectionState
{
    private const int LocksOfRecords = 64;

    private readonly SemaphoreSlim[] _locks = [.. Enumerable.Range(0, LocksOfRecords).Select(_ => new SemaphoreSlim(1))];
    private long _expiring;

    /// <summary>Whether it was deleted, as far as this process knows.</summary>
    public bool IsDeleted { get; set; }

    /// <summary>When the catalogue was asked last, in time stamps of the store's clock.</summary>
    public long AskedAt { get; set; }

    /// <summary>Lets the parts of a record be changed by one call after another.</summary>
    public SemaphoreSlim LockOf(string id) => _locks[(uint)id.GetHashCode(StringComparison.Ordinal) % LocksOfRecords];

    /// <summary>Counts records that were written with an expiry; every so many the expired ones are to be deleted.</summary>
    /// <returns>Whether it is time.</returns>
    public bool CountExpiring(long records, int every)
    {
        if (records == 0 || Interlocked.Add(ref _expiring, records) < every)
            return false;
        Interlocked.Exchange(ref _expiring, 0);
        return true;
    }
}
