using System.Diagnostics;
using Perto.Benchmarks.Figures;
using Perto.Numerics;
using Perto.Vectors;

namespace Perto.Benchmarks.Vectors;

/// <summary>Searches behind filters of every width, which have nothing or all to do with the vectors.</summary>
internal sealed class FilteredFigure : IFigure
{
    private const int K = 10;
    private const int Seed = 7;

    public string Name => "vectors.filtered.qps";

    public string Description =>
        "searches a second behind filters that 50, 10, 1 and .1 % pass, independent of the vectors and correlated, against an exact scan of the passing "
        + "rows whose numbers are given; --records 1000000 --dimension 384 --queries 200 --threads 1 --seconds 2 --folder DIR";

    public FigureResult Measure(FigureOptions options) => MeasureAsync(options).GetAwaiter().GetResult();

    private static async Task<FigureResult> MeasureAsync(FigureOptions options)
    {
        int records = options.Integer("records", 1_000_000, 20_000, 20_000_000);
        int dimension = options.Integer("dimension", 384, 1, VectorField.MaxDimension);
        int queries = options.Integer("queries", 200, 10, 100_000);
        int threads = options.Integer("threads", 1, 1, 256);
        int seconds = options.Integer("seconds", 2, 1, 600);
        string folder = options.Text("folder", "");
        options.RefuseOthers();

        using VectorData data = new(records, 1_000, dimension, VectorShape.Embeddings, Seed);
        await using StoredRecords stored = await StoredRecords.OpenAsync(folder, dimension, VectorIndexSettings.Default);
        await stored.FillAsync(data);
        CollectionSnapshot snapshot = stored.Collection.Snapshot;
        Dictionary<string, object> conditions = new(StringComparer.Ordinal)
        {
            ["records"] = records,
            ["dimension"] = dimension,
            ["clusters"] = data.Clusters,
            ["k"] = K,
            ["threads"] = threads,
            ["baseline"] = "float distances of the passing rows, whose numbers the scan is given for nothing",
        };
        double worst = double.PositiveInfinity, worstScan = 0, worstValue = 0;
        foreach (double share in new[] { .5, .1, .01, .001 })
        {
            foreach (bool isCorrelated in new[] { false, true })
            {
                (Filter filter, Func<int, bool> passes) = isCorrelated
                    ? (Filter.Lt("cluster", (long)Math.Ceiling(share * data.Clusters)), row => data.ClusterOf(row) < Math.Ceiling(share * data.Clusters))
                    : (Filter.Lt("number", (long)(share * StoredRecords.Numbers)), (Func<int, bool>)(row => StoredRecords.Number(row) < (int)(share * StoredRecords.Numbers)));
                int[][] nearest = NearestRows.Of(data, queries, K, passes);
                SearchLoad load = Run(snapshot, data, nearest, threads, seconds, filter, out ScanCost cost);
                double scan = ScansPerSecond(data, [.. Enumerable.Range(0, records).Where(passes)], queries, threads);
                conditions[$"{share * 100} %, {(isCorrelated ? "correlated" : "independent")}"] = new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["per_second"] = load.PerSecond,
                    ["recall"] = load.Recall,
                    ["p99_microseconds"] = load.P99,
                    ["fewest_hits"] = load.Fewest,
                    ["strategy_of_the_last"] = cost.Strategy.ToString(),
                    ["exact_scan_per_second"] = scan,
                };
                if (load.PerSecond / scan < worst)
                    (worst, worstScan, worstValue) = (load.PerSecond / scan, scan, load.PerSecond);
            }
        }
        return new FigureResult(worstValue, "searches/s where the ratio is worst", worstScan, worst, conditions);
    }

    private static SearchLoad Run(
        CollectionSnapshot snapshot, VectorData data, int[][] nearest, int threads, int seconds, Filter filter, out ScanCost cost)
    {
        Hit[][] hits = [.. Enumerable.Range(0, threads).Select(_ => new Hit[K])];
        SearchOptions options = new() { Filter = snapshot.Compile(filter) };
        SearchLoad load = SearchLoad.Run(threads, seconds, nearest, (thread, query, rows) =>
            StoredRecords.Search(snapshot, data, query, hits[thread], rows, options));
        snapshot.Search(StoredRecords.Vector, data.Query(0), hits[0], options, out cost);
        return load;
    }

    private static double ScansPerSecond(VectorData data, int[] rows, int queries, int threads)
    {
        int next = -1, done = 0;
        long start = Stopwatch.GetTimestamp();
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
        {
            int query;
            while ((query = Interlocked.Increment(ref next)) < queries && Stopwatch.GetElapsedTime(start).TotalSeconds < 3)
            {
                PriorityQueue<int, float> top = new();
                foreach (int row in rows)
                {
                    float product = Distances.Between<DotTerm>(data.Query(query), data.Row(row));
                    if (top.Count < K)
                        top.Enqueue(row, product);
                    else if (top.TryPeek(out _, out float lowest) && product > lowest)
                        top.EnqueueDequeue(row, product);
                }
                Interlocked.Increment(ref done);
            }
        });
        return done / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
