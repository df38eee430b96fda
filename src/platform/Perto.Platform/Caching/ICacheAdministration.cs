namespace Perto.Platform;

/// <summary>The caches of a server, for operators: the same in process and over HTTP (<c>Perto.Client</c>).</summary>
public interface ICacheAdministration
{
    /// <summary>All caches, by name, with what the server that answers has counted.</summary>
    Task<IReadOnlyList<CacheStatistics>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Removes all values of the tenant from a cache, on all servers.</summary>
    /// <returns>The cache after it.</returns>
    /// <exception cref="PertoException">There is none of that name.</exception>
    Task<CacheStatistics> ClearAsync(string name, CancellationToken cancellationToken = default);
}
