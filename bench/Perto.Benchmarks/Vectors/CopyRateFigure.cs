using System.Diagnostics;
using Perto.Benchmarks.Figures;
using Perto.Platform;
using Perto.Postgres;
using Perto.Vectors;

namespace Perto.Benchmarks.Vectors;

/// <summary>Records a second that are copied from the embedded store to another and compared, against copying them one by one.</summary>
internal sealed class CopyRateFigure : IFigure
{
    private const int Seed = 11;

    public string Name => "copy.rate";

    public string Description =>
        "records a second copied from the embedded store to PostgreSQL (without it: to another embedded one) and compared, against reading and writing one at a time; "
        + "--postgres URL (or PERTO_TEST_POSTGRES) --records 50000 --dimension 384 --sample 2000 (copied one at a time)";

    public FigureResult Measure(FigureOptions options) => MeasureAsync(options).GetAwaiter().GetResult();

    private static async Task<FigureResult> MeasureAsync(FigureOptions options)
    {
        int records = options.Integer("records", 50_000, 1_000, 5_000_000);
        int dimension = options.Integer("dimension", 384, 1, 2_000);
        int sample = options.Integer("sample", 2_000, 100, 100_000);
        string server = options.Text("postgres", Environment.GetEnvironmentVariable("PERTO_TEST_POSTGRES") ?? "");
        options.RefuseOthers();

        using VectorData data = new(records, 10, dimension, VectorShape.Embeddings, Seed);
        await using StoredRecords stored = await StoredRecords.OpenAsync("", dimension, VectorIndexSettings.Default);
        await stored.FillAsync(data);
        await using StoredRecords other = await StoredRecords.OpenAsync("", dimension, VectorIndexSettings.Default);
        (double embeddedCopy, double embeddedWhole) = await CopyAsync(stored.Collection, other.Collection);
        double embeddedOne = await OneByOneAsync(stored.Collection, other.Collection, Math.Min(sample, records));
        (double Copy, double Whole, double One) measured = (embeddedCopy, embeddedWhole, embeddedOne);
        string target = "embedded";
        if (server.Length > 0)
        {
            await using FigureDatabase database = await FigureDatabase.CreateAsync(PostgresUrl.Parse(server));
            PostgresVectorStore store = new(database.Source, new PostgresVectorOptions { IndexFrom = int.MaxValue });
            IVectorCollection remote = await store.CollectionAsync(TenantId.Local, "figure", schema => StoredRecords.Declare(schema, dimension, VectorIndexSettings.Default));
            (double copy, double whole) = await CopyAsync(stored.Collection, remote);
            measured = (copy, whole, await OneByOneAsync(stored.Collection, remote, Math.Min(sample, records)));
            target = await database.VersionAsync();
        }
        double rate = records / measured.Whole;
        return new FigureResult(rate, "records/s, copied and compared", measured.One, rate / measured.One, new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["records"] = records,
            ["dimension"] = dimension,
            ["target"] = target,
            ["copied_per_second"] = records / measured.Copy,
            ["embedded_to_embedded_per_second"] = records / embeddedWhole,
            ["embedded_to_embedded_copied_per_second"] = records / embeddedCopy,
            ["baseline"] = "each record read by its id and written alone, without a comparison",
            ["baseline_records"] = Math.Min(sample, records),
            ["baseline_embedded_to_embedded"] = embeddedOne,
            ["index"] = "none is built in PostgreSQL while records are copied",
        });
    }

    private static async Task<(double Copy, double Whole)> CopyAsync(IVectorCollection source, IVectorCollection target)
    {
        long start = Stopwatch.GetTimestamp();
        double copied = 0;
        var progress = new Watch(state =>
        {
            if (state.Phase == CopyPhase.Copy)
                copied = Stopwatch.GetElapsedTime(start).TotalSeconds;
        });
        CopyReport report = await new CollectionCopy(source, target, checkpoint: null, TimeProvider.System).RunAsync(verify: true, progress);
        return report.IsSame
            ? (copied, Stopwatch.GetElapsedTime(start).TotalSeconds)
            : throw new InvalidOperationException($"{report.Different.Count} records differ and {report.Missing.Count} are missing");
    }

    // Records a second.
    private static async Task<double> OneByOneAsync(IVectorCollection source, IVectorCollection target, int sample)
    {
        ScrollPage page = await source.ScrollAsync(new ScrollQuery { Limit = Math.Min(sample, ScrollQuery.MaxLimit) });
        long start = Stopwatch.GetTimestamp();
        foreach (VectorRecord record in page.Records)
            await target.UpsertAsync((await source.GetAsync(record.Id))!);
        return page.Records.Count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    // Unlike Progress<T> it is told at once and in order.
    private sealed class Watch(Action<CopyState> seen) : IProgress<CopyState>
    {
        public void Report(CopyState value) => seen(value);
    }
}
