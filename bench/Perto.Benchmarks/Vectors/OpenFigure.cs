using System.Diagnostics;
using Perto.Benchmarks.Figures;
using Perto.Vectors;

namespace Perto.Benchmarks.Vectors;

/// <summary>Seconds from opening a folder to the first answer: after a clean end, and as a killed process leaves it.</summary>
internal sealed class OpenFigure : IFigure
{
    private const int Seed = 7;
    private const int Rounds = 3;

    public string Name => "vectors.open.seconds";

    public string Description =>
        "seconds to the first answer of a stored collection, after a clean end and as kill -9 leaves it, against reading its files once; "
        + "--records 1000000 --dimension 384 --unsaved 30000 --folder DIR";

    public FigureResult Measure(FigureOptions options) => MeasureAsync(options).GetAwaiter().GetResult();

    private static async Task<FigureResult> MeasureAsync(FigureOptions options)
    {
        int records = options.Integer("records", 1_000_000, 20_000, 20_000_000);
        int dimension = options.Integer("dimension", 384, 1, VectorField.MaxDimension);
        int unsaved = options.Integer("unsaved", 30_000, 0, 1_000_000);
        string folder = options.Text("folder", "");
        options.RefuseOthers();

        using VectorData data = new(records + unsaved, 10, dimension, VectorShape.Embeddings, Seed);
        string own = folder.Length > 0 ? folder : Directory.CreateTempSubdirectory("perto-figure-").FullName;
        string killed = Directory.CreateTempSubdirectory("perto-killed-").FullName;
        try
        {
            await using (StoredRecords stored = await StoredRecords.OpenAsync(own, dimension, VectorIndexSettings.Default))
            {
                using VectorData saved = new(records, 10, dimension, VectorShape.Embeddings, Seed);
                await stored.FillAsync(saved);
            }

            List<double> clean = [], graph = [];
            for (int round = 0; round < Rounds; round++)
            {
                (double first, double whole) = await OpenAsync(own, dimension, data);
                clean.Add(first);
                graph.Add(whole);
            }

            // What a killed process leaves is what stands in its files while it runs: a copy of them, without the lock.
            await using (StoredRecords stored = await StoredRecords.OpenAsync(own, dimension, VectorIndexSettings.Default))
            {
                for (int row = records; row < records + unsaved; row += 1_000)
                    await stored.Collection.UpsertAsync([.. Enumerable.Range(row, Math.Min(1_000, records + unsaved - row)).Select(r => StoredRecords.Record($"u{r}", data, r))]);
                Copy(own, killed);
                await stored.Collection.DeleteAsync([.. Enumerable.Range(records, unsaved).Select(r => $"u{r}")]);
            }
            (double afterKill, double afterKillIndexed) = await OpenAsync(killed, dimension, data);
            double read = ReadSeconds(own);
            double best = clean.Min();
            return new FigureResult(best, "s", read, read / best, new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["records"] = records,
                ["dimension"] = dimension,
                ["baseline"] = "reading every byte of the same files once",
                ["clean_rounds"] = clean,
                ["clean_until_graph_is_whole"] = graph,
                ["after_kill_first_answer"] = afterKill,
                ["after_kill_until_graph_is_whole"] = afterKillIndexed,
                ["records_in_the_log_only"] = unsaved,
                ["cache"] = "files in the system's cache",
            });
        }
        finally
        {
            Directory.Delete(killed, recursive: true);
            if (folder.Length == 0)
                Directory.Delete(own, recursive: true);
        }
    }

    private static async Task<(double FirstAnswer, double Indexed)> OpenAsync(string folder, int dimension, VectorData data)
    {
        long start = Stopwatch.GetTimestamp();
        await using StoredRecords stored = await StoredRecords.OpenAsync(folder, dimension, VectorIndexSettings.Default);
        Hit[] hits = new Hit[10];
        if (stored.Collection.Snapshot.Search(StoredRecords.Vector, data.Query(0), hits) != hits.Length)
            throw new InvalidOperationException("The opened collection does not answer.");
        double first = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await stored.Collection.IndexedAsync();
        return (first, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static void Copy(string from, string to)
    {
        foreach (string path in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            if (Path.GetFileName(path).Contains("lock", StringComparison.OrdinalIgnoreCase))
                continue;
            string copy = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }
    }

    private static double ReadSeconds(string folder)
    {
        byte[] piece = new byte[1 << 20];
        long start = Stopwatch.GetTimestamp();
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            while (file.Read(piece) > 0)
            {
            }
        }
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
