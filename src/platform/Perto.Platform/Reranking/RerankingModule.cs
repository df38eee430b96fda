using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Perto.Platform;

/// <summary>All that re-ranking brings; its tables belong to the platform.</summary>
internal static class RerankingModule
{
    public const string Name = "reranking";

    public static void Describe(ModuleBuilder module) => module
        .Settings<RerankingSettings>(RerankingSettings.Section)
        .Services(AddServices)
        .Endpoints(RerankingEndpoints.Map)
        .RootEndpoints(RerankWireEndpoints.Map)
        .PersonalData("reranking_answer", "owner", "at")
        .PersonalData("reranking_owner", "owner")
        .Telemetry(RerankMetrics.MeterName)
        .Job<RerankAnswerCleaning>(
            "reranking-cleaning",
            JobSchedule.Cron("0 55 3 * * ?"),
            new JobOptions { Description = "Deletes re-ranked answers for which no feedback is taken any more, after Perto:Reranking:Gate:FeedbackDays" });

    private static void AddServices(IServiceCollection services)
    {
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<RerankingSettings>>().Value);
        services.AddSingleton<RerankModels>();
        services.AddSingleton<RerankMetrics>();
        services.AddSingleton(provider => new RerankCalls(
            provider.GetRequiredService<LanguageModels>(), provider.GetRequiredService<Dependencies>(), provider.GetRequiredService<RerankMetrics>(), provider.GetRequiredService<TimeProvider>(),
            LoggerOf<RerankCalls>(provider)));
        services.AddSingleton<DocumentReranking>();
        services.AddSingleton(provider => new OwnerQueries(
            provider.GetRequiredService<IDatabase>(), provider.GetRequiredService<Suppressions>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new RerankAnswerJournal(
            provider.GetRequiredService<IDatabase>(), provider.GetRequiredService<Suppressions>(), provider.GetRequiredService<TimeProvider>(), LoggerOf<RerankAnswerJournal>(provider)));
        services.AddHostedService(provider => provider.GetRequiredService<RerankAnswerJournal>());
        services.AddSingleton(provider => new RerankGates(
            provider.GetRequiredService<IDatabase>(), provider.GetRequiredService<RerankAnswerJournal>(), provider.GetRequiredService<RerankingSettings>(), provider.GetRequiredService<TimeProvider>(),
            LoggerOf<RerankGates>(provider)));
        services.AddSingleton(provider => new RerankedSearch(
            provider.GetRequiredService<RerankModels>(),
            provider.GetRequiredService<RerankingSettings>(),
            provider.GetRequiredService<RerankGates>(),
            provider.GetRequiredService<RerankAnswerJournal>(),
            provider.GetRequiredService<OwnerQueries>(),
            provider.GetRequiredService<RerankCalls>(),
            provider.GetRequiredService<RerankMetrics>(),
            provider.GetRequiredService<IdGenerator>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<Random>() ?? Random.Shared,
            LoggerOf<RerankedSearch>(provider)));
        services.AddSingleton(provider => new LocalReranking(
            provider.GetRequiredService<RerankedSearch>(), provider.GetRequiredService<RerankModels>(), provider.GetRequiredService<DocumentReranking>(),
            provider.GetRequiredService<RerankGates>(), TenantId.Local));
        services.AddSingleton<IWarmUp, RerankWarmUp>();
        services.AddHostedService<RerankingStart>();
    }

    private static ILogger<T> LoggerOf<T>(IServiceProvider provider) => provider.GetService<ILogger<T>>() ?? NullLogger<T>.Instance;
}
