using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Perto.Platform;

/// <summary>All that the feature store brings; its tables belong to the platform.</summary>
internal static class FeaturesModule
{
    public static void Describe(ModuleBuilder module) => module
        .Settings<FeatureSettings>(FeatureSettings.Section)
        .Services(AddServices)
        .Endpoints(FeatureEndpoints.Map)
        .PersonalData<PersonalFeatures>()
        .Telemetry(FeatureMetrics.MeterName)
        .Job<FeatureChecks>(
            "features-checks",
            JobSchedule.Every(TimeSpan.FromHours(1)),
            new JobOptions { Description = "Looks how fresh the views are and how their values drift" })
        .Job<FeatureCleaning>(
            "features-cleaning",
            JobSchedule.Cron("0 50 3 * * ?"),
            new JobOptions { Description = "Forgets which events were counted, after Perto:Features:SeenDays" });

    /// <summary>Calls of the object store that exports go to.</summary>
    public static DependencySettings S3Defaults => new() { Timeout = TimeSpan.FromMinutes(1), Attempts = 4, RetryDelay = TimeSpan.FromMilliseconds(250) };

    private static void AddServices(IServiceCollection services)
    {
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<FeatureSettings>>().Value);
        services.AddSingleton<FeatureMetrics>();
        services.AddSingleton<WriteOrder>();
        services.AddSingleton<FeatureTable>();
        services.AddSingleton<FeatureHistory>();
        services.AddSingleton<PointInTimeJoin>();
        services.AddSingleton<OnlineRows>();
        services.AddSingleton<FeatureWriter>();
        services.AddSingleton<FeatureBackfills>();
        services.AddSingleton<IOnlineFeatures>(provider =>
        {
            FeatureSettings settings = provider.GetRequiredService<FeatureSettings>();
            bool alone = provider.GetRequiredService<IDatabase>().Dialect == SqlDialect.Sqlite;
            return new ProcessFeatures(settings.ProcessBytes, alone ? null : settings.ProcessAge, provider.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton(provider => new FeatureCatalogue(
            provider.GetRequiredService<IDatabase>(), provider.GetServices<DeclaredView>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<S3Store>();
        services.AddSingleton(provider => new FeatureMonitor(
            provider.GetRequiredService<IDatabase>(), provider.GetRequiredService<FeatureCatalogue>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new FeatureExports(
            provider.GetRequiredService<FeatureCatalogue>(),
            provider.GetRequiredService<FeatureHistory>(),
            provider.GetRequiredService<S3Store>(),
            provider.GetRequiredService<FeatureSettings>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new FeatureStore(
            provider.GetRequiredService<FeatureCatalogue>(),
            provider.GetRequiredService<FeatureWriter>(),
            provider.GetRequiredService<OnlineRows>(),
            provider.GetRequiredService<FeatureHistory>(),
            provider.GetRequiredService<PointInTimeJoin>(),
            provider.GetRequiredService<FeatureBackfills>(),
            provider.GetRequiredService<TimeProvider>()));
    }
}
