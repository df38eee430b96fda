using System.Buffers;
using System.Diagnostics;
using Perto.Benchmarks.Figures;
using Perto.Numerics;
using Perto.Vectors;

namespace Perto.Benchmarks.Sparse;

/// <summary>How much pruning saves of BM25 over many short texts.</summary>
internal sealed class Bm25Figure : IFigure
{
    private const int Seed = 25;
    private const int Vocabulary = 200_000;
    private const int ShortestText = 8;
    private const int LongestText = 40;

    public string Name => "sparse.bm25.qps";

    public string Description =>
        "BM25 queries per second of one thread with block-max pruning, against term-at-a-time scoring of every posting; "
        + "--records 1000000 --queries 2000 --shortest 2 --longest 5 --k 10 --rounds 4";

    public FigureResult Measure(FigureOptions options)
    {
        int records = options.Integer("records", 1_000_000, 1, SparsePart.MaxRows);
        int count = options.Integer("queries", 2_000, 10, 1_000_000);
        int shortest = options.Integer("shortest", 2, 1, 1_000);
        int longest = options.Integer("longest", 5, shortest, 1_000);
        int k = options.Integer("k", 10, 1, VectorQuery.MaxK);
        int rounds = options.Integer("rounds", 4, 1, 1_000);
        options.RefuseOthers();

        ZipfTexts texts = new(new SeededRandom(Seed), records, Vocabulary, ShortestText, LongestText);
        SeededRandom random = new(Seed + 1);
        uint[][] queries = new uint[count][];
        for (int q = 0; q < count; q++)
            queries[q] = texts.Query(random, shortest + random.Next(longest - shortest + 1));
        float[] weights = new float[longest];
        Array.Fill(weights, 1);

        Bm25 bm25 = new();
        ArrayBufferWriter<byte> bytes = new();
        long start = Stopwatch.GetTimestamp();
        SparsePartWriter.Write(texts, SparseScoring.Bm25, bm25, bytes);
        double buildSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        SparsePart[] parts = [SparsePart.Open(SparseBytes.Copy(bytes.WrittenSpan), 0)];
        SparseStatistics statistics = new();
        statistics.Add(parts[0]);
        TermAtATime exhaustive = new(texts, bm25, statistics.AverageLength);

        Pass pruned = new(count), baseline = new(count);
        List<(float Score, int Row)> one = [], other = [];
        long postings = 0;
        // Query by query in turns, so that what else the machine does falls on both alike; of each the fastest round counts.
        for (int round = 0; round < rounds; round++)
        {
            for (int q = 0; q < count; q++)
            {
                uint[] query = queries[q];
                pruned.Time(q, k, one, (ref top) => SparseSearch.Run(
                    new SparseIndex(parts), query, weights.AsSpan(0, query.Length), SparseScoring.Bm25, bm25, statistics, ref top, default(EveryRow)));
                baseline.Time(q, k, other, (ref top) => exhaustive.Search(query, statistics.Rows, ref top));
                if (!one.SequenceEqual(other))
                    throw new InvalidOperationException($"Query {q} has other results with pruning than without.");
                postings += round == 0 ? query.Sum(dimension => (long)exhaustive.Frequency(dimension)) : 0;
            }
        }

        return new FigureResult(
            pruned.PerSecond,
            "queries/s",
            baseline.PerSecond,
            pruned.PerSecond / baseline.PerSecond,
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["records"] = records,
                ["vocabulary"] = Vocabulary,
                ["words_of_text"] = $"{ShortestText}-{LongestText}",
                ["words_of_query"] = $"{shortest}-{longest}",
                ["queries"] = count,
                ["k"] = k,
                ["threads"] = 1,
                ["seed"] = Seed,
                ["best_of_rounds"] = rounds,
                ["postings_per_query"] = postings / count,
                ["p50_microseconds"] = pruned.Microseconds(0.5),
                ["p99_microseconds"] = pruned.Microseconds(0.99),
                ["baseline_p50_microseconds"] = baseline.Microseconds(0.5),
                ["baseline_p99_microseconds"] = baseline.Microseconds(0.99),
                ["median_ratio"] = Pass.MedianRatio(baseline, pruned),
                ["build_records_per_second"] = records / buildSeconds,
                ["postings"] = parts[0].Postings,
                ["bytes_per_posting"] = (double)parts[0].Bytes / parts[0].Postings,
            });
    }

    private readonly struct EveryRow : IRowTest
    {
        public bool Passes(int row) => true;
    }
}
