using Microsoft.AspNetCore.Http;
using Perto.Platform;

namespace Perto.Server;

/// <summary>
/// Refuses a key in the address, right or wrong: addresses stand in the logs of proxies and browsers. The address is taken from the request, so that it is
/// in none of ours.
/// </summary>
internal sealed class KeyInUrlRule(RequestDelegate next)
{
    private static readonly string[] Names = ["key", "api_key", "apikey", "access_token"];

    public Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        bool named = request.QueryString.HasValue && request.IsApi() && Array.Exists(Names, request.Query.ContainsKey);
        if (!named && !KeyText.IsIn(request.Path.Value) && !(request.QueryString.HasValue && IsInQuery(request)))
            return next(context);

        request.Path = "/";
        request.QueryString = QueryString.Empty;
        RequestTrace.Of(context).SetTag("url.path", null).SetTag("url.query", null).SetTag("url.full", null);
        throw new RequestRefusedException(
            "key_in_url", StatusCodes.Status400BadRequest,
            $"A key in an address ends up in logs: send it as Authorization: Bearer or {GivenKey.Header}. If it was a real one, revoke it");
    }

    private static bool IsInQuery(HttpRequest request) =>
        KeyText.IsIn(request.QueryString.Value) || request.Query.Any(entry => entry.Value.Any(value => KeyText.IsIn(value)));
}
