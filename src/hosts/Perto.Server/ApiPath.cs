using Microsoft.AspNetCore.Http;
using Perto.Platform;

namespace Perto.Server;

/// <summary>Which addresses belong to whom. Routes are matched without regard to case, so these are too.</summary>
internal static class ApiPath
{
    // What belongs to programs gets a problem and never a page.
    private static readonly PathString[] NotPages = ["/v1", "/v2", "/openapi", "/health", "/metrics", "/mcp", "/assets", "/docs", "/problems"];

    /// <summary>Whether the request is for the API proper. Its endpoints outside <c>/v1</c> are known behind routing.</summary>
    public static bool IsApi(this HttpRequest request) =>
        IsBelow(request.Path, "/v1") || request.HttpContext.GetEndpoint()?.Metadata.GetMetadata<ModuleEndpoint>() is not null;

    /// <summary>Whether the address can be a page of the console.</summary>
    public static bool CanBePage(this HttpRequest request) => !Array.Exists(NotPages, prefix => IsBelow(request.Path, prefix));

    private static bool IsBelow(PathString path, PathString prefix) => path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase);
}
