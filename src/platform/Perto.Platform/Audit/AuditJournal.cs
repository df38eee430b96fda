using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>
/// Takes the entries of requests and writes them in groups, so that a request does not wait for its entry. A process that is killed loses those of
/// about the last <see cref="Gather"/>; one that stops writes all. What must not be lost is appended in its own transaction with
/// <see cref="AuditLog.AppendAsync(DatabaseSession, AuditEntry)"/>.
/// </summary>
public sealed class AuditJournal(AuditLog audit, TimeProvider clock, ILogger<AuditJournal> logger) : BackgroundService
{
    /// <summary>How long entries are gathered before they are written.</summary>
    public static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(100);

    private const int Group = 500;

    // Beyond this a request waits until its entry has a place: entries are not dropped.
    private const int Most = 10_000;

    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(1);

    private readonly Channel<Item> _queue = Channel.CreateBounded<Item>(new BoundedChannelOptions(Most) { SingleReader = true });

    /// <summary>Takes an entry; returns at once unless very many wait.</summary>
    public async ValueTask WriteAsync(AuditEntry entry, CancellationToken cancellationToken = default)
    {
        var item = new Item(entry with { At = entry.At ?? clock.GetUtcNow() }, Written: null);
        if (_queue.Writer.TryWrite(item))
            return;
        try
        {
            await _queue.Writer.WriteAsync(item, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            // The server stops, and this request was still under way.
            await audit.AppendAsync([item.Entry!], CancellationToken.None);
        }
    }

    /// <summary>Returns when all that was taken before is written.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (ExecuteTask is not { IsCompleted: false })
            return;
        try
        {
            await _queue.Writer.WriteAsync(new Item(Entry: null, written), cancellationToken);
        }
        catch (ChannelClosedException)
        {
            return;
        }
        await written.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        if (ExecuteTask is { } writing)
            await writing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            List<Item> group = await GatherAsync(stoppingToken);
            List<AuditEntry> entries = Joined(group.Select(item => item.Entry).OfType<AuditEntry>());
            await AppendAsync(entries, stoppingToken);
            foreach (Item item in group)
                item.Written?.TrySetResult();
        }
    }

    private async Task<List<Item>> GatherAsync(CancellationToken stoppingToken)
    {
        var group = new List<Item>();
        Task time = Task.Delay(Gather, clock, stoppingToken);
        while (true)
        {
            while (group.Count < Group && _queue.Reader.TryRead(out Item? item))
                group.Add(item);
            if (group.Count >= Group || group.Exists(item => item.Written is not null) || time.IsCompleted || _queue.Reader.Completion.IsCompleted)
                return group;
            Task<bool> more = _queue.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
            await Task.WhenAny(more, time);
        }
    }

    private async Task AppendAsync(List<AuditEntry> entries, CancellationToken stoppingToken)
    {
        while (entries.Count > 0)
        {
            try
            {
                await audit.AppendAsync(entries, CancellationToken.None);
                return;
            }
            catch (Exception failure)
            {
                // Nobody can be told; they are kept and written when the database is back.
                logger.EntriesNotWritten(failure, entries.Count);
                if (_queue.Reader.Completion.IsCompleted || stoppingToken.IsCancellationRequested)
                    return;
                await Task.Delay(TryAgain, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // Whoever tries the door a thousand times in a tenth of a second gets one entry with the count, and does not fill the log.
    private static List<AuditEntry> Joined(IEnumerable<AuditEntry> entries)
    {
        var joined = new List<AuditEntry>();
        var refused = new Dictionary<(TenantId, string, string, string, string), (int Place, int Count)>();
        foreach (AuditEntry entry in entries)
        {
            if (entry.Outcome != AuditOutcome.Refused)
            {
                joined.Add(entry);
                continue;
            }
            string details = JsonSerializer.Serialize(entry.Details, PertoJson.Options);
            var key = (entry.Tenant, entry.Actor, entry.Action, entry.Target, details);
            if (refused.TryGetValue(key, out (int Place, int Count) same))
            {
                refused[key] = (same.Place, same.Count + 1);
            }
            else
            {
                refused[key] = (joined.Count, 1);
                joined.Add(entry);
            }
        }
        foreach ((int place, int count) in refused.Values.Where(same => same.Count > 1))
            joined[place] = joined[place] with { Details = new Dictionary<string, object?>(joined[place].Details, StringComparer.Ordinal) { ["count"] = count } };
        return joined;
    }

    private sealed record Item(AuditEntry? Entry, TaskCompletionSource? Written);
}
