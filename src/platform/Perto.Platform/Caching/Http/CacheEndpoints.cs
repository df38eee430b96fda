using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Perto.Platform;

/// <summary>The HTTP API of the caches, under <c>/v1/caches</c>.</summary>
internal static class CacheEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("", ListAsync)
            .RequireScope(Scope.Admin)
            .Documented(
                "listCaches",
                "The caches",
                "By name, with what the server that answers has counted in each level since it started, over all tenants.")
            .WithExample(CacheExamples.Root, answer: CacheExamples.Caches);
        api.MapPost("/{name}/clear", ClearAsync)
            .RequireScope(Scope.Admin)
            .Documented(
                "clearCache",
                "Clears a cache",
                "Removes all values of the tenant from all levels and from the memory of all servers; they are made again when they are asked for. Answers with the cache.")
            .WithExample(CacheExamples.Root + "/streaming-home/clear", answer: CacheExamples.Cache);
    }

    private static async Task<Page<CacheStatistics>> ListAsync(LocalCaches caches, CancellationToken cancellationToken) =>
        new() { Items = await caches.ListAsync(cancellationToken) };

    private static Task<CacheStatistics> ClearAsync(
        HttpContext http, LocalCaches caches, [Description("The name of the cache, as the list gives it")] string name, CancellationToken cancellationToken) =>
        caches.For(http.Tenant()).ClearAsync(name, cancellationToken);
}
