using System.Diagnostics;

namespace Perto.Benchmarks.Home;

/// <summary>
/// An open-loop load: requests begin at moments that are fixed beforehand (a Poisson process), whatever became of the ones before,
/// and a latency counts from the moment at which the request should have begun. A server that falls behind is not spared.
/// </summary>
internal sealed class OpenLoop(HttpClient http, IReadOnlyList<string> paths, int seed)
{
    /// <summary>Sends requests for some time at a mean rate.</summary>
    /// <param name="perSecond">Mean arrivals a second.</param>
    /// <param name="duration">For how long requests begin.</param>
    public async Task<LoadResult> RunAsync(double perSecond, TimeSpan duration)
    {
        // A millisecond late at most, and that counts as latency: a generator that spins would take the server's cores.
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        var random = new Random(seed);
        var running = new List<Task<double>>((int)(perSecond * duration.TotalSeconds * 1.1));
        long start = Stopwatch.GetTimestamp();
        double due = 0;
        while (due < duration.TotalSeconds)
        {
            due += -Math.Log(1 - random.NextDouble()) / perSecond;
            long at = start + (long)(due * Stopwatch.Frequency);
            while (Stopwatch.GetTimestamp() < at)
                await tick.WaitForNextTickAsync();
            string path = paths[random.Next(paths.Count)];
            running.Add(SendAsync(path, at));
        }

        double[] latencies = await Task.WhenAll(running);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Array.Sort(latencies);
        return new LoadResult(
            latencies.Length / seconds,
            Finite(Percentile(latencies, 0.5)),
            Finite(Percentile(latencies, 0.99)),
            latencies.Count(double.IsPositiveInfinity));
    }

    // JSON has no infinity; a percentile that fell on a failure is no latency.
    private static double? Finite(double latency) => double.IsFinite(latency) ? Math.Round(latency, 2) : null;

    private static double Percentile(double[] sorted, double part) => sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(sorted.Length * part) - 1)];

    private async Task<double> SendAsync(string path, long due)
    {
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(path);
            await answer.Content.LoadIntoBufferAsync();
            return answer.IsSuccessStatusCode ? Stopwatch.GetElapsedTime(due).TotalMilliseconds : double.PositiveInfinity;
        }
        catch (HttpRequestException)
        {
            // Refused or cut off: counted as failed.
            return double.PositiveInfinity;
        }
    }
}
