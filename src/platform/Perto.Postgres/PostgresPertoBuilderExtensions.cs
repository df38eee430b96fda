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
    /// Uses the PostgreSQL of the setting <c>Perto:Database:Url</c>; does nothing where that is absent, so that a host can always
    /// call it and stay embedded until someone sets it.
    /// </summary>
    /// <exception cref="InvalidSettingException">The setting cannot be read.</exception>
    public static PertoBuilder UsePostgres(this PertoBuilder perto)
    {
        string? url = perto.Configuration["Database:Url"];
        if (string.IsNullOrWhiteSpace(url))
            return perto;
        string connectionString = PostgresUrl.Parse(url);
        perto.Services.Replace(ServiceDescriptor.Singleton<IDatabase>(services => new PostgresDatabase(
            NpgsqlDataSource.Create(connectionString), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<IMeterFactory>())));
        perto.Services.Replace(ServiceDescriptor.Singleton<IOutboxSignal>(services => new PostgresOutboxSignal(
            connectionString, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<PostgresOutboxSignal>>())));
        return perto;
    }
}
