using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Perto.Platform;

namespace Perto.Server;

/// <summary>What an orchestrator asks: does the process live, and may requests be sent to it.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder health = app.MapGroup("/health").WithTags("health").OpenToAll();
        health.MapGet("/live", Live)
            .Documented("getHealthLive", "Whether the process lives", "It does when it answers; nothing else is looked at.")
            .WithExample("/health/live", answer: """{ "status": "live" }""");
        health.MapGet("/ready", ReadyAsync).Produces<HealthAnswer>().Produces<HealthAnswer>(StatusCodes.Status503ServiceUnavailable)
            .Documented(
                "getHealthReady",
                "Whether requests may be sent here",
                "503 until the collections are rebuilt, while the database does not answer, and from the moment the server begins to stop.")
            .WithExample("/health/ready", answer: OverviewExamples.Health);
    }

    /// <summary>Whether the process lives. It does when it answers.</summary>
    internal static LiveAnswer Live() => new("live");

    /// <summary>Whether requests may be sent here. 503 until the collections are rebuilt, and while the database does not answer.</summary>
    internal static async Task<JsonHttpResult<HealthAnswer>> ReadyAsync(ServerHealth health, CancellationToken cancellationToken)
    {
        HealthAnswer answer = await health.CheckAsync(cancellationToken);
        bool ready = answer.Status is ServerStatus.Ready or ServerStatus.Degraded;
        return TypedResults.Json(answer, statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
