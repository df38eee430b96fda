using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Perto.Vectors;

/// <summary>Compares queries with every row that a snapshot shows and their filters pass.</summary>
internal static class ExactScan
{
    /// <summary>Most queries that go over the rows together.</summary>
    public const int MaxQueries = 4;

    // Rows that are apart from one another are not read ahead by the processor itself.
    private const int Ahead = 4;

    /// <summary>Scans a vector field for one to four queries; each chunk is read from memory once.</summary>
    /// <param name="snapshot">What to scan.</param>
    /// <param name="vector">The index of the vector field.</param>
    /// <param name="queries">A query of the field's dimension for each job, one after another, at length 1 where the metric asks for
    /// it.</param>
    /// <param name="jobs">Takes what is found.</param>
    /// <param name="now">The present moment in Unix microseconds.</param>
    /// <param name="firstRow">Rows before it are left out.</param>
    /// <returns>How many live records there are.</returns>
    public static long Run(CollectionSnapshot snapshot, int vector, ReadOnlySpan<float> queries, Span<ScanJob> jobs, long now, int firstRow = 0)
    {
        VectorField field = snapshot.Schema.Vectors[vector];
        Span<ulong> live = stackalloc ulong[RowBits.Words];
        Span<ulong> present = stackalloc ulong[RowBits.Words];
        Span<ulong> passing = stackalloc ulong[MaxQueries * RowBits.Words];
        Span<float> results = stackalloc float[MaxQueries * Chunk.Rows];
        long records = 0;
        for (int c = firstRow / Chunk.Rows; c < snapshot.Chunks.Length; c++)
        {
            Chunk chunk = snapshot.Chunks[c];
            int rows = snapshot.RowsOf(c);
            chunk.Live(rows, snapshot.Version, now, live);
            records += RowBits.Count(live);
            chunk.Vectors[vector].Exists(rows, present);
            RowBits.And(present, live);
            RowBits.ClearFirst(firstRow - (c * Chunk.Rows), present);

            bool dense = jobs.Length == MaxQueries;
            for (int j = 0; j < jobs.Length; j++)
            {
                Span<ulong> bits = passing.Slice(j * RowBits.Words, RowBits.Words);
                Pass(ref jobs[j], c, rows, present, bits, out bool most);
                dense &= most;
            }

            DenseColumn column = (DenseColumn)chunk.Vectors[vector];
            if (dense)
                MetricKernel.FourQueries(field.Metric, queries, column.Rows(rows), results[..(MaxQueries * rows)]);
            for (int j = 0; j < jobs.Length; j++)
            {
                ReadOnlySpan<ulong> bits = passing.Slice(j * RowBits.Words, RowBits.Words);
                Span<float> own = results.Slice(j * rows, rows);
                if (!dense)
                    Compare(field, queries.Slice(j * field.Dimension, field.Dimension), column, rows, bits, own);
                Collect(ref jobs[j], snapshot, field.Metric, c * Chunk.Rows, bits, own);
            }
        }
        return records;
    }

    /// <summary>Sets the bits of the rows that have the vector and pass.</summary>
    public static void Pass(ref ScanJob job, int chunk, int rows, ReadOnlySpan<ulong> present, Span<ulong> bits, out bool most)
    {
        present.CopyTo(bits);
        if (job.Filter is { } filter)
            RowBits.And(bits, filter.Matching().OfChunk(chunk));
        int passed = RowBits.Count(bits);
        job.Passed += passed;
        most = IsMost(passed, rows);
    }

    // Memory is read ahead in a straight walk: comparing rows in vain is cheaper than leaving out fewer than half of them.
    private static bool IsMost(int passed, int rows) => passed * 2 >= rows;

    private static void Compare(
        VectorField field, ReadOnlySpan<float> query, DenseColumn column, int rows, ReadOnlySpan<ulong> bits, Span<float> results)
    {
        if (IsMost(RowBits.Count(bits), rows))
        {
            MetricKernel.Rows(field.Metric, query, column.Rows(rows), results);
            return;
        }
        Span<ushort> passing = stackalloc ushort[Chunk.Rows];
        int count = RowBits.List(bits, passing);
        for (int i = 0; i < Math.Min(Ahead, count); i++)
            column.Prefetch(passing[i]);
        for (int i = 0; i < count; i++)
        {
            if (i + Ahead < count)
                column.Prefetch(passing[i + Ahead]);
            results[passing[i]] = MetricKernel.One(field.Metric, query, column.Row(passing[i]));
        }
    }

    private static void Collect(
        ref ScanJob job, CollectionSnapshot snapshot, Metric metric, int firstRow, ReadOnlySpan<ulong> bits, ReadOnlySpan<float> results)
    {
        float sign = MetricKernel.Sign(metric);
        for (int w = 0; w < bits.Length; w++)
        {
            ulong word = bits[w];
            // Most rows of most chunks are too far: 64 are dismissed with a few comparisons. A memory-bound scan feels it if they are not.
            if (word != 0 && (w + 1) * 64 <= results.Length)
                word &= AtLeast(results.Slice(w * 64, 64), sign, job.Top.Threshold);
            for (; word != 0; word &= word - 1)
            {
                int row = (w * 64) + BitOperations.TrailingZeroCount(word);
                float key = sign * results[row];
                if (key >= job.Top.Threshold)
                    job.Offer(metric, key, firstRow + row, snapshot);
            }
        }
    }

    // One bit for each of 64 results whose key is not below the threshold. Rows that were not compared have any bit.
    private static ulong AtLeast(ReadOnlySpan<float> results, float sign, float threshold)
    {
        Vector256<float> signs = Vector256.Create(sign), thresholds = Vector256.Create(threshold);
        ref float first = ref MemoryMarshal.GetReference(results);
        ulong word = 0;
        for (int i = 0; i < 64; i += Vector256<float>.Count)
        {
            Vector256<float> keys = Vector256.LoadUnsafe(ref first, (nuint)i) * signs;
            word |= (ulong)Vector256.GreaterThanOrEqual(keys, thresholds).ExtractMostSignificantBits() << i;
        }
        return word;
    }
}
