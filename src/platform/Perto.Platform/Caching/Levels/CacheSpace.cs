namespace Perto.Platform;

/// <summary>Whose values: those of one cache, in one version, of one tenant.</summary>
/// <param name="Cache">The name of the cache: a-z, 0-9 and <c>-</c>.</param>
/// <param name="Version">The version of its values.</param>
/// <param name="Tenant">The tenant.</param>
public readonly record struct CacheSpace(string Cache, int Version, TenantId Tenant);
