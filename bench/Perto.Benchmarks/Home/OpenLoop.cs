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
        var random = new Random(seed);
        var running = new List<Task<double>>((int)(perSecond * duration.TotalSeconds * 1.1));
        long start = Stopwatch.GetTimestamp();
        double due = 0;
        while (due < duration.TotalSeconds)
        {
            due += -Math.Log(1 - random.NextDouble()) / perSecond;
            long at = start + (long)(due * Stopwatch.Frequency);
            await UntilAsync(at);
            string path = paths[random.Next(paths.Count)];
            running.Add(SendAsync(path, at));
        }

        double[] latencies = await Task.WhenAll(running);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Array.Sort(latencies);
        return new LoadResult(
            latencies.Length / seconds,
            Percentile(latencies, 0.5),
            Percentile(latencies, 0.99),
            latencies.Count(double.IsPositiveInfinity));
    }

    private static double Percentile(double[] sorted, double part) => sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(sorted.Length * part) - 1)];

    // The timer of the system wakes a millisecond late; the last of it is spent yielding.
    private static async ValueTask UntilAsync(long timestamp)
    {
        while (true)
        {
            TimeSpan left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), timestamp);
            if (left <= TimeSpan.Zero)
                return;
            if (left > TimeSpan.FromMilliseconds(2))
                await Task.Delay(left - TimeSpan.FromMilliseconds(1.5));
            else
                await Task.Yield();
        }
    }

    private async Task<double> SendAsync(string path, long due)
    {
        using HttpResponseMessage answer = await http.GetAsync(path);
        await answer.Content.LoadIntoBufferAsync();
        return answer.IsSuccessStatusCode ? Stopwatch.GetElapsedTime(due).TotalMilliseconds : double.PositiveInfinity;
    }
}
