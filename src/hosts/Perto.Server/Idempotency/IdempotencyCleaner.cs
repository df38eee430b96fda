using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Perto.Server;

/// <summary>Deletes expired answers once an hour.</summary>
internal sealed class IdempotencyCleaner(IdempotencyStore store, TimeProvider clock, ILogger<IdempotencyCleaner> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                int deleted = await store.DeleteExpiredAsync(stoppingToken);
                logger.ExpiredAnswersDeleted(deleted);
            }
            catch (DbException exception)
            {
                // Expired answers are not given either way; the next hour deletes them.
                logger.ExpiredAnswersNotDeleted(exception);
            }
        }
    }
}
