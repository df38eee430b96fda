using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>Takes up rebuilds that wait, or whose process died.</summary>
internal sealed class RebuildRunner(
    IDatabase database,
    DerivedCollections collections,
    RebuildTable rebuilds,
    IEnumerable<IRecordEmbedder> embedders,
    TimeProvider clock,
    ILogger<RebuildRunner> logger) : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly string _server = $"{Environment.MachineName}:{Environment.ProcessId}";
    private readonly ConcurrentDictionary<(TenantId Tenant, string Id), Task> _active = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _asked = new(0);

    /// <summary>The models that an alias can be embedded under.</summary>
    public IReadOnlyList<string> Models(string alias) => [.. embedders.Where(embedder => embedder.Alias == alias).Select(embedder => embedder.Model)];

    /// <summary>Takes up all that nobody works at; returns before it is done.</summary>
    public async Task TickAsync(CancellationToken cancellationToken)
    {
        foreach (RebuildRow row in await rebuilds.FreeAsync(cancellationToken))
            Begin(row);
    }

    /// <summary>Takes up a rebuild, if it is not at work here.</summary>
    public void Begin(RebuildRow row)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task work = RunAsync(row, begun.Task);
        if (_active.TryAdd((row.Tenant, row.Id), work))
            begun.SetResult();
        else
            begun.SetCanceled(CancellationToken.None);
    }

    /// <summary>Looks at once.</summary>
    public void Wake() => _asked.Release();

    /// <summary>Returns after a second, or when a rebuild is asked for in this process.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _asked.WaitAsync(Look, cancellationToken);

    /// <summary>Returns when nothing is at work here.</summary>
    public async Task IdleAsync()
    {
        while (!_active.IsEmpty)
            await Task.WhenAll(_active.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Leaves what is at work here to other processes, or to the next start.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await IdleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        _asked.Dispose();
    }

    private async Task RunAsync(RebuildRow row, Task begun)
    {
        await begun.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        if (begun.IsCanceled)
            return;
        try
        {
            string name = CollectionLocks.RebuildLease(row.Tenant, row.Alias);
            if (await collections.Locks.Leases.TryKeepAsync(name, CollectionLocks.LeaseTime, _stop.Token) is not { } lease)
                return;
            await using (lease)
            {
                if (await rebuilds.TakeAsync(row, lease, _server, _stop.Token) is { } taken)
                    await RunAsync(taken, lease);
            }
        }
        catch (Exception failure) when (!failure.IsCancellationBy(_stop.Token))
        {
            // The database may be away; the next look finds the rebuild as it is then.
            logger.RebuildNotHandled(row.Id, row.Alias, failure);
        }
        catch (OperationCanceledException)
        {
            // Stopped before it was taken up.
        }
        finally
        {
            _active.TryRemove((row.Tenant, row.Id), out _);
        }
    }

    private async Task RunAsync(RebuildRow row, KeptLease lease)
    {
        var work = new Rebuilding(database, collections, rebuilds, clock, logger, row, lease);
        using var asked = new CancellationTokenSource();
        using var ended = new CancellationTokenSource();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, lease.Lost, asked.Token);
        if (row.CancelAskedAt is not null)
            await asked.CancelAsync();
        Task watching = WatchAsync(row, asked, ended.Token);
        logger.RebuildBegins(row.Id, row.Alias, row.Model, row.Done);
        try
        {
            if (row.Kind == "rebuild")
                await work.RebuildAsync(cancel.Token);
            else
                await work.ReembedAsync(Embedder(row), cancel.Token);
            logger.RebuildDone(row.Id, row.Alias, row.Model, work.Done);
        }
        catch (Exception failure) when (failure.IsCancellationBy(cancel.Token))
        {
            await LeaveAsync(row, work, lease, asked.IsCancellationRequested);
        }
        catch (Exception failure) when (!lease.Lost.IsCancellationRequested)
        {
            logger.RebuildFailed(row.Id, row.Alias, failure);
            await work.DropAsync();
            await rebuilds.EndAsync(row, RebuildState.Failed, failure.Message);
        }
        finally
        {
            await ended.CancelAsync();
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LeaveAsync(RebuildRow row, Rebuilding work, KeptLease lease, bool asked)
    {
        if (asked)
        {
            logger.RebuildCancelled(row.Id, row.Alias);
            await work.DropAsync();
            await rebuilds.EndAsync(row, RebuildState.Cancelled, failure: null);
        }
        else if (!lease.Lost.IsCancellationRequested)
        {
            await rebuilds.LeaveAsync(row);
        }
    }

    private IRecordEmbedder Embedder(RebuildRow row) =>
        embedders.FirstOrDefault(embedder => embedder.Alias == row.Alias && embedder.Model == row.Model)
        ?? throw new NotFoundException("embedder", $"{row.Model} of {row.Alias}");

    private async Task WatchAsync(RebuildRow row, CancellationTokenSource asked, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(Look, clock);
        while (await timer.WaitForNextTickAsync(ended))
        {
            try
            {
                if ((await rebuilds.FindAsync(row.Tenant, row.Id, ended))?.CancelAskedAt is not null)
                    await asked.CancelAsync();
            }
            catch (Exception failure) when (!failure.IsCancellationBy(ended))
            {
                logger.RebuildNotHandled(row.Id, row.Alias, failure);
            }
        }
    }
}
