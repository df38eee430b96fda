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
            string? version = await database.ReadAsync(session => session.ScalarAsync<string>(VersionSql(session.Dialect)), cancellationToken);
            return HealthCheckResult.Healthy($"{(database.Dialect == SqlDialect.Sqlite ? "sqlite" : "postgresql")} {version}");
        }
        catch (DbException exception)
        {
            return HealthCheckResult.Unhealthy("does not answer", exception);
        }
    }

    private static string VersionSql(SqlDialect dialect) =>
        dialect == SqlDialect.Sqlite ? "select sqlite_version()" : "select current_setting('server_version')";
}
