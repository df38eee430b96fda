namespace Perto.Platform;

/// <summary>A cache of any kind of values, as the registry knows it.</summary>
internal interface INamedCache
{
    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>What it counted.</summary>
    CacheStatistics Statistics { get; }

    /// <summary>Removes all values of a tenant, from all levels.</summary>
    ValueTask ClearAsync(TenantId tenant, CancellationToken cancellationToken);

    /// <summary>Another server removed a key or made a tag invalid: this process forgets what it has.</summary>
    void Forget(TenantId tenant, string name, bool isTag);
}
