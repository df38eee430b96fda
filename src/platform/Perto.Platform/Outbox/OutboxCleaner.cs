using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>Deletes dedupe ids whose time is over, every ten minutes.</summary>
internal sealed class OutboxCleaner(IDatabase database, TimeProvider clock, ILogger<OutboxCleaner> logger) : BackgroundService
{
    private const int BatchSize = 1_000;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>Deletes all that have expired, in batches; returns how many.</summary>
    public async Task<int> CleanAsync(CancellationToken cancellationToken)
    {
        int all = 0;
        int deleted;
        do
        {
            deleted = await database.WriteAsync(DeleteBatchAsync, cancellationToken);
            all += deleted;
        }
        while (deleted == BatchSize);
        return all;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                int deleted = await CleanAsync(stoppingToken);
                logger.OutboxCleaned(deleted);
            }
            catch (Exception failure) when (!failure.IsCancellationBy(stoppingToken))
            {
                // Left to the host it would stop the server.
                logger.OutboxNotCleaned(failure);
            }
        }
    }

    private async Task<int> DeleteBatchAsync(DatabaseSession session)
    {
        await OutboxQueue.SetReadCommittedAsync(session);
        // The time again outside: on PostgreSQL an id may have been taken anew since it was chosen.
        return await session.ExecuteAsync(
            """
            delete from outbox_dedupe where expires_at <= @now and (tenant, topic, dedupe_id) in (
                select tenant, topic, dedupe_id from outbox_dedupe where expires_at <= @now limit @most)
            """,
            new { now = UnixMicros.Now(clock), most = BatchSize });
    }
}
