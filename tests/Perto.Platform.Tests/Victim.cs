using System.Collections.Concurrent;
using System.Diagnostics;

namespace Perto.Platform.Tests;

/// <summary>A running <c>Perto.Platform.Victim</c>: a process that can be killed the hard way.</summary>
internal sealed class Victim : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly SemaphoreSlim _arrived = new(0);

    private Victim(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is not null)
                _lines.Enqueue(line.Data);
            _arrived.Release();
        };
        process.BeginOutputReadLine();
    }

    public int Pid => _process.Id;

    public static Victim Start(params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Perto.Platform.Victim.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false };
        return new Victim(Process.Start(start)!);
    }

    /// <summary>Waits until the process has printed <paramref name="count"/> lines.</summary>
    public async Task PrintedAsync(int count)
    {
        while (_lines.Count < count)
        {
            Assert.False(_process.HasExited && _lines.Count < count, $"The process ended after {_lines.Count} lines");
            await _arrived.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Ends the process as <c>kill -9</c> does; returns all it had printed.</summary>
    public async Task<IReadOnlyList<string>> KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return [.. _lines];
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
        _arrived.Dispose();
    }
}
