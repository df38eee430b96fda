using System.Diagnostics;
using System.Globalization;
using Perto.Benchmarks.Figures;
using Perto.Postgres;
using Perto.Vectors;

namespace Perto.Benchmarks.Vectors;

/// <summary>Searches a second of the store in PostgreSQL, against the embedded one on the same records, through the same contract, at the same recall.</summary>
internal sealed class PgvectorFigure : IFigure
{
    private const int K = 10;
    private const double WantedRecall = .95;
    private const int Seed = 7;
    private const int BatchRecords = 5_000;

    public string Name => "pgvector.search";

    public string Description =>
        "searches a second of the store in PostgreSQL (HNSW) at recall .95, against the embedded store on the same records; "
        + "--postgres URL (or PERTO_TEST_POSTGRES; a database is made there) --records 100000 --dimension 384 --queries 500 --threads 1 --seconds 8 --build-memory 512";

    public FigureResult Measure(FigureOptions options) => MeasureAsync(options).GetAwaiter().GetResult();

    private static async Task<FigureResult> MeasureAsync(FigureOptions options)
    {
        int records = options.Integer("records", 100_000, 5_000, 5_000_000);
        int dimension = options.Integer("dimension", 384, 1, 2_000);
        int queries = options.Integer("queries", 500, 10, 100_000);
        int threads = options.Integer("threads", 1, 1, 64);
        int seconds = options.Integer("seconds", 8, 1, 600);
        int memory = options.Integer("build-memory", 512, 16, 65_536);
        string server = options.Text("postgres", Environment.GetEnvironmentVariable("PERTO_TEST_POSTGRES") ?? "");
        options.RefuseOthers();
        if (server.Length == 0)
            throw new FigureOptionException("--postgres must name a server, or PERTO_TEST_POSTGRES: postgres://user:password@host:port/database");

        using VectorData data = new(records, queries, dimension, VectorShape.Embeddings, Seed);
        int[][] nearest = NearestRows.Of(data, queries, K);
        await using FigureDatabase database = await FigureDatabase.CreateAsync(PostgresUrl.Parse(server));
        PostgresVectorStore store = new(database.Source, new PostgresVectorOptions { IndexFrom = int.MaxValue, BuildMemory = memory });
        IVectorCollection remote = await store.CollectionAsync(TenantId.Local, "figure", schema => StoredRecords.Declare(schema, dimension, VectorIndexSettings.Default));
        double copied = await FillAsync(remote, data);
        long start = Stopwatch.GetTimestamp();
        await store.BuildIndexesAsync(remote);
        double built = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await using StoredRecords stored = await StoredRecords.OpenAsync("", dimension, VectorIndexSettings.Default);
        double embeddedLoad = await stored.FillAsync(data);

        (int ef, SearchLoad load, string strategy) = Run(remote, data, nearest, threads, seconds);
        (int embeddedEf, SearchLoad embedded, _) = Run(stored.Collection, data, nearest, threads, seconds);
        CollectionStatistics statistics = await remote.StatisticsAsync();
        return new FigureResult(load.PerSecond, "searches/s", embedded.PerSecond, load.PerSecond / embedded.PerSecond, new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["records"] = records,
            ["dimension"] = dimension,
            ["shape"] = VectorShape.Embeddings.Name,
            ["k"] = K,
            ["threads"] = threads,
            ["strategy"] = strategy,
            ["ef"] = ef,
            ["recall"] = load.Recall,
            ["p50_microseconds"] = load.P50,
            ["p99_microseconds"] = load.P99,
            ["copied_per_second"] = records / copied,
            ["loaded_and_indexed_per_second"] = records / (copied + built),
            ["index_seconds"] = built,
            ["bytes"] = statistics.Bytes,
            ["server"] = await database.VersionAsync(),
            ["baseline"] = "the embedded store through the same contract, on the same records, at its own ef for the same recall",
            ["baseline_ef"] = embeddedEf,
            ["baseline_recall"] = embedded.Recall,
            ["baseline_p50_microseconds"] = embedded.P50,
            ["baseline_p99_microseconds"] = embedded.P99,
            ["baseline_loaded_and_indexed_per_second"] = records / embeddedLoad,
        });
    }

    private static async Task<double> FillAsync(IVectorCollection collection, VectorData data)
    {
        long start = Stopwatch.GetTimestamp();
        foreach (int[] rows in Enumerable.Range(0, data.Rows).Chunk(BatchRecords))
            await collection.UpsertAsync([.. rows.Select(row => StoredRecords.Record(data, row))]);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static (int Ef, SearchLoad Load, string Strategy) Run(IVectorCollection collection, VectorData data, int[][] nearest, int threads, int seconds)
    {
        int ef = Widths.Narrowest(WantedRecall, width => SearchLoad.RecallOf(nearest, (query, rows) => Search(collection, data, query, width, rows)));
        SearchLoad load = SearchLoad.Run(threads, seconds, nearest, (_, query, rows) => Search(collection, data, query, ef, rows));
        SearchResult one = collection.SearchAsync(Query(data, 0, ef)).AsTask().GetAwaiter().GetResult();
        return (ef, load, one.Explain.Strategy);
    }

    private static int Search(IVectorCollection collection, VectorData data, int query, int ef, int[] rows)
    {
        SearchResult result = collection.SearchAsync(Query(data, query, ef)).AsTask().GetAwaiter().GetResult();
        for (int i = 0; i < result.Hits.Count; i++)
            rows[i] = int.Parse(result.Hits[i].Id.AsSpan(1), CultureInfo.InvariantCulture);
        return result.Hits.Count;
    }

    private static VectorQuery Query(VectorData data, int query, int ef) =>
        new(StoredRecords.Vector, data.Query(query).ToArray()) { K = K, Ef = ef, IncludePayload = false };
}
