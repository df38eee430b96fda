using Microsoft.Extensions.Hosting;

namespace Perto.Platform;

/// <summary>Runs the imports that were queued, and first those that a crash left behind.</summary>
internal sealed class ImportWorker(ImportRunner imports) : BackgroundService
{
    // Another server's queue gives no signal here.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await imports.RunWaitingAsync(stoppingToken);
            await imports.WaitForWorkAsync(Look, stoppingToken);
        }
    }
}
