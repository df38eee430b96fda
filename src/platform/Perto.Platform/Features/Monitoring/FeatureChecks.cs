using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>Checks all views of all tenants, for metrics and the log.</summary>
internal sealed partial class FeatureChecks(FeatureCatalogue catalogue, FeatureMonitor monitor, FeatureMetrics metrics, ILogger<FeatureChecks> log) : IScheduledJob
{
    // Names that tenants chose are nobody else's business.
    private const string Others = "other";

    public async Task<string> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        Dictionary<string, (double? Age, double? Drift)> worst = new(StringComparer.Ordinal);
        int views = 0;
        int stale = 0;
        int drifting = 0;
        foreach (string name in await catalogue.TenantsAsync(cancellationToken))
        {
            var tenant = new TenantId(name);
            foreach (FeatureViewInfo view in await catalogue.ListAsync(tenant, cancellationToken))
            {
                FeatureHealth health = await monitor.CheckAsync(tenant, view.View.Name, cancellationToken: cancellationToken);
                views++;
                bool isStale = health is { Fresh: false, NewestAt: not null };
                bool drifts = health.Features.Any(feature => feature.Drift == DriftLevel.Large);
                stale += isStale ? 1 : 0;
                drifting += drifts ? 1 : 0;
                if (isStale || drifts)
                    Noticed(log, tenant.Value, health.View, health.AgeSeconds ?? 0, health.WorstDrift ?? 0);
                string key = catalogue.IsDeclared(health.View) ? health.View : Others;
                worst[key] = worst.TryGetValue(key, out (double? Age, double? Drift) before)
                    ? (Greater(before.Age, health.AgeSeconds), Greater(before.Drift, health.WorstDrift))
                    : (health.AgeSeconds, health.WorstDrift);
                context.Report(done: null, $"{views:N0} views");
            }
        }
        metrics.Checked(worst);
        return $"{views:N0} views checked, {stale:N0} not fresh, {drifting:N0} drifting";
    }

    private static double? Greater(double? a, double? b) => a is null ? b : b is null ? a : Math.Max(a.Value, b.Value);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Features of {Tenant}: {View} is {Age:0} s old and drifts by {Drift:0.00}")]
    private static partial void Noticed(ILogger log, string tenant, string view, double age, double drift);
}
