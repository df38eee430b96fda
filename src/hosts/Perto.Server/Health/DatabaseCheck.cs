using System.Data.Common;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Perto.Platform;

namespace Perto.Server;

/// <summary>Whether the database answers.</summary>
internal sealed class DatabaseCheck(IDatabase database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return HealthCheckResult.Healthy(await database.DescribeAsync(cancellationToken));
        }
        catch (DbException exception)
        {
            return HealthCheckResult.Unhealthy("does not answer", exception);
        }
    }
}
