using System.Diagnostics;
using Perto.Benchmarks.Figures;
using Perto.Vectors;

namespace Perto.Benchmarks.Vectors;

/// <summary>How slow the slowest searches become when one operation of ten is an upsert.</summary>
internal sealed class MixedFigure : IFigure
{
    private const int Seed = 7;
    private const int Ef = 24;
    private const int K = 10;

    public string Name => "vectors.mixed";

    public string Description =>
        "p99 of searches in microseconds with 90 % searches and 10 % upserts, against searches alone, at the same arrivals; "
        + "--records 200000 --dimension 384 --per-second 2000 --seconds 10 --folder DIR";

    public FigureResult Measure(FigureOptions options) => MeasureAsync(options).GetAwaiter().GetResult();

    private static async Task<FigureResult> MeasureAsync(FigureOptions options)
    {
        int records = options.Integer("records", 200_000, 20_000, 20_000_000);
        int dimension = options.Integer("dimension", 384, 1, VectorField.MaxDimension);
        int perSecond = options.Integer("per-second", 2_000, 10, 1_000_000);
        int seconds = options.Integer("seconds", 10, 1, 600);
        string folder = options.Text("folder", "");
        options.RefuseOthers();

        using VectorData data = new(records, 1_000, dimension, VectorShape.Embeddings, Seed);
        await using StoredRecords stored = await StoredRecords.OpenAsync(folder, dimension, VectorIndexSettings.Default);
        await stored.FillAsync(data);
        int number = 0;
        Run(stored, data, perSecond, seconds: 2, upsertEvery: 10, ref number);
        await stored.Collection.IndexedAsync();
        double[] alone = Run(stored, data, perSecond, seconds, upsertEvery: 0, ref number);
        double[] mixed = Run(stored, data, perSecond, seconds, upsertEvery: 10, ref number);
        long unindexed = stored.Collection.Snapshot.Rows - stored.Collection.Snapshot.Table.VectorIndexes[0]!.Indexed;
        double aloneP99 = alone[(int)(alone.Length * .99)], mixedP99 = mixed[(int)(mixed.Length * .99)];
        return new FigureResult(mixedP99, "microseconds, p99 of a search", aloneP99, aloneP99 / mixedP99, new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["records"] = records,
            ["dimension"] = dimension,
            ["ef"] = Ef,
            ["operations_per_second"] = perSecond,
            ["seconds"] = seconds,
            ["commit"] = "every 100 ms",
            ["baseline"] = "p99 with no upserts, the same arrivals",
            ["p50_mixed"] = mixed[mixed.Length / 2],
            ["p50_alone"] = alone[alone.Length / 2],
            ["p999_mixed"] = mixed[(int)(mixed.Length * .999)],
            ["p999_alone"] = alone[(int)(alone.Length * .999)],
            ["upserts"] = number,
            ["rows_outside_the_graph_at_the_end"] = unindexed,
        });
    }

    // One thread searches at moments fixed beforehand, and starts every tenth operation as an upsert that runs elsewhere; the other core is for those and
    // for the graph. A latency counts from the moment at which the search should have begun.
    private static double[] Run(StoredRecords stored, VectorData data, int perSecond, int seconds, int upsertEvery, ref int number)
    {
        Hit[] hits = new Hit[K];
        int[] rows = new int[K];
        List<double> taken = new(perSecond * seconds);
        List<Task> upserts = [];
        double between = (double)Stopwatch.Frequency / perSecond;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < perSecond * seconds; i++)
        {
            long due = start + (long)(i * between);
            while (Stopwatch.GetTimestamp() < due)
                Thread.SpinWait(20);
            if (upsertEvery > 0 && i % upsertEvery == 0)
            {
                int id = ++number;
                upserts.Add(Task.Run(() => stored.Collection.UpsertAsync(StoredRecords.Record($"m{id}", data, id % data.Rows)).AsTask()));
                continue;
            }
            StoredRecords.Search(stored.Collection.Snapshot, data, i % data.Queries, hits, rows, new SearchOptions { Ef = Ef });
            taken.Add(Stopwatch.GetElapsedTime(due).TotalMicroseconds);
        }
        // A write that failed ends the figure.
        Task.WhenAll(upserts).GetAwaiter().GetResult();
        return [.. taken.Order()];
    }
}
