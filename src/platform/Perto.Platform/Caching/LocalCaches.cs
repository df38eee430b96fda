namespace Perto.Platform;

/// <summary>The caches of this process.</summary>
public sealed class LocalCaches : ICacheAdministration
{
    private readonly Caches _caches;
    private readonly Action _declare;
    private readonly TenantId _tenant;

    internal LocalCaches(Caches caches, Action declare, TenantId tenant)
    {
        _caches = caches;
        _declare = declare;
        _tenant = tenant;
    }

    /// <summary>The same for the values of a tenant.</summary>
    public LocalCaches For(TenantId tenant) => new(_caches, _declare, tenant);

    /// <inheritdoc/>
    public Task<IReadOnlyList<CacheStatistics>> ListAsync(CancellationToken cancellationToken = default)
    {
        _declare();
        return Task.FromResult(_caches.Statistics);
    }

    /// <inheritdoc/>
    public async Task<CacheStatistics> ClearAsync(string name, CancellationToken cancellationToken = default)
    {
        _declare();
        if (!_caches.TryFind(name, out INamedCache? cache))
            throw new NotFoundException("cache", name);
        await cache.ClearAsync(_tenant, cancellationToken);
        return cache.Statistics;
    }
}
