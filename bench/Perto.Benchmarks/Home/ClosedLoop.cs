using System.Diagnostics;

namespace Perto.Benchmarks.Home;

/// <summary>As many requests as the server takes: a few callers, each asking again when it is answered.</summary>
internal static class ClosedLoop
{
    private const int Callers = 8;

    /// <summary>Returns how many requests were answered, and in how many seconds.</summary>
    public static async Task<(long Requests, double Seconds)> RunAsync(HttpClient http, string[] paths, TimeSpan duration)
    {
        long requests = 0;
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            for (int i = caller; Stopwatch.GetElapsedTime(start) < duration; i += Callers)
            {
                using HttpResponseMessage answer = await http.GetAsync(paths[i % paths.Length]);
                answer.EnsureSuccessStatusCode();
                await answer.Content.LoadIntoBufferAsync();
                Interlocked.Increment(ref requests);
            }
        }));
        return (requests, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}
