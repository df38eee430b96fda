using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using Perto.Benchmarks.Figures;
using Perto.Vectors;

namespace Perto.Benchmarks.Vectors;

/// <summary>How near an exact search comes to the speed at which the memory can be read at all.</summary>
internal sealed class FlatScanFigure : IFigure
{
    private const int Seed = 384;
    private const int RowsOfBlock = 1_024;

    public string Name => "vectors.flat.scan";

    public string Description =>
        "exact cosine search of one thread, bytes of vectors per second, against a plain read of the same bytes; "
        + "--records 100000 --dimension 384 --k 10 --rounds 30";

    public FigureResult Measure(FigureOptions options)
    {
        int records = options.Integer("records", 100_000, 1_024, 10_000_000);
        int dimension = options.Integer("dimension", 384, 1, VectorField.MaxDimension);
        int k = options.Integer("k", 10, 1, VectorQuery.MaxK);
        int rounds = options.Integer("rounds", 30, 1, 10_000);
        options.RefuseOthers();

        Random random = new(Seed);
        CollectionSnapshot snapshot = Fill(random, records, dimension);
        float[] query = RandomVector(random, dimension);
        Hit[] hits = new Hit[k];
        CompiledFilter tenth = snapshot.Compile(Filter.Eq("tenth", true));

        double read = double.PositiveInfinity, scan = double.PositiveInfinity, filtered = double.PositiveInfinity;
        float sum = 0;
        // In turns, so that what else the machine does falls on all alike; the first rounds warm up.
        for (int round = -5; round < rounds; round++)
        {
            double readNow = Seconds(() => sum += Sum(snapshot));
            double scanNow = Seconds(() => snapshot.Search("v", query, hits));
            double filteredNow = Seconds(() => snapshot.Search("v", query, hits, new SearchOptions { Filter = tenth }));
            if (round < 0)
                continue;
            read = Math.Min(read, readNow);
            scan = Math.Min(scan, scanNow);
            filtered = Math.Min(filtered, filteredNow);
        }
        if (!float.IsFinite(sum))
            throw new InvalidOperationException("The read loop did not read what was written.");

        double bytes = (double)records * dimension * sizeof(float);
        return new FigureResult(
            bytes / scan,
            "bytes/s",
            bytes / read,
            read / scan,
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["records"] = records,
                ["dimension"] = dimension,
                ["k"] = k,
                ["threads"] = 1,
                ["seed"] = Seed,
                ["best_of_rounds"] = rounds,
                ["baseline"] = "the sum of the same floats where they lie, by SIMD with four accumulators",
                ["milliseconds_per_search"] = scan * 1e3,
                ["milliseconds_per_search_tenth_passing"] = filtered * 1e3,
            });
    }

    private static CollectionSnapshot Fill(Random random, int records, int dimension)
    {
        EmbeddedCollection collection = new(CollectionSchema.Create(s => s.Dense("v", dimension, Metric.Cosine).Boolean("tenth")));
        foreach (int[] batch in Enumerable.Range(0, records).Chunk(RowsOfBlock))
        {
            IEnumerable<VectorRecord> rows = batch.Select(i => new VectorRecord($"{i}")
            {
                Vectors = { ["v"] = RandomVector(random, dimension) },
                Payload = { ["tenth"] = i % 10 == 0 },
            });
            collection.Upsert([.. rows], now: 0);
        }
        return collection.Snapshot;
    }

    private static float Sum(CollectionSnapshot snapshot)
    {
        Vector<float> a = default, b = default, c = default, d = default;
        float rest = 0;
        for (int chunk = 0; chunk < snapshot.Chunks.Length; chunk++)
        {
            ReadOnlySpan<float> block = ((DenseColumn)snapshot.Chunks[chunk].Vectors[0]).Rows(snapshot.RowsOf(chunk));
            ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(block);
            int i = 0;
            for (; i + 4 <= vectors.Length; i += 4)
            {
                a += vectors[i];
                b += vectors[i + 1];
                c += vectors[i + 2];
                d += vectors[i + 3];
            }
            for (i *= Vector<float>.Count; i < block.Length; i++)
                rest += block[i];
        }
        GC.KeepAlive(snapshot);
        return Vector.Sum(a + b + c + d) + rest;
    }

    private static double Seconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static float[] RandomVector(Random random, int length)
    {
        float[] vector = new float[length];
        for (int i = 0; i < length; i++)
            vector[i] = (random.NextSingle() * 2) - 1;
        return vector;
    }
}
