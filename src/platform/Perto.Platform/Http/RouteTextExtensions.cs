using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Perto.Platform;

/// <summary>Ids of others may hold a slash, which ASP.NET leaves encoded in a route value.</summary>
public static class RouteTextExtensions
{
    private const string EncodedSlash = "%2F";

    /// <summary>The text that the caller encoded into a segment of the path, given the route value that came of it.</summary>
    public static string Exact(this HttpContext context, string routeValue)
    {
        if (!routeValue.Contains(EncodedSlash, StringComparison.OrdinalIgnoreCase))
            return routeValue;

        // The value alone does not tell "a%2Fb" (a slash) from "a%252Fb" (these four characters): the request line does.
        string path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        string? segment = path.Split('/').FirstOrDefault(segment => AsRouteValue(segment) == routeValue);
        return segment is null ? routeValue : Uri.UnescapeDataString(segment);
    }

    private static string AsRouteValue(string segment) =>
        Uri.UnescapeDataString(segment.Replace(EncodedSlash, "%252F", StringComparison.Ordinal).Replace("%2f", "%252f", StringComparison.Ordinal));
}
