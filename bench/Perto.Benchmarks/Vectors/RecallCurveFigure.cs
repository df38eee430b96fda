using Perto.Benchmarks.Figures;
using Perto.Vectors;

namespace Perto.Benchmarks.Vectors;

/// <summary>Searches a second at recalls from .90 to .999, for each kind of codes, on one and two threads.</summary>
internal sealed class RecallCurveFigure : IFigure
{
    private const int K = 10;
    private const int Seed = 11;
    private static readonly double[] Recalls = [.90, .95, .98, .99, .995, .999];

    public string Name => "vectors.search.recall_curve";

    public string Description =>
        "searches a second by recall@10, codes and threads, on clusters that overlap; value and baseline: int8 and float32 at .99 on one thread; "
        + "--records 100000 --dimension 384 --queries 500 --seconds 2 --shape overlapping";

    public FigureResult Measure(FigureOptions options)
    {
        int records = options.Integer("records", 100_000, 20_000, 10_000_000);
        int dimension = options.Integer("dimension", 384, 1, VectorField.MaxDimension);
        int queries = options.Integer("queries", 500, 10, 100_000);
        int seconds = options.Integer("seconds", 2, 1, 600);
        VectorShape shape = VectorShape.Named(options.Text("shape", VectorShape.Overlapping.Name));
        options.RefuseOthers();

        using VectorData data = new(records, queries, dimension, shape, Seed);
        int[][] nearest = NearestRows.Of(data, queries, K);
        Dictionary<string, object> conditions = new(StringComparer.Ordinal)
        {
            ["records"] = records,
            ["dimension"] = dimension,
            ["shape"] = shape.Name,
            ["k"] = K,
            ["columns"] = "recall wanted: searches/s (ef, recall, bytes of a code)",
        };
        double value = 0, baseline = 0;
        foreach (VectorCodes codes in new[] { VectorCodes.Int8, VectorCodes.Float32, VectorCodes.Int4, VectorCodes.Bit })
        {
            EmbeddedCollection collection = Fill(data, codes);
            CollectionSnapshot snapshot = collection.Snapshot;
            int[] widths = [.. Recalls.Select(recall => Widths.Narrowest(recall, width => StoredRecords.RecallOf(snapshot, data, nearest, width)))];
            for (int threads = 1; threads <= 2; threads++)
            {
                Dictionary<string, string> curve = new(StringComparer.Ordinal);
                foreach ((double recall, int ef) in Recalls.Zip(widths))
                {
                    SearchLoad load = Run(snapshot, data, nearest, threads, seconds, ef);
                    if (load.Recall >= recall)
                        curve[$"{recall}"] = $"{load.PerSecond:f0} ({ef}, {load.Recall:f4}, {snapshot.Table.VectorIndexes[0]!.Graph!.CodeBytes / records})";
                    if (recall == .99 && threads == 1 && codes == VectorCodes.Int8)
                        value = load.PerSecond;
                    if (recall == .99 && threads == 1 && codes == VectorCodes.Float32)
                        baseline = load.PerSecond;
                }
                conditions[$"{codes}, {threads} threads"] = curve;
            }
        }
        return new FigureResult(value, "searches/s at recall .99, 1 thread", baseline, value / baseline, conditions);
    }

    private static EmbeddedCollection Fill(VectorData data, VectorCodes codes)
    {
        EmbeddedCollection collection = new(CollectionSchema.Create(schema => schema.Dense(
            StoredRecords.Vector, data.Dimension, Metric.Cosine, new VectorIndexSettings { Codes = codes })));
        foreach (int[] batch in Enumerable.Range(0, data.Rows).Chunk(1_000))
            collection.Upsert([.. batch.Select(row => new VectorRecord($"r{row}") { Vectors = { [StoredRecords.Vector] = data.Row(row).ToArray() } })], now: 0);
        collection.CatchUp(Environment.ProcessorCount);
        return collection;
    }

    private static SearchLoad Run(CollectionSnapshot snapshot, VectorData data, int[][] nearest, int threads, int seconds, int ef)
    {
        Hit[][] hits = [.. Enumerable.Range(0, threads).Select(_ => new Hit[K])];
        return SearchLoad.Run(threads, seconds, nearest, (thread, query, rows) =>
            StoredRecords.Search(snapshot, data, query, hits[thread], rows, new SearchOptions { Ef = ef }));
    }
}
