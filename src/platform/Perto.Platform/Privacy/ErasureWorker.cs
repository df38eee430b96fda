using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>Does the erasures that are asked for, and first those that a crash left behind.</summary>
internal sealed class ErasureWorker(Erasures erasures, ILogger<ErasureWorker> logger) : BackgroundService
{
    // Another server's requests give no signal here.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(30);

    // What an erasure waits for, such as an import, takes seconds.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            bool waits = false;
            try
            {
                waits = await erasures.RunWaitingAsync(stoppingToken);
            }
            catch (Exception failure) when (!failure.IsCancellationBy(stoppingToken))
            {
                // Left to the host it would stop the server, which answers requests also while the database is away.
                logger.ErasuresNotLookedFor(failure);
            }

            await erasures.WaitForWorkAsync(waits ? LookAgain : Look, stoppingToken);
        }
    }
}
