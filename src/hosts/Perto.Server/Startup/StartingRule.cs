using Microsoft.AspNetCore.Http;

namespace Perto.Server;

/// <summary>
/// Until the collections are rebuilt, answers from them would lack most of what there is; the API says so instead of answering
/// wrongly. What tells how the server is stays open.
/// </summary>
internal sealed class StartingRule(RequestDelegate next, Readiness readiness)
{
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(1);

    public Task InvokeAsync(HttpContext context) =>
        readiness.IsReady || readiness.IsStopping || !IsClosed(context)
            ? next(context)
            : throw new RequestRefusedException(
                "starting", StatusCodes.Status503ServiceUnavailable, $"The server is starting: {readiness.Detail}")
            { RetryAfter = TryAgain };

    private static bool IsClosed(HttpContext context) =>
        context.GetEndpoint() is { } endpoint
        && context.Request.IsApi()
        && endpoint.Metadata.GetMetadata<OpenWhileStarting>() is null;
}
