using Microsoft.Extensions.Diagnostics.HealthChecks;
using Perto.Platform;

namespace Perto.Server;

/// <summary>Whether the services outside the server answer. Requests may be sent here all the same: what can be answered without them is.</summary>
internal sealed class DependenciesCheck(Dependencies dependencies) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        string[] down = [.. dependencies.All.Where(dependency => dependency.State != DependencyState.Up).Select(dependency => dependency.Name)];
        return Task.FromResult(down.Length == 0
            ? HealthCheckResult.Healthy(dependencies.All.Count == 0 ? "everything is embedded" : $"{dependencies.All.Count} used, all up")
            : HealthCheckResult.Degraded($"without {string.Join(", ", down)}"));
    }
}
