using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Perto.Server;

/// <summary>Asks every registered <see cref="IHealthCheck"/> and puts the answers together.</summary>
internal sealed class ServerHealth(HealthCheckService checks, Readiness readiness)
{
    public async Task<HealthAnswer> CheckAsync(CancellationToken cancellationToken)
    {
        HealthReport report = await checks.CheckHealthAsync(cancellationToken);
        return new HealthAnswer(StatusOf(report.Status), [.. report.Entries.Select(entry => Answer(entry.Key, entry.Value))]);
    }

    private ServerStatus StatusOf(HealthStatus status) => status switch
    {
        _ when readiness.IsStopping => ServerStatus.Stopping,
        _ when !readiness.IsReady && !readiness.HasFailed => ServerStatus.Starting,
        HealthStatus.Healthy => ServerStatus.Ready,
        HealthStatus.Degraded => ServerStatus.Degraded,
        _ => ServerStatus.Failing,
    };

    private static HealthCheckAnswer Answer(string name, HealthReportEntry entry) => new(
        name,
        entry.Status switch
        {
            HealthStatus.Healthy => CheckStatus.Ok,
            HealthStatus.Degraded => CheckStatus.Degraded,
            _ => CheckStatus.Failing,
        },
        Detail(entry));

    // The text of an exception may name hosts and users; it is in the log and not in the answer.
    private static string? Detail(HealthReportEntry entry) =>
        entry.Exception is { } exception && entry.Description == exception.Message ? "failed; the log says why" : entry.Description;
}
