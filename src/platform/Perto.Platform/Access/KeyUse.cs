using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>Writes down when keys were last used, to the minute and once a minute for all of them: a request writes nothing.</summary>
public sealed class KeyUse(IDatabase database, TimeProvider clock, ILogger<KeyUse> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly long Minute = Interval.Ticks / TimeSpan.TicksPerMicrosecond;

    private ConcurrentDictionary<(string Tenant, string Id), long> _used = new();

    /// <summary>The key was used now.</summary>
    public void Note(ApiKey key)
    {
        long minute = UnixMicros.Now(clock) / Minute * Minute;
        ConcurrentDictionary<(string, string), long> used = Volatile.Read(ref _used);
        if (!used.TryGetValue((key.Tenant, key.Id), out long known) || known < minute)
            used[(key.Tenant, key.Id)] = minute;
    }

    /// <summary>Writes what was noted.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken = default)
    {
        ConcurrentDictionary<(string Tenant, string Id), long> used = Interlocked.Exchange(ref _used, new());
        if (used.IsEmpty)
            return;
        var rows = used.Select(entry => new { entry.Key.Tenant, entry.Key.Id, At = entry.Value }).OrderBy(row => row.Id, StringComparer.Ordinal).ToList();
        await database.WriteAsync(
            session => session.ExecuteAsync(
                "update api_key set last_used_at = @At where tenant = @Tenant and id = @Id and (last_used_at is null or last_used_at < @At)", rows),
            cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryWriteAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await TryWriteAsync(CancellationToken.None);
        }
    }

    private async Task TryWriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(cancellationToken);
        }
        catch (Exception failure) when (!failure.IsCancellationBy(cancellationToken))
        {
            // A key that is used again is noted again.
            logger.UseNotWritten(failure);
        }
    }
}
