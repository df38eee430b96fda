using Microsoft.Extensions.DependencyInjection;
using Perto.Conformance;
using Perto.Platform;
using Perto.Server;
using Perto.Testing;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Client.Tests;

/// <summary>The vector database behind a real server, as the client sees it.</summary>
public sealed class HttpStoreFixture : IVectorStoreFixture, IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private PertoHost _host = null!;

    public IVectorStore Store { get; private set; } = null!;

    public ManualTimeProvider Clock { get; } = new();

    public async ValueTask InitializeAsync()
    {
        var options = new PertoServerOptions
        {
            Settings = new Dictionary<string, string?>
            {
                ["Perto:DataFolder"] = _folder.Find("data"),
                ["Perto:Server:Urls"] = "http://127.0.0.1:0",
                ["Logging:LogLevel:Default"] = "None",
                ["Perto:Access:RequestsPerSecond"] = "0",
                ["Perto:Access:TenantRequestsPerSecond"] = "0",
            },
        };
        _host = PertoServer.Create(options, perto =>
        {
            // The records' clock alone: the server's own timers would fire for every minute that a test lets pass.
            perto.Services.AddSingleton<IVectorStore>(_ => EmbeddedVectorStore.Open(_folder.Find("vectors"), options: null, Clock));
        });
        await _host.StartAsync(TestContext.Current.CancellationToken);
        await _host.WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        Store = new HttpStores(new Uri(_host.Address), _host.Services.GetRequiredService<KeyStore>());
    }

    public async ValueTask DisposeAsync()
    {
        ((HttpStores)Store).Dispose();
        await _host.DisposeAsync();
        _folder.Dispose();
    }
}
