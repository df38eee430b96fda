using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Perto.Vectors;

namespace Perto.Platform;

/// <summary>Entry point of the composition.</summary>
public static class PertoServiceCollectionExtensions
{
    /// <summary>
    /// Adds the platform with the embedded defaults: SQLite and the embedded vector store under <c>./perto-data</c>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's configuration; Perto reads its section <c>Perto:</c>.</param>
    /// <exception cref="InvalidSettingException">A setting of the platform cannot be used.</exception>
    public static PertoBuilder AddPerto(this IServiceCollection services, IConfiguration configuration)
    {
        var perto = new PertoBuilder(services, configuration.GetSection("Perto"));
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(perto.Settings);
        return perto.AddModule("platform", module => module
            .Schema(typeof(PertoServiceCollectionExtensions).Assembly)
            .Telemetry(DatabaseMetrics.MeterName)
            .Services(AddDatabase)
            .Services(AddState)
            .Services(AddTelemetry)
            .Worker<ImportWorker>())
            .AddModule("vectors", module => module.Endpoints(VectorEndpoints.Map))
            .AddAccess();
    }

    private static void AddDatabase(IServiceCollection services)
    {
        // Owning the folder comes with the first use: a host on PostgreSQL does without where another has it.
        services.AddSingleton(provider => DataFolder.Own(provider.GetRequiredService<PertoSettings>().DataFolder));
        services.AddSingleton<IDatabase>(provider => SqliteDatabase.Open(
            provider.GetRequiredService<DataFolder>().DatabasePath,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IMeterFactory>()));
        services.AddSingleton<DatabaseMigrator>();
        services.AddSingleton<IdGenerator>();
        services.AddSingleton<InstallationSecret>();
    }

    private static void AddState(IServiceCollection services)
    {
        services.AddSingleton<ModelRegistry>();
        services.AddSingleton<IVectorStore>(EmbeddedVectors.Open);
        services.AddSingleton<DerivedCollections>();
        services.AddSingleton<VectorCollections>();
        services.AddSingleton<ImportRunner>();
        services.AddSingleton<LeaseKeeper>();
        services.AddSingleton<PrivacyRegistry>();
    }

    private static void AddTelemetry(IServiceCollection services)
    {
        services.AddSingleton<PrometheusWriter>();
        services.AddSingleton<SeriesRecorder>();
        services.AddHostedService<TelemetryStart>();
        services.AddHostedService<OtlpExport>();
    }
}
