using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Perto.Platform;

/// <summary>What the caches bring to a host.</summary>
internal static class CachesModule
{
    public const string Name = "caches";

    public static void Describe(ModuleBuilder module) => module
        .Settings<CacheSettings>("Cache")
        .Telemetry(CacheMetrics.MeterName)
        .Endpoints(CacheEndpoints.Map)
        .Services(services =>
        {
            services.AddSingleton(provider => new DatabaseLevel(
                new Lazy<IDatabase>(provider.GetRequiredService<IDatabase>), provider.GetRequiredService<TimeProvider>()));
            services.AddSingleton(provider => new Caches(
                provider.GetRequiredService<IOptions<CacheSettings>>().Value,
                provider.GetService<IRemoteCache>(),
                provider.GetRequiredService<DatabaseLevel>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<IMeterFactory>(),
                provider.GetService<ILogger<Caches>>() ?? NullLogger<Caches>.Instance));
            services.AddSingleton(provider => new RecentLists(provider.GetService<IRecentListStore>(), provider.GetRequiredService<TimeProvider>()));
            services.AddSingleton(provider => new LocalCaches(
                provider.GetRequiredService<Caches>(),
                () =>
                {
                    foreach (CacheOwner owner in provider.GetServices<CacheOwner>())
                        owner.Make(provider);
                },
                TenantId.Local));
        })
        .Job<CacheCleaner>(
            "cache-cleaning",
            JobSchedule.Every(TimeSpan.FromMinutes(15)),
            new JobOptions { Description = "Deletes values of caches from the database that have expired or are too many", Misfire = MisfirePolicy.Skip });
}
