using System.Diagnostics;
using System.Text;
using Perto.Benchmarks.Figures;
using Perto.Vectors;

namespace Perto.Benchmarks.Vectors;

/// <summary>How fast a table is there again from the files of its segments, and what it holds in memory.</summary>
internal sealed class TableOpenFigure : IFigure
{
    private const int Seed = 17;

    public string Name => "vectors.table.open";

    public string Description =>
        "records of a table opened from mapped segments, per second, against putting their ids into a Dictionary; "
        + "--records 1000000 --dimension 384 --rounds 5";

    public FigureResult Measure(FigureOptions options)
    {
        int records = options.Integer("records", 1_000_000, 1_024, 10_000_000);
        int dimension = options.Integer("dimension", 384, 1, VectorField.MaxDimension);
        int rounds = options.Integer("rounds", 5, 1, 1_000);
        options.RefuseOthers();

        using SealedTable files = new(Seed, records, dimension);
        byte[][] ids = [.. Enumerable.Range(0, records).Select(i => Encoding.UTF8.GetBytes($"record-{i}"))];
        double open = double.PositiveInfinity, dictionary = double.PositiveInfinity;
        for (int round = 0; round < rounds; round++)
        {
            open = Math.Min(open, Seconds(() => files.Open().Count));
            dictionary = Math.Min(dictionary, Seconds(() => Dictionary(ids).Count));
        }

        long before = GC.GetTotalMemory(forceFullCollection: true);
        RowTable table = files.Open();
        long held = GC.GetTotalMemory(forceFullCollection: true) - before;
        CollectionSnapshot snapshot = new(table, version: 0);
        double find = Seconds(() => Find(snapshot, records));
        double scroll = Seconds(() => snapshot.Scroll("record-5", 100, filter: null, includeVectors: false, now: 0, out _).Count);
        scroll = Math.Min(scroll, Seconds(() => snapshot.Scroll("record-5", 100, filter: null, includeVectors: false, now: 0, out _).Count));
        return new FigureResult(
            records / open,
            "records/s",
            records / dictionary,
            dictionary / open,
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["records"] = records,
                ["dimension"] = dimension,
                ["seed"] = Seed,
                ["best_of_rounds"] = rounds,
                ["baseline"] = "Dictionary<string, int> of the same ids, read from UTF-8",
                ["milliseconds"] = open * 1e3,
                ["segments"] = files.Segments,
                ["bytes_of_files"] = files.Bytes,
                ["bytes_of_managed_memory"] = held,
                ["bytes_told_by_statistics"] = snapshot.Statistics(now: 0).BytesInMemory,
                ["microseconds_to_find_an_id"] = find * 1e6 / 100_000,
                ["microseconds_of_a_page_of_100"] = scroll * 1e6,
            });
    }

    private static Dictionary<string, int> Dictionary(byte[][] ids)
    {
        Dictionary<string, int> rows = new(ids.Length, StringComparer.Ordinal);
        for (int i = 0; i < ids.Length; i++)
            rows.Add(Encoding.UTF8.GetString(ids[i]), i);
        return rows;
    }

    private static int Find(CollectionSnapshot snapshot, int records)
    {
        Random random = new(Seed);
        int found = 0;
        for (int i = 0; i < 100_000; i++)
            found += snapshot.TryFind($"record-{random.Next(records)}", now: 0, out _) ? 1 : 0;
        return found;
    }

    private static double Seconds(Func<int> action)
    {
        long start = Stopwatch.GetTimestamp();
        if (action() == 0)
            throw new InvalidOperationException("There was nothing to do.");
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
