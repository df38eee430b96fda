using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Perto.Platform;

namespace Perto.Server;

/// <summary>
/// Lets so many requests to the API in at once, each for so long. What tells how the server is stays open: it must answer above all when
/// there is too much to do.
/// </summary>
internal sealed class AdmissionRule(RequestDelegate next, RequestGate gate, IOptions<ServerSettings> settings, TimeProvider clock)
{
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _limit = TimeSpan.FromSeconds(settings.Value.RequestSeconds);

    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint() is { } endpoint && context.Request.IsApi() ? WalkAsync(context, endpoint) : next(context);

    private async Task WalkAsync(HttpContext context, Endpoint endpoint)
    {
        if (!gate.TryEnter() && !await gate.EnterAsync(context.RequestAborted))
        {
            throw new RequestRefusedException(
                "overloaded", StatusCodes.Status503ServiceUnavailable, "The server has more requests than it can work on; ask again in a moment")
            { RetryAfter = TryAgain };
        }

        try
        {
            using var time = new RequestTime(context, LimitOf(endpoint), clock);
            await next(context);
        }
        finally
        {
            gate.Leave();
        }
    }

    private TimeSpan LimitOf(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<RequestTimeLimit>() is { } own ? TimeSpan.FromSeconds(own.Seconds) : _limit;
}
