using System.Diagnostics;
using Perto.Benchmarks.Figures;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Benchmarks.Vectors;

/// <summary>Durable single-record upserts a second, against a file that is flushed once for each record.</summary>
internal sealed class UpsertFigure : IFigure
{
    private const int Seed = 7;

    public string Name => "vectors.upsert.rate";

    public string Description =>
        "durable upserts of one record each a second, by 1 and 8 writers, against one fsync a record of the same size; "
        + "--dimension 384 --seconds 5 --folder DIR (where to write)";

    public FigureResult Measure(FigureOptions options) => MeasureAsync(options).GetAwaiter().GetResult();

    private static async Task<FigureResult> MeasureAsync(FigureOptions options)
    {
        int dimension = options.Integer("dimension", 384, 1, VectorField.MaxDimension);
        int seconds = options.Integer("seconds", 5, 1, 600);
        string folder = options.Text("folder", "");
        options.RefuseOthers();

        using VectorData data = new(20_000, 0, dimension, VectorShape.Embeddings, Seed);
        (double one, double oneP99) = await RunAsync(folder, data, writers: 1, seconds, CommitMode.EveryCommit);
        (double eight, double eightP99) = await RunAsync(folder, data, writers: 8, seconds, CommitMode.EveryCommit);
        (double interval, _) = await RunAsync(folder, data, writers: 8, seconds, CommitMode.Interval);
        double flushes = FlushesPerSecond(folder, (dimension * sizeof(float)) + 100, seconds);
        return new FigureResult(eight, "records/s, 8 writers", flushes, eight / flushes, new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["dimension"] = dimension,
            ["baseline"] = "a record's bytes appended to a file and flushed to the disk, one after another",
            ["one_writer_per_second"] = one,
            ["one_writer_to_baseline"] = one / flushes,
            ["one_writer_p99_milliseconds"] = oneP99,
            ["eight_writers_p99_milliseconds"] = eightP99,
            ["eight_writers_flushed_every_100_ms_per_second"] = interval,
        });
    }

    private static async Task<(double PerSecond, double P99)> RunAsync(string folder, VectorData data, int writers, int seconds, CommitMode commit)
    {
        string own = Path.Combine(folder.Length > 0 ? folder : Path.GetTempPath(), $"perto-upserts-{Environment.ProcessId}");
        double elapsed;
        List<double>[] taken = [.. Enumerable.Range(0, writers).Select(_ => new List<double>())];
        await using (StoredRecords stored = await StoredRecords.OpenAsync(own, data.Dimension, VectorIndexSettings.Default, commit))
        {
            long start = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
            {
                for (int i = 0; Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; i++)
                {
                    long begin = Stopwatch.GetTimestamp();
                    await stored.Collection.UpsertAsync(StoredRecords.Record($"w{writer}-{i}", data, i % data.Rows));
                    taken[writer].Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
                }
            })));
            elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        Directory.Delete(own, recursive: true);
        double[] sorted = [.. taken.SelectMany(own => own).Order()];
        return (sorted.Length / elapsed, Math.Round(sorted[(int)(sorted.Length * .99)], 2));
    }

    private static double FlushesPerSecond(string folder, int bytes, int seconds)
    {
        string path = Path.Combine(folder.Length > 0 ? folder : Path.GetTempPath(), $"perto-flushes-{Environment.ProcessId}");
        byte[] record = new byte[bytes];
        int count = 0;
        double elapsed;
        using (FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            long start = Stopwatch.GetTimestamp();
            for (; Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; count++)
            {
                file.Write(record);
                file.Flush(flushToDisk: true);
            }
            elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        File.Delete(path);
        return count / elapsed;
    }
}
