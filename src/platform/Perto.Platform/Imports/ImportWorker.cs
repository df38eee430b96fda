using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>Runs the imports that were queued, and first those that a crash left behind.</summary>
internal sealed class ImportWorker(ImportRunner imports, ILogger<ImportWorker> logger) : BackgroundService
{
    // Another server's queue gives no signal here.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await imports.RunWaitingAsync(stoppingToken);
            }
            catch (Exception failure) when (!failure.IsCancellationBy(stoppingToken))
            {
                // Left to the host it would stop the server, which answers requests also while the database is away.
                logger.ImportsNotLookedFor(failure);
            }

            await imports.WaitForWorkAsync(Look, stoppingToken);
        }
    }
}
