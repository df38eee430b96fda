using Microsoft.AspNetCore.Http;
using Perto.Platform;

namespace Perto.Server;

/// <summary>Names in <c>Perto-Degraded</c> the services that an answer was made without.</summary>
internal sealed class DegradedHeader(RequestDelegate next)
{
    public const string Name = "Perto-Degraded";

    public Task InvokeAsync(HttpContext http)
    {
        IDegraded degraded = DegradedRequest.Collect();
        http.Response.OnStarting(
            static state =>
            {
                (HttpContext context, IDegraded collected) = ((HttpContext, IDegraded))state;
                if (collected.Names is { Count: > 0 } names)
                    context.Response.Headers[Name] = string.Join(", ", names);
                return Task.CompletedTask;
            },
            (http, degraded));
        return next(http);
    }
}
