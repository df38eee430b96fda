using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Perto.Platform;

/// <summary>The HTTP API of the services outside the server, under <c>/v1/dependencies</c>. They belong to the installation and not to a tenant.</summary>
internal static class DependencyEndpoints
{
    private const string Example =
        """
        {
          "items": [
            {
              "name": "redis", "purpose": "Shared cache and online features; without it the database answers", "state": "up", "calls": 1204, "failures": 3, "retries": 6,
              "refused": 0, "fallbacks": 3, "failure": "did not answer within 250 ms", "last_failed_at": "2025-01-31T18:30:00.123456Z",
              "rules": {
                "timeout_ms": 250, "attempts": 2, "retry_delay_ms": 20, "longest_retry_delay_ms": 10000, "breaker_ratio": 0.5, "breaker_calls": 5,
                "breaker_window_ms": 10000, "breaker_pause_ms": 5000
              }
            }
          ],
          "next_cursor": null
        }
        """;

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("", ListAsync)
        .RequireScope(Scope.Admin)
        .Documented(
            "listDependencies",
            "The services outside the server",
            "By name: how calls of each went since this server started, whether its breaker lets calls through, and by which settings they are made. Empty where everything is embedded.")
        .WithExample("/v1/dependencies", answer: Example);

    private static async Task<Page<DependencyStatus>> ListAsync(IDependencyList dependencies, CancellationToken cancellationToken) =>
        new() { Items = await dependencies.ListAsync(cancellationToken) };
}
