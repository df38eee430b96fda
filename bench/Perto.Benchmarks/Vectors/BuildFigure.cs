using System.Diagnostics;
using Perto.Benchmarks.Figures;
using Perto.Vectors;

namespace Perto.Benchmarks.Vectors;

/// <summary>Records a second from the first write until all are stored and in the graph.</summary>
internal sealed class BuildFigure : IFigure
{
    private const int Seed = 7;

    public string Name => "vectors.build.rate";

    public string Description =>
        "records a second until they are stored, logged and indexed, against the graph alone with float32 (a sample of it); "
        + "--records 1000000 --dimension 384 --sample 50000 --folder DIR (kept)";

    public FigureResult Measure(FigureOptions options) => MeasureAsync(options).GetAwaiter().GetResult();

    private static async Task<FigureResult> MeasureAsync(FigureOptions options)
    {
        int records = options.Integer("records", 1_000_000, 20_000, 20_000_000);
        int dimension = options.Integer("dimension", 384, 1, VectorField.MaxDimension);
        int sample = options.Integer("sample", 50_000, 10_000, 1_000_000);
        string folder = options.Text("folder", "");
        options.RefuseOthers();

        using VectorData data = new(records, 1_000, dimension, VectorShape.Embeddings, Seed);
        await using StoredRecords stored = await StoredRecords.OpenAsync(folder, dimension, VectorIndexSettings.Default);
        long dataBytes = (long)(records + 1_000) * dimension * sizeof(float);
        double seconds = await stored.FillAsync(data);
        long peak = PeakBytes();
        CollectionStatistics statistics = await stored.Collection.StatisticsAsync();
        ProximityGraph graph = stored.Collection.Snapshot.Table.VectorIndexes[0]!.Graph!;

        double ownSeconds = GraphSeconds(data, sample, VectorCodes.Int8), floatSeconds = GraphSeconds(data, sample, VectorCodes.Float32);
        double raw = (double)records * dimension * sizeof(float);
        return new FigureResult(records / seconds, "records/s", records / seconds * ownSeconds / floatSeconds, floatSeconds / ownSeconds, new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["records"] = records,
            ["dimension"] = dimension,
            ["threads"] = Environment.ProcessorCount,
            ["seconds"] = seconds,
            ["baseline"] = $"this rate times what float32 costs the graph more, measured on {sample} records",
            ["graph_alone_int8_per_second"] = sample / ownSeconds,
            ["graph_alone_float32_per_second"] = sample / floatSeconds,
            ["graph_and_code_bytes"] = graph.Bytes,
            ["hot_bytes"] = statistics.BytesInMemory,
            ["hot_to_raw"] = statistics.BytesInMemory / raw,
            ["graph_and_codes_to_raw"] = graph.Bytes / raw,
            ["bytes_on_disk"] = statistics.BytesOnDisk,
            ["peak_process_bytes"] = peak,
            ["of_these_the_generators_vectors"] = dataBytes,
        });
    }

    private static double GraphSeconds(VectorData data, int sample, VectorCodes codes)
    {
        EmbeddedCollection collection = new(CollectionSchema.Create(schema => schema.Dense(
            StoredRecords.Vector, data.Dimension, Metric.Cosine, new VectorIndexSettings { Codes = codes })));
        foreach (int[] batch in Enumerable.Range(0, Math.Min(sample, data.Rows)).Chunk(1_000))
            collection.Upsert([.. batch.Select(row => new VectorRecord($"r{row}") { Vectors = { [StoredRecords.Vector] = data.Row(row).ToArray() } })], now: 0);
        long start = Stopwatch.GetTimestamp();
        collection.CatchUp(Environment.ProcessorCount);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    // Memory of mapped files counts where it was touched.
    private static long PeakBytes()
    {
        using Process own = Process.GetCurrentProcess();
        return own.PeakWorkingSet64;
    }
}
