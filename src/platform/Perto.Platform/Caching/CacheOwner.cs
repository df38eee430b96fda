namespace Perto.Platform;

/// <summary>A service that declares caches when it is made.</summary>
/// <param name="Make">Makes it, or gives the one that there is.</param>
internal sealed record CacheOwner(Func<IServiceProvider, object> Make);
