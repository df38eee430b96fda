using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Perto.Benchmarks.Figures;
using Perto.Platform;
using Perto.Redis;

namespace Perto.Benchmarks.Features;

/// <summary>The features of a page: one person and 500 titles, three views of each, as numbers in a matrix; against a JSON document for each entity and view.</summary>
internal sealed class GetFigure : IFigure
{
    private const int Seed = 500;
    private const int Numbers = 8;
    private const int Views = 3;
    private static readonly TenantId Tenant = TenantId.Local;

    public string Name => "features.get500";

    public string Description =>
        "microseconds to read one person and 500 titles, three views of each, into a matrix: process memory, Redis, database; against a JSON document for each in a dictionary; "
        + "--titles 10000 --rounds 2000 --redis ADDRESS (default: PERTO_TEST_REDIS; none: left out)";

    public FigureResult Measure(FigureOptions options) => MeasureAsync(options).GetAwaiter().GetResult();

    private static async Task<FigureResult> MeasureAsync(FigureOptions options)
    {
        int titles = options.Integer("titles", 10_000, 500, 1_000_000);
        int rounds = options.Integer("rounds", 2_000, 10, 1_000_000);
        string redis = options.Text("redis", Environment.GetEnvironmentVariable("PERTO_TEST_REDIS") ?? "");
        options.RefuseOthers();

        // What takes many times as long is repeated as many times less.
        int fewer = Math.Max(10, rounds / 10);
        string folder = Directory.CreateTempSubdirectory("perto-features-").FullName;
        try
        {
            await using ServiceProvider process = Start(Path.Combine(folder, "process"), processBytes: null, redis: null);
            long rowBytes = await FillAsync(process, titles);
            Timing inProcess = await TimeAsync(process, titles, rounds);
            await using ServiceProvider database = Start(Path.Combine(folder, "database"), processBytes: 0, redis: null);
            await FillAsync(database, titles);
            Timing inDatabase = await TimeAsync(database, titles, fewer);
            Timing documents = await DocumentsAsync(process, titles, fewer);
            Dictionary<string, object> conditions = new(StringComparer.Ordinal)
            {
                ["titles"] = titles,
                ["asked"] = "1 person and 500 titles",
                ["views"] = Views,
                ["numbers_of_a_view"] = Numbers,
                ["rounds"] = rounds,
                ["rounds_of_database_and_documents"] = fewer,
                ["seed"] = Seed,
                ["bytes_of_a_packed_row"] = rowBytes,
                ["process"] = inProcess,
                ["database_sqlite"] = inDatabase,
                ["baseline"] = "a JSON document for each entity and view in a dictionary of the process, read into the same matrix",
                ["documents"] = documents,
            };
            if (redis.Length > 0)
            {
                await using ServiceProvider shared = Start(Path.Combine(folder, "redis"), processBytes: 0, redis);
                await FillAsync(shared, titles);
                conditions["redis"] = await TimeAsync(shared, titles, rounds);
                conditions["redis_fallbacks"] = shared.GetRequiredService<RedisConnection>().Dependency.Status.Fallbacks;
            }
            return new FigureResult(inProcess.P50, "microseconds, process memory, median", documents.P50, Math.Round(documents.P50 / inProcess.P50, 1), conditions);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ServiceProvider Start(string folder, long? processBytes, string? redis)
    {
        Dictionary<string, string?> settings = new() { ["Perto:DataFolder"] = folder, ["Perto:Redis:Url"] = redis, ["Perto:Dependencies:redis:Timeout"] = "00:00:05" };
        if (processBytes is { } bytes)
            settings["Perto:Features:ProcessBytes"] = $"{bytes}";
        if (redis is null)
            settings.Remove("Perto:Dependencies:redis:Timeout");
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders());
        services.AddPerto(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .UseRedis()
            .AddModule("bench", module => module.Features([.. Entities().SelectMany(entity => Enumerable.Range(0, Views).Select(view => View(entity, view)))]));
        return services.BuildServiceProvider();
    }

    private static async Task<long> FillAsync(ServiceProvider services, int titles)
    {
        await services.GetRequiredService<DatabaseMigrator>().MigrateAsync();
        FeatureStore store = services.GetRequiredService<FeatureStore>();
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        foreach (string entity in Entities())
        {
            for (int view = 0; view < Views; view++)
            {
                var random = new Random(Seed + view);
                foreach (int[] some in Enumerable.Range(0, entity == "person" ? 100 : titles).Chunk(1_000))
                    await store.WriteAsync(Tenant, $"{entity}_{view}", [.. some.Select(i => new FeatureWrite { Key = Key(entity, i), EventAt = now, Values = Values(random) })]);
            }
        }
        return await services.GetRequiredService<IDatabase>().ReadAsync(
            session => session.ScalarAsync<long>("select max(length(packed)) from feature_online where tenant = @Tenant and entity = 'title'", new { Tenant }));
    }

    private static async Task<Timing> TimeAsync(ServiceProvider services, int titles, int rounds)
    {
        FeatureStore store = services.GetRequiredService<FeatureStore>();
        string[] personViews = [.. Enumerable.Range(0, Views).Select(view => $"person_{view}")];
        string[] titleViews = [.. Enumerable.Range(0, Views).Select(view => $"title_{view}")];
        double[] matrix = new double[501 * Views * Numbers];
        return await RoundsAsync(titles, rounds, async (person, keys) =>
        {
            OnlineFeatures read = await store.GetAsync(
                Tenant,
                [
                    new EntityRequest { Entity = "person", Keys = [person], Views = personViews },
                    new EntityRequest { Entity = "title", Keys = keys, Views = titleViews },
                ]);
            return Copy(read, matrix);
        });
    }

    private static double Copy(OnlineFeatures read, double[] matrix)
    {
        int at = 0;
        for (int part = 0; part < 2; part++)
        {
            for (int key = 0; key < read.Request[part].Keys.Count; key++)
            {
                for (int view = 0; view < Views; view++)
                {
                    FeatureReading reading = read[part, key, view];
                    for (int number = 0; number < Numbers; number++)
                    {
                        if (!reading.TryNumber(number, out matrix[at++]))
                            throw new InvalidOperationException("A feature is missing");
                    }
                }
            }
        }
        return matrix[^1];
    }

    private static async Task<Timing> DocumentsAsync(ServiceProvider services, int titles, int rounds)
    {
        // The same values in the obvious form.
        ConcurrentDictionary<string, byte[]> documents = new(StringComparer.Ordinal);
        FeatureStore store = services.GetRequiredService<FeatureStore>();
        foreach (string entity in Entities())
        {
            string[] views = [.. Enumerable.Range(0, Views).Select(view => $"{entity}_{view}")];
            foreach (string[] keys in Enumerable.Range(0, entity == "person" ? 100 : titles).Select(i => Key(entity, i)).Chunk(1_000))
            {
                OnlineFeatures read = await store.GetAsync(Tenant, [new EntityRequest { Entity = entity, Keys = keys, Views = views }]);
                for (int key = 0; key < keys.Length; key++)
                {
                    for (int view = 0; view < Views; view++)
                        documents[$"{entity}:{keys[key]}:{views[view]}"] = JsonSerializer.SerializeToUtf8Bytes(read[0, key, view].ToValues(), PertoJson.Options);
                }
            }
        }
        double[] matrix = new double[501 * Views * Numbers];
        return await RoundsAsync(titles, rounds, (person, keys) =>
        {
            int at = 0;
            for (int i = 0; i <= keys.Length; i++)
            {
                (string entity, string key) = i == 0 ? ("person", person) : ("title", keys[i - 1]);
                for (int view = 0; view < Views; view++)
                {
                    Dictionary<string, double> values = JsonSerializer.Deserialize<Dictionary<string, double>>(documents[$"{entity}:{key}:{entity}_{view}"], PertoJson.Options)!;
                    for (int number = 0; number < Numbers; number++)
                        matrix[at++] = values[$"f{number}"];
                }
            }
            return Task.FromResult(matrix[^1]);
        });
    }

    private static async Task<Timing> RoundsAsync(int titles, int rounds, Func<string, string[], Task<double>> read)
    {
        var random = new Random(Seed);
        (string Person, string[] Titles)[] requests =
        [
            .. Enumerable.Range(0, 100).Select(i => (Key("person", i), Enumerable.Range(0, 500).Select(_ => Key("title", random.Next(titles))).ToArray())),
        ];
        for (int i = 0; i < Math.Max(20, rounds / 4); i++)
            await read(requests[i % 100].Person, requests[i % 100].Titles);
        double[] micros = new double[rounds];
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        for (int i = 0; i < rounds; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await read(requests[i % 100].Person, requests[i % 100].Titles);
            micros[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }
        double processorMicros = (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / rounds;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        Array.Sort(micros);
        return new Timing(Math.Round(micros[rounds / 2], 1), Math.Round(micros[(int)(rounds * .99)], 1), allocated / rounds, Math.Round(processorMicros, 1));
    }

    private static string[] Entities() => ["person", "title"];

    private static string Key(string entity, int number) => $"{entity}-{number:00000}";

    private static FeatureView View(string entity, int view) => new()
    {
        Name = $"{entity}_{view}",
        Entity = entity,
        TtlSeconds = 86_400,
        Features = [.. Enumerable.Range(0, Numbers).Select(number => new Feature { Name = $"f{number}", Kind = FeatureKind.Number })],
    };

    private static Dictionary<string, FeatureValue?> Values(Random random) =>
        Enumerable.Range(0, Numbers).ToDictionary(number => $"f{number}", FeatureValue? (_) => FeatureValue.Of(random.NextDouble()), StringComparer.Ordinal);

    /// <param name="P50">Median, in microseconds.</param>
    /// <param name="P99">In microseconds.</param>
    /// <param name="BytesAllocated">For each request.</param>
    /// <param name="ProcessorMicroseconds">Processor time of this process for a request, which a busy machine does not disturb.</param>
    private sealed record Timing(double P50, double P99, long BytesAllocated, double ProcessorMicroseconds);
}
