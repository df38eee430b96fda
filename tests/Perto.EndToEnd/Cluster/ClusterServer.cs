using System.Net;
using System.Net.Sockets;
using Perto.Testing;

namespace Perto.EndToEnd;

/// <summary>One of several servers over one PostgreSQL: it can be killed and started again, and keeps its address.</summary>
internal sealed class ClusterServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _databaseUrl;
    private readonly bool _workers;
    private readonly (string Name, string Value)[] _settings;
    private RunningServer? _running;

    /// <param name="databaseUrl">The PostgreSQL that all share.</param>
    /// <param name="workers">Whether it does background work.</param>
    /// <param name="settings">Other settings, as the environment names them.</param>
    public ClusterServer(string databaseUrl, bool workers, params (string Name, string Value)[] settings)
    {
        _databaseUrl = databaseUrl;
        _workers = workers;
        _settings = settings;
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
    }

    public Uri Address { get; }

    /// <summary>All it printed since it was last started.</summary>
    public string Printed => _running?.Printed ?? "";

    public async Task StartAsync(CancellationToken cancellationToken) =>
        _running = await PertoProgram.ServeAsync(
            _folder.Path,
            ["serve"],
            cancellationToken,
            [
                ("PERTO__SERVER__URLS", Address.ToString().TrimEnd('/')),
                ("PERTO__DATABASE__URL", _databaseUrl),
                ("PERTO__WORKERS", _workers ? "true" : "false"),
                .. _settings,
            ]);

    public async Task KillAsync(CancellationToken cancellationToken)
    {
        await _running!.KillAsync(cancellationToken);
        await _running.DisposeAsync();
        _running = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_running is not null)
            await _running.DisposeAsync();
        _folder.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
