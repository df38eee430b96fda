using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;
using Perto.Platform;

namespace Perto.Postgres;

/// <summary>Puts Perto on PostgreSQL.</summary>
public static class PostgresPertoBuilderExtensions
{
    /// <summary>
    /// Uses the PostgreSQL of the setting <c>Perto:Database:Url</c>, and its replica of <c>Perto:Database:ReadReplicaUrl</c> where there is
    /// one; does nothing where the first is absent, so that a host can always call it and stay embedded until someone sets it.
    /// </summary>
    /// <exception cref="InvalidSettingException">The setting cannot be read.</exception>
    public static PertoBuilder UsePostgres(this PertoBuilder perto)
    {
        DatabaseSettings settings = perto.Settings.Database;
        if (string.IsNullOrWhiteSpace(settings.Url))
            return perto;
        string primary = PostgresUrl.Parse(settings.Url);
        string? replica = string.IsNullOrWhiteSpace(settings.ReadReplicaUrl)
            ? null
            : PostgresUrl.Parse(settings.ReadReplicaUrl, "Perto:Database:ReadReplicaUrl");
        perto.Services.Replace(ServiceDescriptor.Singleton<IDatabase>(services => new PostgresDatabase(
            NpgsqlDataSource.Create(primary),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<IMeterFactory>(),
            new PostgresDatabaseOptions
            {
                Replica = replica is null ? null : NpgsqlDataSource.Create(replica),
                ReplicaLag = settings.ReadReplicaLag,
                ReconnectTime = settings.ReconnectTime,
            })));
        perto.Services.Replace(ServiceDescriptor.Singleton<IOutboxSignal>(services => new PostgresOutboxSignal(
            primary, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<PostgresOutboxSignal>>())));
        return perto;
    }
}
