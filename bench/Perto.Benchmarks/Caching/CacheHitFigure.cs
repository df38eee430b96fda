using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Caching.Memory;
using Perto.Benchmarks.Figures;
using Perto.Platform;

namespace Perto.Benchmarks.Caching;

/// <summary>Processor time of a hit in the process level, against a dictionary and against ASP.NET's memory cache.</summary>
internal sealed class CacheHitFigure : IFigure
{
    private const int Rounds = 5;
    private const int Seed = 29;

    private static readonly Func<CancellationToken, Task<string?>> Make = static _ => Task.FromResult<string?>("value");

    public string Name => "cache.hit";

    public string Description =>
        "processor time of a hit in the process level, one thread, against MemoryCache of ASP.NET and a ConcurrentDictionary with the same keys, and of a hit in Redis; "
        + "--keys 10000 --milliseconds 500 --redis CONNECTION (default: PERTO_TEST_REDIS; none: without)";

    public FigureResult Measure(FigureOptions options) => MeasureAsync(options).GetAwaiter().GetResult();

    private static async Task<FigureResult> MeasureAsync(FigureOptions options)
    {
        int count = options.Integer("keys", 10_000, 1, 1_000_000);
        var time = TimeSpan.FromMilliseconds(options.Integer("milliseconds", 500, 10, 60_000));
        string redis = options.Text("redis", Environment.GetEnvironmentVariable("PERTO_TEST_REDIS") ?? "");
        options.RefuseOthers();
        string[] keys = [.. Enumerable.Range(0, count).Select(i => $"title:{i}:similar")];
        new Random(Seed).Shuffle(keys);

        await using var server = new CachesUnderTest();
        Cache<string> cache = server.Caches.For<string>("bench", cacheOptions => (cacheOptions.Ttl, cacheOptions.Jitter) = (TimeSpan.FromHours(1), 0));
        var dictionary = new ConcurrentDictionary<(TenantId, string), string>();
        using var memory = new MemoryCache(new MemoryCacheOptions());
        foreach (string key in keys)
        {
            await cache.GetOrCreateAsync(TenantId.Local, key, Make);
            dictionary[(TenantId.Local, key)] = "value";
            memory.Set((TenantId.Local, key), "value", TimeSpan.FromHours(1));
        }

        string? Cached(string key)
        {
            ValueTask<string?> found = cache.GetOrCreateAsync(TenantId.Local, key, Make);
            return found.IsCompletedSuccessfully ? found.Result : throw new InvalidOperationException($"'{key}' is no hit");
        }
        string? InDictionary(string key) => dictionary.TryGetValue((TenantId.Local, key), out string? value) ? value : null;
        string? InMemory(string key) => memory.TryGetValue((TenantId.Local, key), out string? value) ? value : null;

        var conditions = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["keys"] = count,
            ["seed"] = Seed,
            ["best_of_rounds"] = Rounds,
            ["baseline"] = "MemoryCache of ASP.NET, its key boxed with each look",
            ["allocated_bytes_per_hit"] = Allocated(Cached, keys),
            ["memory_cache_allocated_bytes_per_hit"] = Allocated(InMemory, keys),
        };
        double hit = 0;
        double baseline = 0;
        foreach (int threads in (int[])[1, 2])
        {
            // In turns, so that all meet the same minutes of a shared machine.
            double[] best = [double.MaxValue, double.MaxValue, double.MaxValue];
            for (int round = 0; round < Rounds; round++)
            {
                best[0] = Math.Min(best[0], Nanoseconds(Cached, keys, threads, time));
                best[1] = Math.Min(best[1], Nanoseconds(InMemory, keys, threads, time));
                best[2] = Math.Min(best[2], Nanoseconds(InDictionary, keys, threads, time));
            }
            conditions[$"nanoseconds_{threads}_threads"] = Math.Round(best[0], 1);
            conditions[$"memory_cache_nanoseconds_{threads}_threads"] = Math.Round(best[1], 1);
            conditions[$"dictionary_nanoseconds_{threads}_threads"] = Math.Round(best[2], 1);
            if (threads == 1)
                (hit, baseline) = (best[0], best[1]);
        }
        (conditions["zipf_hit_ratio"], conditions["zipf_hit_ratio_of_exact_lru"]) = await EvictionTrace.RunAsync();
        if (redis.Length > 0)
            conditions["redis_hit_microseconds"] = await RedisMicrosecondsAsync(redis);
        return new FigureResult(Math.Round(hit, 1), "CPU ns/hit, 1 thread", Math.Round(baseline, 1), Math.Round(baseline / hit, 2), conditions);
    }

    private static double Allocated(Func<string, string?> look, string[] keys)
    {
        look(keys[0]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (string key in keys)
            look(key);
        return Math.Round((GC.GetAllocatedBytesForCurrentThread() - before) / (double)keys.Length, 1);
    }

    /// <summary>Processor time of this process for a look: a busy machine does not disturb it.</summary>
    private static double Nanoseconds(Func<string, string?> look, string[] keys, int threads, TimeSpan time)
    {
        long all = 0;
        TimeSpan before = Environment.CpuUsage.TotalTime;
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread =>
        {
            long looks = 0;
            long start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                for (int i = 0; i < 1_000; i++)
                {
                    if (look(keys[(int)((looks + i) % keys.Length)]) is null)
                        throw new InvalidOperationException("A key that was kept is missing.");
                }
                looks += 1_000;
            }
            Interlocked.Add(ref all, looks);
        });
        return (Environment.CpuUsage.TotalTime - before).TotalNanoseconds / all;
    }

    private static async Task<double> RedisMicrosecondsAsync(string redis)
    {
        await using var server = new CachesUnderTest(redis);
        Cache<string> cache = server.Caches.For<string>($"bench-{Environment.ProcessId}", cacheOptions => (cacheOptions.InProcess, cacheOptions.Ttl) = (false, TimeSpan.FromMinutes(1)));
        for (int i = 0; i < 2_000; i++)
            await cache.GetOrCreateAsync(TenantId.Local, "key", Make);
        double best = double.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < 2_000; i++)
                await cache.GetOrCreateAsync(TenantId.Local, "key", Make);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds / 2_000);
        }
        return Math.Round(best, 1);
    }
}
