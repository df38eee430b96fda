using System.Diagnostics;
using Perto.Benchmarks.Figures;
using Perto.Platform;

namespace Perto.Benchmarks.Caching;

/// <summary>How often the source is asked when many callers miss the same key at once.</summary>
internal sealed class CacheStampedeFigure : IFigure
{
    public string Name => "cache.stampede";

    public string Description =>
        "calls of the source under callers that all miss one key at once, in one process and over two caches that share Redis, against a call each; "
        + "--callers 1000 --rounds 20 --milliseconds 20 (time of a call) --redis CONNECTION (default: PERTO_TEST_REDIS; none: without)";

    public FigureResult Measure(FigureOptions options) => MeasureAsync(options).GetAwaiter().GetResult();

    private static async Task<FigureResult> MeasureAsync(FigureOptions options)
    {
        int callers = options.Integer("callers", 1_000, 1, 100_000);
        int rounds = options.Integer("rounds", 20, 1, 1_000);
        int milliseconds = options.Integer("milliseconds", 20, 0, 10_000);
        string redis = options.Text("redis", Environment.GetEnvironmentVariable("PERTO_TEST_REDIS") ?? "");
        options.RefuseOthers();

        await using var alone = new CachesUnderTest();
        (double calls, double elapsed) = await RunAsync([alone.Caches.For<string>("bench")], callers, rounds, milliseconds);
        var conditions = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["callers"] = callers,
            ["rounds"] = rounds,
            ["milliseconds_of_a_call"] = milliseconds,
            ["baseline"] = "each caller asks the source",
            ["milliseconds_until_all_have_it"] = elapsed,
        };
        if (redis.Length > 0)
        {
            await using var one = new CachesUnderTest(redis);
            await using var two = new CachesUnderTest(redis);
            string name = $"bench-{Environment.ProcessId}";
            (conditions["calls_of_two_servers"], conditions["milliseconds_until_all_of_two_servers_have_it"]) =
                await RunAsync([one.Caches.For<string>(name), two.Caches.For<string>(name)], callers, rounds, milliseconds);
        }
        return new FigureResult(calls, "calls of the source", callers, callers / calls, conditions);
    }

    private static async Task<(double Calls, double Milliseconds)> RunAsync(Cache<string>[] caches, int callers, int rounds, int milliseconds)
    {
        int calls = 0;
        var elapsed = TimeSpan.Zero;
        for (int round = 0; round <= rounds; round++)
        {
            // The first one connects and compiles.
            if (round == 1)
                (calls, elapsed) = (0, TimeSpan.Zero);
            string key = $"key {round}";
            long start = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () => await caches[caller % caches.Length].GetOrCreateAsync(
                TenantId.Local,
                key,
                async cancelled =>
                {
                    Interlocked.Increment(ref calls);
                    await Task.Delay(milliseconds, cancelled);
                    return "value";
                }))));
            elapsed += Stopwatch.GetElapsedTime(start);
        }
        return ((double)calls / rounds, Math.Round(elapsed.TotalMilliseconds / rounds, 1));
    }
}
