using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Perto.Client;
using Perto.Platform;
using Perto.Server;

namespace Perto.Cli;

/// <summary>
/// The vector database for a command: in process when the data folder is free, else through the server that owns it, or through the one
/// that <c>--server</c> names.
/// </summary>
internal sealed class VectorsConnection : IAsyncDisposable
{
    private readonly IAsyncDisposable _owner;

    private VectorsConnection(IVectorDatabase database, IAsyncDisposable owner)
    {
        Database = database;
        _owner = owner;
    }

    public IVectorDatabase Database { get; }

    /// <summary>Opens the database.</summary>
    /// <param name="parsed">Says where it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="prepare">Whether the derived collections are brought up to date first, where it is opened in process.</param>
    public static async Task<VectorsConnection> OpenAsync(ParseResult parsed, CancellationToken cancellationToken, bool prepare = true)
    {
        if (parsed.GetValue(GlobalOptions.Server) is { } address)
            return Remote(address);
        Dictionary<string, string?> settings = HostSettings.From(parsed);
        settings["Perto:Workers"] = "false";
        PertoHost host = PertoServer.Create(new PertoServerOptions { Settings = settings });
        try
        {
            if (prepare)
                await host.PrepareAsync(cancellationToken);
            return new VectorsConnection(
                new LocalVectorDatabase(host.Services.GetRequiredService<VectorCollections>(), TenantId.Local, TimeProvider.System), host);
        }
        catch (DataFolderInUseException) when (RunningServer(host) is { } server)
        {
            await host.DisposeAsync();
            return Remote(server.Address);
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

    private static VectorsConnection Remote(Uri address)
    {
        ServiceProvider services = new ServiceCollection().AddHttpClient().BuildServiceProvider();
        HttpClient client = services.GetRequiredService<IHttpClientFactory>().CreateClient();
        client.BaseAddress = address;

        // A compaction takes as long as it takes; cancelling is the caller's business.
        client.Timeout = Timeout.InfiniteTimeSpan;
        return new VectorsConnection(new HttpVectorDatabase(client), services);
    }
}
