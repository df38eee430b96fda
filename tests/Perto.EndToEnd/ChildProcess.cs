using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Perto.EndToEnd;

/// <summary>A program that runs beside the test, with all it prints. Disposing kills it.</summary>
internal sealed partial class ChildProcess : IAsyncDisposable
{
    private const int Terminate = 15;

    private readonly Process _process;
    private readonly OutputLines _output = new();
    private readonly OutputLines _error = new();
    private readonly Task _ended;

    private ChildProcess(Process process, string input)
    {
        _process = process;
        _process.StandardInput.Write(input);
        _process.StandardInput.Close();
        _ended = Task.WhenAll(_output.ReadAsync(process.StandardOutput), _error.ReadAsync(process.StandardError), process.WaitForExitAsync());
    }

    /// <summary>All it printed so far, for the message of a failing test.</summary>
    public string Printed => $"{_output}{_error}";

    /// <summary>Whether it still runs.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Starts a program.</summary>
    /// <param name="program">Path or name.</param>
    /// <param name="arguments">One each, without quoting.</param>
    /// <param name="environment">Added to the test's own environment; null takes a variable out.</param>
    /// <param name="input">Its standard input.</param>
    public static ChildProcess Start(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string input = "")
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        return new ChildProcess(Process.Start(start)!, input);
    }

    /// <summary>Starts a program and waits until it ends.</summary>
    public static async Task<ProcessResult> RunAsync(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        string input = "",
        CancellationToken cancellationToken = default)
    {
        await using ChildProcess child = Start(program, arguments, environment, input);
        return await child.EndAsync(cancellationToken);
    }

    /// <summary>Waits for the first line, printed before or after this call, in which <paramref name="find"/> finds something.</summary>
    /// <exception cref="InvalidOperationException">The program ended before.</exception>
    public async Task<T> FindLineAsync<T>(Func<string, T?> find, CancellationToken cancellationToken)
        where T : class
    {
        Task<T> output = _output.FindAsync(find);
        Task<T> error = _error.FindAsync(find);
        await Task.WhenAny(output, error, _ended).WaitAsync(cancellationToken);
        Task<T>? found = output.IsCompletedSuccessfully ? output : error.IsCompletedSuccessfully ? error : null;
        return found is not null
            ? await found
            : throw new InvalidOperationException($"The program ended with exit code {_process.ExitCode}:{Environment.NewLine}{Printed}");
    }

    /// <summary>Waits until it ends by itself.</summary>
    public async Task<ProcessResult> EndAsync(CancellationToken cancellationToken)
    {
        await _ended.WaitAsync(cancellationToken);
        return new ProcessResult(_process.ExitCode, _output.ToString(), _error.ToString());
    }

    /// <summary>Asks it to end (SIGTERM, as a service manager does) and waits until it has.</summary>
    public Task<ProcessResult> StopAsync(CancellationToken cancellationToken)
    {
        if (IsRunning && Signal(_process.Id, Terminate) != 0)
            throw new InvalidOperationException($"SIGTERM could not be sent: {Marshal.GetLastPInvokeErrorMessage()}");
        return EndAsync(cancellationToken);
    }

    /// <summary>Ends it at once (SIGKILL): nothing of its own code runs any more.</summary>
    public Task<ProcessResult> KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        return EndAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int process, int signal);
}
