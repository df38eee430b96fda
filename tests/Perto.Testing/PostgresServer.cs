using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Perto.Testing;

/// <summary>
/// A PostgreSQL server of a test's own, that can be killed and started again, and followed by a replica. Its programs are those that
/// <c>PERTO_TEST_POSTGRES_PROGRAMS</c> names, with pgvector. Disposing kills it and removes its files.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly string _folder;
    private Process? _process;

    private PostgresServer(string folder)
    {
        _folder = folder;
        Port = FreePort.Find();
    }

    /// <summary>Where it listens on 127.0.0.1; the same after a restart.</summary>
    public int Port { get; }

    /// <summary>Opens the database <c>postgres</c> as a user who may do everything.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=perto;Password=perto;Database=postgres";

    private static string? Programs => Environment.GetEnvironmentVariable("PERTO_TEST_POSTGRES_PROGRAMS");

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Makes an empty server and starts it; the test skips where there are no programs.</summary>
    public static async Task<PostgresServer> StartNewAsync(CancellationToken cancellationToken)
    {
        PostgresServer server = await NewAsync(cancellationToken);
        await RunAsync(
            Path.Combine(Programs!, "initdb"),
            ["--pgdata", server.Data, "--username", "perto", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"],
            cancellationToken);
        await server.StartAsync(cancellationToken);
        return server;
    }

    /// <summary>Makes a replica that follows this server, and starts it.</summary>
    public async Task<PostgresServer> StartReplicaAsync(CancellationToken cancellationToken)
    {
        PostgresServer replica = await NewAsync(cancellationToken);
        await RunAsync(
            Path.Combine(Programs!, "pg_basebackup"),
            [
                "--host", "127.0.0.1", "--port", Port.ToString(CultureInfo.InvariantCulture), "--username", "perto", "--pgdata", replica.Data,
                "--write-recovery-conf", "--checkpoint", "fast", "--no-sync",
            ],
            cancellationToken);
        await replica.StartAsync(cancellationToken);
        return replica;
    }

    /// <summary>Starts it, again after <see cref="KillAsync"/>, and returns when it answers.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // What the operating system was given survives a kill, so nothing needs to reach the disk.
        string[] arguments =
        [
            "-D", Data, "-c", "listen_addresses=127.0.0.1", "-c", $"port={Port}", "-c", "unix_socket_directories=", "-c", "fsync=off",
            "-c", "max_connections=100", "-c", "shared_buffers=64MB", "-c", "logging_collector=off",
        ];
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            if (_process is null or { HasExited: true })
            {
                // It refuses to start while processes of a killed one are still going away.
                _process?.Dispose();
                _process = Process.Start(StartInfo(Path.Combine(Programs!, "postgres"), arguments))!;
                _process.BeginOutputReadLine();
                _process.BeginErrorReadLine();
            }
            try
            {
                await using NpgsqlDataSource source = NpgsqlDataSource.Create(ConnectionString + ";Pooling=false;Timeout=2");
                await using NpgsqlCommand ask = source.CreateCommand("select 1");
                await ask.ExecuteScalarAsync(cancellationToken);
                return;
            }
            catch (NpgsqlException)
            {
                await pause.WaitForNextTickAsync(cancellationToken);
            }
        }
    }

    /// <summary>Ends all its processes at once (SIGKILL).</summary>
    public async Task KillAsync()
    {
        if (_process is not { HasExited: false })
            return;
        // The whole tree: with the first one gone the others would go on for a moment, and could still commit.
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
        await RunAsync("rm", ["--recursive", "--force", _folder], CancellationToken.None);
    }

    private static async Task<PostgresServer> NewAsync(CancellationToken cancellationToken)
    {
        Assert.SkipUnless(
            Programs is { Length: > 0 }, "No programs of PostgreSQL: run scripts/services.sh up and then eval \"$(scripts/services.sh status --env)\".");
        return new PostgresServer((await RunAsync("mktemp", ["--directory", "/tmp/perto-postgres-XXXXXX"], cancellationToken)).Trim());
    }

    private static async Task<string> RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        using Process process = Process.Start(StartInfo(program, arguments))!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        string error = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await output}{error}");
    }

    // PostgreSQL refuses to run as root, so root hands it to the user that Debian's package made.
    private static ProcessStartInfo StartInfo(string program, IReadOnlyList<string> arguments)
    {
        string[] line = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", program] : [program];
        return new ProcessStartInfo(line[0], [.. line.Skip(1), .. arguments])
        {
            WorkingDirectory = "/tmp",
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }
}
