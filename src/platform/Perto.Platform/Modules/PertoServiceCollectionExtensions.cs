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
            .OutboxHandler<ImportWork>(ImportWork.Topic, ImportWork.Options)
            .Worker<ImportRecovery>()
            .Job<ModelPruning>(
                "models-pruning",
                JobSchedule.Cron("0 0 3 * * ?"),
                new JobOptions { Description = "Deletes old versions of models: five retired ones of each name stay" }))
            .AddModule("dependencies", module => module
                .Services(services => AddDependencies(services, perto))
                .Endpoints(DependencyEndpoints.Map)
                .Telemetry(DependencyMetrics.MeterName))
            .AddModule("vectors", module => module
                .Endpoints(VectorEndpoints.Map)
                .Job<VectorsCompaction>(
                    "vectors-compaction",
                    JobSchedule.Cron("0 40 3 * * ?"),
                    new JobOptions { Description = "Takes the space of deleted records back where they are more than a tenth", Misfire = MisfirePolicy.Skip }))
            .AddModule("collections", module => module
                .Services(AddRebuilds)
                .Endpoints(RebuildEndpoints.Map)
                .Worker<RebuildWorker>()
                .Job<CollectionsSync>(
                    "collections-sync",
                    JobSchedule.Cron("0 20 3 * * ?"),
                    new JobOptions { Description = "Compares derived collections with the database and writes what differs" }))
            .AddModule("jobs", module => module
                .Services(services => AddJobs(services, perto.Configuration))
                .Endpoints(JobEndpoints.Map)
                .Telemetry(JobMetrics.MeterName)
                .Worker<JobWorker>())
            .AddOutbox()
            .AddAccess()
            .AddModule(CachesModule.Name, CachesModule.Describe)
            .AddModule("privacy", PrivacyModule.Describe)
            .AddModule("features", FeaturesModule.Describe)
            .AddModule(LanguageModelsModule.Name, LanguageModelsModule.Describe)
            .AddModule(EmbeddingsModule.Name, EmbeddingsModule.Describe)
            .AddModule(RerankingModule.Name, RerankingModule.Describe)
            .AddLanguageProviders()
            .AddDependency(S3Store.Dependency, "Takes exports of features; without it they fail and go on when they are asked for again", FeaturesModule.S3Defaults);
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
        services.AddSingleton<LearnedFusions>();
        services.AddSingleton<IVectorStore>(EmbeddedVectors.Open);
        services.AddSingleton<DerivedCollections>();
        services.AddSingleton<VectorCollections>();
        services.AddSingleton<UploadStore>();
        services.AddSingleton<ImportRunner>();
        services.AddSingleton<LeaseKeeper>();
    }

    private static void AddJobs(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(provider => new ScheduledJobs(provider.GetServices<JobDefinition>(), configuration));
        services.AddSingleton<JobTable>();
        services.AddSingleton<JobMetrics>();
        services.AddSingleton<JobRunner>();
        services.AddSingleton(provider => new LocalJobs(
            provider.GetRequiredService<ScheduledJobs>(),
            provider.GetRequiredService<JobTable>(),
            provider.GetRequiredService<JobRunner>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IJobs>(provider => provider.GetRequiredService<LocalJobs>());
    }

    private static void AddDependencies(IServiceCollection services, PertoBuilder perto)
    {
        services.AddSingleton<DependencyMetrics>();
        services.AddSingleton(provider => new Dependencies(
            provider.GetServices<DependencyDefinition>(),
            perto.Configuration,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<DependencyMetrics>()));
        services.AddSingleton<IDependencyList>(provider => provider.GetRequiredService<Dependencies>());
        services.AddSingleton(new OutboundAddresses(perto.Settings.Outbound));
    }

    private static void AddRebuilds(IServiceCollection services)
    {
        services.AddHostedService<CollectionFollower>();
        services.AddSingleton<RebuildTable>();
        services.AddSingleton<RebuildRunner>();
        services.AddSingleton(provider => new LocalCollectionRebuilds(
            provider.GetRequiredService<DerivedCollections>(),
            provider.GetRequiredService<RebuildTable>(),
            provider.GetRequiredService<RebuildRunner>(),
            TenantId.Local));
    }

    private static void AddTelemetry(IServiceCollection services)
    {
        services.AddSingleton<PrometheusWriter>();
        services.AddSingleton<SeriesRecorder>();
        services.AddHostedService<TelemetryStart>();
        services.AddHostedService<OtlpExport>();
    }
}
