using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Perto.Platform;

/// <summary>What embeddings bring to a host.</summary>
internal static class EmbeddingsModule
{
    public const string Name = "embeddings";

    public static void Describe(ModuleBuilder module) => module
        .Settings<EmbeddingSettings>(EmbeddingSettings.Section)
        .Telemetry(EmbeddingMetrics.MeterName)
        .Endpoints(EmbeddingEndpoints.Map)
        .RootEndpoints(EmbeddingEndpoints.MapRoot)
        .DeclaresCaches<Embeddings>()
        .Services(services =>
        {
            services.AddSingleton<EmbeddingCacheTable>();
            services.AddSingleton<EmbeddingCacheWriter>();
            services.AddHostedService(provider => provider.GetRequiredService<EmbeddingCacheWriter>());
            services.AddSingleton(provider => new Embeddings(
                provider.GetRequiredService<LanguageModels>(),
                provider.GetRequiredService<Caches>(),
                provider.GetRequiredService<EmbeddingCacheTable>(),
                provider.GetRequiredService<EmbeddingCacheWriter>(),
                provider.GetRequiredService<IOptions<EmbeddingSettings>>(),
                provider.GetRequiredService<IMeterFactory>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<Embeddings>>()));
            services.AddHostedService<EmbeddingsStart>();
            services.AddSingleton<EmbeddingChecks>();
            services.AddSingleton(provider => new LocalEmbeddings(
                provider.GetRequiredService<Embeddings>(), provider.GetRequiredService<EmbeddingChecks>(), TenantId.Local));
        })
        .Job<EmbeddingCacheCleaner>(
            "embeddings-cleaning",
            JobSchedule.Cron("0 0 3 * * ?"),
            new JobOptions { Description = "Deletes vectors of texts that nobody used for Perto:Embeddings:StoredTtl", Misfire = MisfirePolicy.Skip });
}
