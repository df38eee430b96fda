using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Perto.Testing;

/// <summary>
/// A Redis server of a test's own, that can be killed and started again; it keeps nothing on the disk unless it is told to. Its program is the
/// <c>redis-server</c> on the path, or that of Redis 8. Disposing kills it.
/// </summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _program;
    private readonly string? _password;
    private readonly bool _keeps;
    private Process? _process;

    private RedisServer(string program, string? password, bool keeps)
    {
        _program = program;
        _password = password;
        _keeps = keeps;
        Port = FreePort.Find();
    }

    /// <summary>Where it listens on 127.0.0.1; the same after a restart.</summary>
    public int Port { get; }

    /// <summary>Its address, with the password where it asks for one.</summary>
    public string Url => _password is null ? $"redis://127.0.0.1:{Port}" : $"redis://:{Uri.EscapeDataString(_password)}@127.0.0.1:{Port}";

    /// <summary>An empty server that runs; the test skips where there is no program.</summary>
    /// <param name="cancellationToken">Gives up waiting for it.</param>
    /// <param name="password">What it asks its callers for; null: nothing.</param>
    public static async Task<RedisServer> StartNewAsync(CancellationToken cancellationToken, string? password = null)
    {
        RedisServer server = New(password);
        await server.StartAsync(cancellationToken);
        return server;
    }

    /// <summary>A server that does not run yet.</summary>
    public static RedisServer New(string? password = null) => new("redis-server", password, keeps: false);

    /// <summary>An empty server of Redis 8 that runs; the test skips where there is no program.</summary>
    /// <param name="cancellationToken">Gives up waiting for it.</param>
    /// <param name="keeps">Whether what it acknowledged is there after a kill and a start.</param>
    public static async Task<RedisServer> StartNew8Async(CancellationToken cancellationToken, bool keeps = false)
    {
        string? program = Environment.GetEnvironmentVariable("PERTO_TEST_REDIS8_PROGRAM");
        Assert.SkipWhen(
            string.IsNullOrEmpty(program), "No program of Redis 8: run scripts/services.sh up and then eval \"$(scripts/services.sh status --env)\".");
        RedisServer server = new(program!, password: null, keeps);
        await server.StartAsync(cancellationToken);
        return server;
    }

    /// <summary>Starts it, with what it kept, and returns when it answers.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", _keeps ? "yes" : "no", "--dir", _folder.Path,
            .. _password is null ? Array.Empty<string>() : ["--requirepass", _password],
        ];
        try
        {
            _process = Process.Start(new ProcessStartInfo(_program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (Win32Exception missing)
        {
            Assert.Skip($"No redis-server on the path: install the package redis-server. {missing.Message}");
        }
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await AnswersAsync(cancellationToken);
    }

    /// <summary>Ends it at once (SIGKILL); what it held is gone.</summary>
    public async Task KillAsync()
    {
        if (_process is not { HasExited: false })
            return;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Dispose();
    }

    private async Task AnswersAsync(CancellationToken cancellationToken)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            if (_process is { HasExited: true })
                throw new InvalidOperationException($"redis-server ended with {_process.ExitCode} instead of listening on {Port}");
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port, cancellationToken);
                return;
            }
            catch (SocketException)
            {
                await pause.WaitForNextTickAsync(cancellationToken);
            }
        }
    }
}
