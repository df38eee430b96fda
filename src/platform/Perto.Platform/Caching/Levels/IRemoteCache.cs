namespace Perto.Platform;

/// <summary>The level that servers share, and over which they speak to each other.</summary>
public interface IRemoteCache : ICacheLevel
{
    /// <summary>Tells all other servers something; those that cannot be reached do not hear it.</summary>
    ValueTask PublishAsync(byte[] message, CancellationToken cancellationToken);

    /// <summary>Hears what servers tell, this one included.</summary>
    /// <param name="received">Takes a message.</param>
    /// <param name="connected">Told true from when on nothing is missed, and false from when on something may be.</param>
    /// <returns>Listens until it is disposed.</returns>
    IAsyncDisposable Listen(Action<byte[]> received, Action<bool> connected);

    /// <summary>Takes a lock on the making of a value, which ends by itself after a while.</summary>
    /// <returns>Its holder, which lets go when disposed; null: another server has it.</returns>
    ValueTask<IAsyncDisposable?> TryLockAsync(CacheSpace space, string key, CancellationToken cancellationToken);
}
