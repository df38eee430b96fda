using System.Diagnostics;

namespace Perto.Benchmarks.Server;

/// <summary>One of the two servers in a process of its own.</summary>
internal sealed class ServerUnderLoad : IDisposable
{
    private readonly Process _process;

    private ServerUnderLoad(Process process, Uri address, double secondsToAnswer)
    {
        _process = process;
        Address = address;
        SecondsToAnswer = secondsToAnswer;
    }

    public Uri Address { get; }

    /// <summary>From the start of the process to the line that says it is ready.</summary>
    public double SecondsToAnswer { get; }

    /// <summary>Processor time that the process has used.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a program and waits for the address that it prints when it is ready.</summary>
    public static ServerUnderLoad Start(string assembly, string[] arguments, string dataFolder)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PERTO__DATAFOLDER"] = dataFolder;
        start.Environment["PERTO__SERVER__URLS"] = "http://127.0.0.1:0";
        long before = Stopwatch.GetTimestamp();
        Process process = Process.Start(start)!;
        process.BeginErrorReadLine();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            int at = line.IndexOf("http://127.0.0.1:", StringComparison.Ordinal);
            if (at < 0)
                continue;
            double seconds = Stopwatch.GetElapsedTime(before).TotalSeconds;
            string address = line[at..].Split(' ')[0];
            _ = process.StandardOutput.ReadToEndAsync();
            return new ServerUnderLoad(process, new Uri(address), seconds);
        }

        throw new InvalidOperationException($"{assembly} {string.Join(' ', arguments)} ended with exit code {process.ExitCode}");
    }

    /// <summary>A closed loop of a few connections, each on a thread of its own.</summary>
    public Load Run(string path, int connections, TimeSpan duration)
    {
        TimeSpan cpu = Cpu;
        long start = Stopwatch.GetTimestamp();
        var latencies = new List<double>[connections];
        Thread[] threads =
        [
            .. Enumerable.Range(0, connections).Select(number => new Thread(() =>
            {
                List<double> mine = latencies[number] = new List<double>(1 << 20);
                using var connection = new RawConnection(Address, path);
                while (Stopwatch.GetElapsedTime(start) < duration)
                {
                    long sent = Stopwatch.GetTimestamp();
                    if (connection.Send() != 200)
                        throw new InvalidOperationException($"{path} was not answered with 200");
                    mine.Add(Stopwatch.GetElapsedTime(sent).TotalMicroseconds);
                }
            })),
        ];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double[] all = [.. latencies.SelectMany(mine => mine).Order()];
        return new Load(
            Math.Round(all.Length / seconds),
            Math.Round((Cpu - cpu).TotalMicroseconds / all.Length, 2),
            Math.Round(all[all.Length / 2], 1),
            Math.Round(all[(int)(all.Length * 0.99)], 1));
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>What a closed loop met.</summary>
    internal sealed record Load(double PerSecond, double CpuMicroseconds, double P50Microseconds, double P99Microseconds);
}
