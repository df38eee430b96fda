namespace Perto.Platform;

/// <summary>The right to change an alias, until it is disposed of.</summary>
internal sealed class CollectionLock(SemaphoreSlim gate, KeptLease? lease) : IAsyncDisposable
{
    /// <summary>The lease among processes, for a change of what the alias leads to.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public KeptLease Lease => lease ?? throw new InvalidOperationException("Only a change of what the alias leads to has a lease.");

    public CollectionLock With(KeptLease kept) => new(gate, kept);

    public async ValueTask DisposeAsync()
    {
        if (lease is not null)
            await lease.DisposeAsync();
        gate.Release();
    }
}
