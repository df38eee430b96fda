using Microsoft.AspNetCore.Http;

namespace Perto.Server;

/// <summary>
/// Refuses changes that a browser sends for a page of another site. There is no CORS here, but a browser sends simple
/// requests across sites without asking first. Programs send neither header and are not concerned.
/// </summary>
internal sealed class CrossSiteRule(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) =>
        ChangesSomething(context.Request.Method) && IsCrossSite(context.Request)
            ? throw new RequestRefusedException(
                "cross_site_request", StatusCodes.Status403Forbidden, "A page of another site may not change anything here")
            : next(context);

    private static bool ChangesSomething(string method) =>
        !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method);

    private static bool IsCrossSite(HttpRequest request)
    {
        if (request.Headers.TryGetValue("Sec-Fetch-Site", out var site))
            return site != "same-origin" && site != "none";
        return request.Headers.Origin is [{ } origin] && origin != $"{request.Scheme}://{request.Host}";
    }
}
