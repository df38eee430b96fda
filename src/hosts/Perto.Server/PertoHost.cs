using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Perto.Platform;

namespace Perto.Server;

/// <summary>A server that can be started and stopped. Disposing of it stops it and lets the data folder go.</summary>
public sealed class PertoHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private bool _mustStop;

    internal PertoHost(WebApplication app) => _app = app;

    /// <summary>The services of the running program.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>The first address that the server listens on, with the port that it was given: <c>http://127.0.0.1:7378</c>.</summary>
    /// <exception cref="InvalidOperationException">The server has not been started.</exception>
    public string Address =>
        _app.Urls.FirstOrDefault() ?? throw new InvalidOperationException("The server has not been started, so it has no address.");

    /// <summary>
    /// The key that this start made because keys are required and there was none; null otherwise. It is shown to whoever started the server, once, and
    /// never logged.
    /// </summary>
    public string? FirstKey => Services.GetRequiredService<FirstKey>().Text;

    /// <summary>Whom the server lets in.</summary>
    public AccessMode Access => Services.GetRequiredService<AccessPolicy>().Mode;

    /// <summary>The same in words, for people.</summary>
    public string AccessWords => Services.GetRequiredService<AccessPolicy>().Words;

    /// <summary>
    /// Takes the data folder, brings the schema up to date and fills the collections, without listening: for a command that uses
    /// the services in its own process.
    /// </summary>
    /// <exception cref="PertoException">A setting is wrong, another process has the data folder, or a migration failed.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken = default)
    {
        await MigrateAsync(cancellationToken);
        await Services.GetRequiredService<DerivedCollections>().RebuildAsync(cancellationToken: cancellationToken);
    }

    /// <summary>Takes the data folder and brings the schema up to date, without listening.</summary>
    /// <exception cref="PertoException">A setting is wrong, another process has the data folder, or a migration failed.</exception>
    public Task MigrateAsync(CancellationToken cancellationToken = default) => Services.GetRequiredService<DatabaseMigrator>().MigrateAsync(cancellationToken);

    /// <summary>
    /// Takes the data folder, brings the schema up to date and listens. Returns when requests are answered; collections may
    /// still be rebuilt, see <see cref="WaitUntilReadyAsync"/>.
    /// </summary>
    /// <exception cref="PertoException">
    /// A setting is wrong, another process has the data folder, a migration failed, or the address cannot be had.
    /// </exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        // What cannot even be made, such as a database in a folder that another process has, leaves nothing to be stopped.
        _ = Services.GetServices<IHostedService>().ToList();
        _mustStop = true;
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw ListenException.InUse(exception);
        }
        catch (SocketException exception)
        {
            throw ListenException.NotAvailable(exception);
        }
    }

    /// <summary>Returns when every collection is rebuilt and the server is ready for all requests.</summary>
    /// <exception cref="PertoException">The collections could not be rebuilt.</exception>
    public Task WaitUntilReadyAsync(CancellationToken cancellationToken = default) =>
        Services.GetRequiredService<Readiness>().WaitAsync(cancellationToken);

    /// <summary>Returns when a signal (Ctrl+C, SIGTERM) or <paramref name="cancellationToken"/> has stopped the server.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => _app.WaitForShutdownAsync(cancellationToken);

    /// <summary>Takes no new requests, waits for those under way, and stops.</summary>
    public Task StopAsync(CancellationToken cancellationToken = default) => _app.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_mustStop && !_app.Lifetime.ApplicationStopped.IsCancellationRequested)
            await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
