using System.Text.RegularExpressions;

namespace Perto.EndToEnd;

/// <summary>A server in a process of its own, ready to answer. Disposing kills it.</summary>
internal sealed partial class RunningServer : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private RunningServer(ChildProcess process, Uri address)
    {
        _process = process;
        // On a machine that has more to do a first answer takes its time; who does not answer at all is ended with the test program.
        Http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>A client of the server; paths are relative to its root.</summary>
    public HttpClient Http { get; }

    /// <summary>The server's root: <c>http://127.0.0.1:41234/</c>.</summary>
    public Uri Address => Http.BaseAddress!;

    /// <summary>All the server printed so far.</summary>
    public string Printed => _process.Printed;

    /// <summary>
    /// Waits until a process that was just started prints the address it listens on and answers <c>/health/ready</c>;
    /// when that fails the process is killed.
    /// </summary>
    /// <exception cref="InvalidOperationException">The process ended before; the message holds what it printed.</exception>
    public static async Task<RunningServer> ReadyAsync(ChildProcess process, CancellationToken cancellationToken)
    {
        try
        {
            string address = await process.FindLineAsync(line => Listening().Match(line) is { Success: true } match ? match.Value : null, cancellationToken);
            var server = new RunningServer(process, new Uri(address));
            await server.BecomeReadyAsync(cancellationToken);
            return server;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the server as a service manager does; it finishes what it has begun.</summary>
    public Task<ProcessResult> StopAsync(CancellationToken cancellationToken) => _process.StopAsync(cancellationToken);

    /// <summary>Ends the server at once, as a power cut does.</summary>
    public Task<ProcessResult> KillAsync(CancellationToken cancellationToken) => _process.KillAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _process.DisposeAsync();
    }

    // Readiness is only told by asking.
    private async Task BecomeReadyAsync(CancellationToken cancellationToken)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (_process.IsRunning)
        {
            using HttpResponseMessage answer = await Http.GetAsync("health/ready", cancellationToken);
            if (answer.IsSuccessStatusCode)
                return;
            await pause.WaitForNextTickAsync(cancellationToken);
        }

        throw new InvalidOperationException($"The server ended before it was ready:{Environment.NewLine}{Printed}");
    }

    // Port 0 is what the server was asked for, not where it listens.
    [GeneratedRegex(@"http://127\.0\.0\.1:[1-9][0-9]*")]
    private static partial Regex Listening();
}
