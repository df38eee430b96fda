using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Perto.Platform;

namespace Perto.Server;

/// <summary>
/// What happens before the first request and after the last. Before the listener opens: the data folder and the schema, because a
/// failure there ends the program. After it: the collections, because rebuilding them takes time and the server can say so.
/// </summary>
internal sealed class StartupSequence(
    IDatabase database,
    DatabaseMigrator migrator,
    AccessPolicy access,
    FirstKey firstKey,
    DerivedCollections collections,
    IEnumerable<IWarmUp> warmUps,
    Func<DataFolder> ownFolder,
    IOptions<ServerSettings> settings,
    IServer server,
    Readiness readiness,
    TimeProvider clock,
    ILogger<StartupSequence> logger) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeSpan _drainDelay = TimeSpan.FromSeconds(settings.Value.DrainDelaySeconds);
    private Task _rebuilding = Task.CompletedTask;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (string migration in await migrator.MigrateAsync(cancellationToken))
            logger.Migrated(migration);
        await firstKey.EnsureAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        await PublishAsync(cancellationToken);
        _rebuilding = RebuildAsync(_stop.Token);
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        logger.Stopping();
        readiness.Stop();
        // Whoever sends requests here learns of the stop by asking; until then they are served.
        await Task.Delay(_drainDelay, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stop.CancelAsync();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => _rebuilding.WaitAsync(cancellationToken);

    public void Dispose() => _stop.Dispose();

    /// <summary>Tells the command line where the server is. Only the data folder's owner can: others are called by address.</summary>
    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        // A server under test has no address.
        if (server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is not { } address)
            return;

        logger.Listening(address);
        logger.LetsIn(access.Mode, access.Words);
        try
        {
            await ownFolder().PublishServerAsync(new Uri(address), ProductVersion.Text, clock, cancellationToken);
        }
        catch (DataFolderInUseException) when (database.Dialect == SqlDialect.Postgres)
        {
            // Many servers may share one PostgreSQL on one machine; the folder has nothing that they need.
            logger.NotPublished(address);
        }
    }

    private async Task RebuildAsync(CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<string> held = await collections.OpenAsync(readiness, cancellationToken);
            foreach (IWarmUp warmUp in warmUps)
                await warmUp.WarmUpAsync(cancellationToken);
            readiness.Complete();
            logger.Ready();
            if (held.Count > 0)
                await SyncAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The server stops.
        }
        catch (Exception exception)
        {
            logger.NotReady(exception);
            readiness.Fail(exception);
        }
    }

    /// <summary>Compares what the store still held with the database, while it is served.</summary>
    private async Task SyncAsync(CancellationToken cancellationToken)
    {
        try
        {
            await collections.SyncAsync(progress: null, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.NotCompared(exception);
        }
    }
}
