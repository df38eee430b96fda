using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>Lets the jobs run beside the requests of a server.</summary>
internal sealed class JobWorker(JobRunner runner, ILogger<JobWorker> logger) : BackgroundService
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
                    logger.JobsNotLookedFor(failure);
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
