using Microsoft.AspNetCore.Http;

namespace Perto.Server;

/// <summary>Which addresses belong to whom. Routes are matched without regard to case, so these are too.</summary>
internal static class ApiPath
{
    // What belongs to programs gets a problem and never a page.
    private static readonly PathString[] NotPages = ["/v1", "/openapi", "/health", "/metrics", "/mcp", "/assets", "/docs", "/problems"];

    /// <summary>Whether the request is for the API proper.</summary>
    public static bool IsApi(this HttpRequest request) => IsBelow(request.Path, "/v1");

    /// <summary>Whether the address can be a page of the console.</summary>
    public static bool CanBePage(this HttpRequest request) => !Array.Exists(NotPages, prefix => IsBelow(request.Path, prefix));

    private static bool IsBelow(PathString path, PathString prefix) => path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase);
}
