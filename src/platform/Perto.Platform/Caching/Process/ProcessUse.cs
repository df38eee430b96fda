namespace Perto.Platform;

/// <summary>What a cache has in the memory of this process; its identity is the cache's.</summary>
internal sealed class ProcessUse
{
    private long _entries;
    private long _bytes;
    private long _evictions;

    public long Entries => Interlocked.Read(ref _entries);

    public long Bytes => Interlocked.Read(ref _bytes);

    public long Evictions => Interlocked.Read(ref _evictions);

    public void Added(int bytes)
    {
        Interlocked.Increment(ref _entries);
        Interlocked.Add(ref _bytes, bytes);
    }

    public void Removed(int bytes)
    {
        Interlocked.Decrement(ref _entries);
        Interlocked.Add(ref _bytes, -bytes);
    }

    public void Evicted() => Interlocked.Increment(ref _evictions);
}
