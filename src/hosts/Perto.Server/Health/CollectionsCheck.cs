using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Perto.Server;

/// <summary>Whether the vector collections are rebuilt from the database.</summary>
internal sealed class CollectionsCheck(Readiness readiness) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(readiness.IsReady ? HealthCheckResult.Healthy(readiness.Detail) : HealthCheckResult.Unhealthy(readiness.Detail));
}
