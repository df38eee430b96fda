using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>Applies the retention at the start and every hour.</summary>
internal sealed class RetentionWorker(RetentionPolicy retention, TimeProvider clock, ILogger<RetentionWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!retention.HasRules)
            return;
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await retention.RunAsync(stoppingToken);
            }
            catch (Exception failure) when (!failure.IsCancellationBy(stoppingToken))
            {
                // Left to the host it would stop the server.
                logger.RetentionFailed(failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
