using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Perto.Server;

/// <summary>
/// Answers OPTIONS with what an address takes, and completes <c>Allow</c> where a method is refused: routing knows nothing of HEAD and
/// OPTIONS, which are answered for every address.
/// </summary>
internal sealed class OptionsRule(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint() is { RequestDelegate: { } refuse } and not RouteEndpoint ? RefuseAsync(context, refuse) : next(context);

    // Routing's own endpoints say why no other fits: the method, or the type of the body.
    private static async Task RefuseAsync(HttpContext context, RequestDelegate refuse)
    {
        await refuse(context);
        HttpResponse response = context.Response;
        if (response.StatusCode != StatusCodes.Status405MethodNotAllowed)
            return;

        string allow = response.Headers.Allow.ToString();
        response.Headers.Allow = allow.Contains("GET", StringComparison.Ordinal) ? $"{allow}, HEAD, OPTIONS" : $"{allow}, OPTIONS";
        if (HttpMethods.IsOptions(context.Request.Method))
            response.StatusCode = StatusCodes.Status204NoContent;
    }
}
