using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>Lets collections be made anew beside the requests of a server.</summary>
internal sealed class RebuildWorker(RebuildRunner runner, ILogger<RebuildWorker> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    await runner.TickAsync(stoppingToken);
                }
                catch (Exception failure) when (!failure.IsCancellationBy(stoppingToken))
                {
                    // Left to the host it would stop the server, which answers requests also while the database is away.
                    logger.RebuildsNotLookedFor(failure);
                }

                await runner.WaitAsync(stoppingToken);
            }
        }
        finally
        {
            await runner.StopAsync();
        }
    }
}
