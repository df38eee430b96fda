using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Perto.Platform;

/// <summary>What the outbox brings. Its tables are the platform's.</summary>
internal static class OutboxModule
{
    public static PertoBuilder AddOutbox(this PertoBuilder perto) => perto.AddModule("outbox", module => module
        .Settings<OutboxSettings>(OutboxSettings.Section)
        .Telemetry(OutboxMetrics.MeterName)
        .Series("outbox_processed", "perto.outbox.processed", SeriesStatistic.Rate)
        .Services(AddServices)
        .Endpoints(OutboxEndpoints.Map)
        .Worker<OutboxWorker>()
        .Worker<OutboxCleaner>());

    private static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<OutboxTopics>();
        services.AddSingleton<OutboxLimits>();
        services.AddSingleton<OutboxRates>();
        services.AddSingleton<OutboxDepths>();
        services.AddSingleton<OutboxMetrics>();
        services.TryAddSingleton<IOutboxSignal, LocalOutboxSignal>();
        services.AddSingleton(provider => new Outbox(
            provider.GetRequiredService<OutboxTopics>(),
            provider.GetRequiredService<OutboxLimits>(),
            provider.GetRequiredService<IOutboxSignal>(),
            provider.GetRequiredService<IdGenerator>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new OutboxStatus(
            provider.GetRequiredService<IDatabase>(),
            provider.GetRequiredService<OutboxTopics>(),
            provider.GetRequiredService<OutboxRates>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new DeadLetters(
            provider.GetRequiredService<IDatabase>(),
            provider.GetRequiredService<IOutboxSignal>(),
            provider.GetRequiredService<IOptions<OutboxSettings>>().Value,
            provider.GetRequiredService<TimeProvider>()));
    }
}
