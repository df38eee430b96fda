using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Perto.Platform;
using Perto.Vectors;

namespace Perto.Postgres;

/// <summary>Puts Perto on PostgreSQL.</summary>
public static class PostgresPertoBuilderExtensions
{
    private const string StoreSetting = "Perto:Vectors:Store";

    /// <summary>
    /// Uses the PostgreSQL of the setting <c>Perto:Database:Url</c>, and its replica of <c>Perto:Database:ReadReplicaUrl</c> where there is
    /// one, for vectors too unless <c>Perto:Vectors:Store</c> says otherwise; does nothing where the first is absent, so that a host can always
    /// call it and stay embedded until someone sets it.
    /// </summary>
    /// <exception cref="InvalidSettingException">The setting cannot be read, or vectors are to be in a PostgreSQL that is not named.</exception>
    public static PertoBuilder UsePostgres(this PertoBuilder perto)
    {
        VectorStoreChoice choice = perto.Settings.Vectors.Store;
        DatabaseSettings settings = perto.Settings.Database;
        if (string.IsNullOrWhiteSpace(settings.Url))
        {
            return choice == VectorStoreChoice.Postgres
                ? throw new InvalidSettingException(StoreSetting, $"'{choice}'", "Auto or Embedded where Perto:Database:Url names no PostgreSQL")
                : perto;
        }
        string primary = PostgresUrl.Parse(settings.Url);
        string? replica = string.IsNullOrWhiteSpace(settings.ReadReplicaUrl)
            ? null
            : PostgresUrl.Parse(settings.ReadReplicaUrl, "Perto:Database:ReadReplicaUrl");
        perto.Services.AddSingleton(_ => NpgsqlDataSource.Create(primary));
        perto.Services.Replace(ServiceDescriptor.Singleton<IDatabase>(services => new PostgresDatabase(
            services.GetRequiredService<NpgsqlDataSource>(),
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
        if (choice is VectorStoreChoice.Auto or VectorStoreChoice.Postgres)
            UsePostgresForVectors(perto, choice);
        return perto;
    }

    private static void UsePostgresForVectors(PertoBuilder perto, VectorStoreChoice choice)
    {
        Func<IServiceProvider, object> embedded = perto.Services.Last(service => service.ServiceType == typeof(IVectorStore)).ImplementationFactory!;
        perto.Services.Replace(ServiceDescriptor.Singleton(services =>
        {
            NpgsqlDataSource source = services.GetRequiredService<NpgsqlDataSource>();
            ILogger<PostgresVectorStore> logger = services.GetService<ILogger<PostgresVectorStore>>() ?? NullLogger<PostgresVectorStore>.Instance;
            if (choice == VectorStoreChoice.Auto && !HasPgvector(source))
            {
                PostgresVectorsLog.KeptEmbedded(logger);
                return (IVectorStore)embedded(services);
            }
            PostgresVectorsLog.KeptInPostgres(logger, $"{StoreSetting} is {choice}");
            VectorSettings settings = services.GetRequiredService<PertoSettings>().Vectors;
            return new PostgresVectorStore(
                source,
                new PostgresVectorOptions { Index = settings.Index, Lists = settings.Lists, Probes = settings.Probes, BuildMemory = settings.BuildMemory },
                services.GetRequiredService<TimeProvider>(),
                logger);
        }));
    }

    // Asked once, when the store is made. A server that does not answer yet is taken to have it: the store says so with each call if it has not.
    private static bool HasPgvector(NpgsqlDataSource source)
    {
        try
        {
            using NpgsqlCommand command = source.CreateCommand("select count(*) from pg_available_extensions where name = 'vector'");
            return command.ExecuteScalar() is > 0L;
        }
        catch (NpgsqlException)
        {
            return true;
        }
    }
}
