using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Perto.Client;
using Perto.Platform;
using Perto.Server;
using Perto.Streaming;

namespace Perto.Cli;

/// <summary>
/// The streaming solution for a command: in process when the data folder is free, else through the server that owns it, or
/// through the one that <c>--server</c> names.
/// </summary>
internal sealed class StreamingConnection : IAsyncDisposable
{
    private readonly IAsyncDisposable _owner;

    private StreamingConnection(IStreaming streaming, IAsyncDisposable owner)
    {
        Streaming = streaming;
        _owner = owner;
    }

    public IStreaming Streaming { get; }

    public static async Task<StreamingConnection> OpenAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(GlobalOptions.Server) is { } address)
            return Remote(address);
        Dictionary<string, string?> settings = HostSettings.From(parsed);

        // Background work belongs to servers; a command does its own work and ends.
        settings["Perto:Workers"] = "false";

        // Nobody waits for a page: code that is compiled on first use must not cost a source its place.
        settings["Perto:Streaming:SourceBudgetMs"] = "10000";
        PertoHost host = PertoServer.Create(new PertoServerOptions { Settings = settings });
        try
        {
            await host.PrepareAsync(cancellationToken);
            return new StreamingConnection(host.Services.GetRequiredService<StreamingTenants>().For(TenantId.Local), host);
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

    private static StreamingConnection Remote(Uri address)
    {
        ServiceProvider services = new ServiceCollection().AddHttpClient().BuildServiceProvider();
        HttpClient client = services.GetRequiredService<IHttpClientFactory>().CreateClient();
        client.BaseAddress = address;

        // An import sends whole files; cancelling is the caller's business.
        client.Timeout = Timeout.InfiniteTimeSpan;
        return new StreamingConnection(new HttpStreaming(client, TimeProvider.System), services);
    }
}
