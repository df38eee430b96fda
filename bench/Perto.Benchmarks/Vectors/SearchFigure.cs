using Perto.Benchmarks.Figures;
using Perto.Vectors;

namespace Perto.Benchmarks.Vectors;

/// <summary>Searches a second of a stored collection, at a recall that the figure finds the ef for.</summary>
internal abstract class SearchFigure : IFigure
{
    private const int K = 10;
    private const double WantedRecall = .95;
    private const int Seed = 7;

    public abstract string Name { get; }

    public abstract string Description { get; }

    protected abstract int Records { get; }

    protected abstract VectorShape Shape { get; }

    protected abstract int Threads { get; }

    public FigureResult Measure(FigureOptions options) => MeasureAsync(options).GetAwaiter().GetResult();

    private async Task<FigureResult> MeasureAsync(FigureOptions options)
    {
        int records = options.Integer("records", Records, 20_000, 20_000_000);
        int dimension = options.Integer("dimension", 384, 1, VectorField.MaxDimension);
        int queries = options.Integer("queries", 1_000, 10, 100_000);
        int threads = options.Integer("threads", Threads, 1, 256);
        int seconds = options.Integer("seconds", 8, 1, 600);
        string folder = options.Text("folder", ""), hnswlib = options.Text("hnswlib", "");
        VectorShape shape = VectorShape.Named(options.Text("shape", Shape.Name));
        options.RefuseOthers();

        using VectorData data = new(records, queries, dimension, shape, Seed);
        await using StoredRecords stored = await StoredRecords.OpenAsync(folder, dimension, VectorIndexSettings.Default);
        await stored.FillAsync(data);
        int[][] nearest = NearestRows.Of(data, queries, K);
        CollectionSnapshot snapshot = stored.Collection.Snapshot;
        int ef = Widths.Narrowest(WantedRecall, width => StoredRecords.RecallOf(snapshot, data, nearest, width));
        SearchLoad load = Run(snapshot, data, nearest, threads, seconds, ef);
        SearchLoad exact = Run(snapshot, data, [.. nearest.Take(200)], threads, seconds: 3, ef: null);
        using FloatGraph floats = FloatGraph.Of(snapshot, data);
        int floatEf = Widths.Narrowest(
            WantedRecall, width => SearchLoad.RecallOf(nearest, (query, rows) => floats.Search(data, query, K, width, rows)));
        SearchLoad floatLoad = SearchLoad.Run(threads, seconds, nearest, (_, query, rows) => floats.Search(data, query, K, floatEf, rows));
        CollectionStatistics statistics = await stored.Collection.StatisticsAsync();
        Dictionary<string, object> conditions = new(StringComparer.Ordinal)
        {
            ["records"] = records,
            ["dimension"] = dimension,
            ["shape"] = shape.Name,
            ["clusters"] = data.Clusters,
            ["k"] = K,
            ["threads"] = threads,
            ["ef"] = ef,
            ["recall"] = load.Recall,
            ["p50_microseconds"] = load.P50,
            ["p99_microseconds"] = load.P99,
            ["bytes_allocated_per_search"] = load.BytesPerSearch,
            ["baseline"] = "the same graph with the distances of the float vectors, in the same code, at its own ef for the same recall",
            ["baseline_ef"] = floatEf,
            ["baseline_recall"] = floatLoad.Recall,
            ["exact_scan_per_second"] = exact.PerSecond,
            ["payload_fields"] = stored.Collection.Schema.Payload.Count,
            ["segments"] = statistics.Segments,
            ["bytes_in_memory"] = statistics.BytesInMemory,
            ["memory_to_raw"] = statistics.BytesInMemory / ((double)records * dimension * sizeof(float)),
        };
        if (hnswlib.Length > 0)
            conditions["hnswlib"] = await HnswlibPeer.MeasureAsync(hnswlib, data, nearest, WantedRecall, threads, seconds);
        return new FigureResult(load.PerSecond, "searches/s", floatLoad.PerSecond, load.PerSecond / floatLoad.PerSecond, conditions);
    }

    private static SearchLoad Run(CollectionSnapshot snapshot, VectorData data, int[][] nearest, int threads, int seconds, int? ef)
    {
        Hit[][] hits = [.. Enumerable.Range(0, threads).Select(_ => new Hit[K])];
        SearchOptions options = new() { Ef = ef, Exact = ef is null };
        return SearchLoad.Run(threads, seconds, nearest, (thread, query, rows) => StoredRecords.Search(snapshot, data, query, hits[thread], rows, options));
    }
}
