using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Perto.Platform;

/// <summary>Lets audit entries go that are older than the settings say: at the start and once a day.</summary>
internal sealed class AuditRetention(AuditLog audit, IOptions<AuditSettings> settings, TimeProvider clock, ILogger<AuditRetention> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.Value.RetainDays == 0)
            return;
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                DateTimeOffset before = clock.GetUtcNow().AddDays(-settings.Value.RetainDays);
                foreach (string tenant in await audit.TenantsAsync(stoppingToken))
                    await audit.TrimAsync(new TenantId(tenant), before, stoppingToken);
            }
            catch (Exception failure) when (!failure.IsCancellationBy(stoppingToken))
            {
                logger.NotTrimmed(failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
