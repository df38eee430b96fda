using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Perto.Benchmarks.Home;

/// <summary>The real server in a process of its own, so that its CPU time can be told from that of the load.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Processor time that the server has used.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Peak of its working set, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Its working set now, in bytes.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts <c>perto serve</c> on a data folder and waits until it is ready.</summary>
    /// <param name="dataFolder">Its data folder.</param>
    /// <param name="http">Gets the server's address.</param>
    /// <param name="environment">Added to its environment.</param>
    public static async Task<ServerProcess> StartAsync(string dataFolder, HttpClient http, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "perto.dll"), "serve"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PERTO__DATAFOLDER"] = dataFolder;
        start.Environment["PERTO__SERVER__URLS"] = "http://127.0.0.1:0";
        start.Environment["PERTO__STREAMING__HOMECACHEMINUTES"] = "0";
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        Process process = Process.Start(start)!;
        _ = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            // Printed when the server is ready.
            if (Listening.Match(line) is not { Success: true } match)
                continue;
            _ = process.StandardOutput.ReadToEndAsync();
            http.BaseAddress = new Uri(match.Value);
            return new ServerProcess(process, http.BaseAddress);
        }

        await process.WaitForExitAsync();
        throw new InvalidOperationException($"perto serve ended with exit code {process.ExitCode}");
    }

    /// <summary>Waits until it has nothing to do: until indexes of what was imported are built and rows of features counted.</summary>
    public async Task IdleAsync()
    {
        const int QuietSeconds = 3;
        const double QuietMilliseconds = 50;
        for (int quiet = 0; quiet < QuietSeconds;)
        {
            TimeSpan before = Cpu;
            await Task.Delay(TimeSpan.FromSeconds(1));
            quiet = (Cpu - before).TotalMilliseconds < QuietMilliseconds ? quiet + 1 : 0;
        }
    }

    /// <summary>Ends it at once (SIGKILL).</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:[1-9][0-9]*")]
    private static partial Regex Listening { get; }
}
