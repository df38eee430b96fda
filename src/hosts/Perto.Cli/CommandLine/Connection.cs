using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Perto.Client;
using Perto.Platform;
using Perto.Server;

namespace Perto.Cli;

/// <summary>
/// A service for a command: in process when the data folder is free, else through the server that owns it, or through the one that <c>--server</c>
/// names.
/// </summary>
/// <typeparam name="TService">What the command uses.</typeparam>
internal sealed class Connection<TService> : IAsyncDisposable
{
    private readonly IAsyncDisposable _owner;

    private Connection(TService service, IAsyncDisposable owner)
    {
        Service = service;
        _owner = owner;
    }

    public TService Service { get; }

    /// <summary>Opens it.</summary>
    /// <param name="parsed">Says where it is.</param>
    /// <param name="settings">Settings of the host in process, beside those of the command line.</param>
    /// <param name="local">The service of a host in process.</param>
    /// <param name="remote">The service through a client of a server.</param>
    /// <param name="prepares">Whether the derived collections are brought up to date first, where it is opened in process.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="migrates">Whether the schema is brought up to date also where nothing is prepared.</param>
    /// <param name="key">Shown to a server; null: the one of the command line or the environment.</param>
    public static async Task<Connection<TService>> OpenAsync(
        ParseResult parsed, IReadOnlyDictionary<string, string?> settings, Func<IServiceProvider, TService> local, Func<HttpClient, TService> remote,
        bool prepares, CancellationToken cancellationToken, bool migrates = false, string? key = null)
    {
        key ??= GlobalOptions.KeyOf(parsed);
        if (parsed.GetValue(GlobalOptions.Server) is { } address)
            return Remote(address, key, remote);
        Dictionary<string, string?> all = HostSettings.From(parsed);
        foreach ((string name, string? value) in settings)
            all[name] = value;

        // Background work belongs to servers; a command does its own work and ends.
        all["Perto:Workers"] = "false";
        PertoHost host = PertoServer.Create(new PertoServerOptions { Settings = all });
        try
        {
            if (prepares)
                await host.PrepareAsync(cancellationToken);
            else if (migrates)
                await host.MigrateAsync(cancellationToken);
            await CommandAudit.EnterAsync(parsed, host.Services, cancellationToken);
            return new Connection<TService>(local(host.Services), host);
        }
        catch (DataFolderInUseException) when (RunningServer(host) is { } server)
        {
            await host.DisposeAsync();
            return Remote(server.Address, key, remote);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _owner.DisposeAsync();

    private static ServerAddress? RunningServer(PertoHost host) =>
        DataFolder.RunningServer(host.Services.GetRequiredService<PertoSettings>().DataFolder);

    /// <summary>The service of the server at an address.</summary>
    /// <param name="address">The server.</param>
    /// <param name="key">Shown to it, if there is one.</param>
    /// <param name="remote">The service through a client of it.</param>
    public static Connection<TService> Remote(Uri address, string? key, Func<HttpClient, TService> remote)
    {
        ServiceProvider services = new ServiceCollection().AddHttpClient().BuildServiceProvider();
        HttpClient client = services.GetRequiredService<IHttpClientFactory>().CreateClient();
        client.BaseAddress = address;
        if (key is not null)
            client.UsePertoKey(key);

        // An import sends whole files, and a compaction takes as long as it takes; cancelling is the caller's business.
        client.Timeout = Timeout.InfiniteTimeSpan;
        return new Connection<TService>(remote(client), services);
    }
}
