using System.Numerics;

namespace Perto.Vectors;

/// <summary>
/// Scores every row that a snapshot shows and its filter passes by a sparse query: the plain definition of both metrics, which indexes are
/// compared with. A row that shares no dimension with the query is not found.
/// </summary>
internal static class SparseScan
{
    private const double K1 = 1.2;
    private const double B = 0.75;

    /// <returns>How many live records there are.</returns>
    public static long Run(CollectionSnapshot snapshot, int vector, SparseVector query, ref ScanJob job, long now)
    {
        Metric metric = snapshot.Schema.Vectors[vector].Metric;
        ReadOnlySpan<uint> asked = query.Dimensions.Span;
        double[] weights = new double[asked.Length];
        double averageLength = 0;
        if (metric == Metric.Bm25)
            averageLength = Weigh(snapshot, vector, query, now, weights);
        else
            Widen(query.Values.Span, weights);

        Span<ulong> live = stackalloc ulong[RowBits.Words], present = stackalloc ulong[RowBits.Words], bits = stackalloc ulong[RowBits.Words];
        long records = 0;
        for (int c = 0; c < snapshot.Chunks.Length; c++)
        {
            Chunk chunk = snapshot.Chunks[c];
            int rows = snapshot.RowsOf(c);
            SparseColumn column = (SparseColumn)chunk.Vectors[vector];
            chunk.Live(rows, snapshot.Version, now, live);
            records += RowBits.Count(live);
            column.Exists(rows, present);
            RowBits.And(present, live);
            ExactScan.Pass(ref job, c, rows, present, bits, out _);
            for (int w = 0; w < bits.Length; w++)
            {
                for (ulong word = bits[w]; word != 0; word &= word - 1)
                {
                    int row = (w * 64) + BitOperations.TrailingZeroCount(word);
                    ReadOnlySpan<float> values = column.Values(row);
                    double norm = metric == Metric.Bm25 ? K1 * (1 - B + (B * Sum(values) / averageLength)) : 0;
                    if (!TryScore(asked, weights, column.Dimensions(row), values, metric == Metric.Bm25, norm, out float score))
                        continue;
                    if (score >= job.Top.Threshold)
                        job.Offer(metric, score, (c * Chunk.Rows) + row, snapshot);
                }
            }
        }
        return records;
    }

    // The weight of each of the query's terms, from the live rows as they are now, and the mean length of these.
    private static double Weigh(CollectionSnapshot snapshot, int vector, SparseVector query, long now, Span<double> weights)
    {
        long[] found = new long[weights.Length];
        Span<ulong> live = stackalloc ulong[RowBits.Words], present = stackalloc ulong[RowBits.Words];
        long rowsWithVector = 0;
        double lengths = 0;
        for (int c = 0; c < snapshot.Chunks.Length; c++)
        {
            Chunk chunk = snapshot.Chunks[c];
            SparseColumn column = (SparseColumn)chunk.Vectors[vector];
            chunk.Live(snapshot.RowsOf(c), snapshot.Version, now, live);
            column.Exists(snapshot.RowsOf(c), present);
            RowBits.And(present, live);
            rowsWithVector += RowBits.Count(present);
            for (int row = 0; row < snapshot.RowsOf(c); row++)
            {
                if (!RowBits.Contains(present, row))
                    continue;
                lengths += Sum(column.Values(row));
                ReadOnlySpan<uint> dimensions = column.Dimensions(row);
                for (int q = 0; q < found.Length; q++)
                    found[q] += dimensions.BinarySearch(query.Dimensions.Span[q]) >= 0 ? 1 : 0;
            }
        }
        for (int q = 0; q < found.Length; q++)
            weights[q] = query.Values.Span[q] * Math.Log(1 + ((rowsWithVector - found[q] + 0.5) / (found[q] + 0.5)));
        return lengths / Math.Max(rowsWithVector, 1);
    }

    private static bool TryScore(
        ReadOnlySpan<uint> asked, ReadOnlySpan<double> weights, ReadOnlySpan<uint> dimensions, ReadOnlySpan<float> values, bool isBm25,
        double norm, out float score)
    {
        double sum = 0;
        bool shares = false;
        for (int q = 0, d = 0; q < asked.Length && d < dimensions.Length;)
        {
            if (asked[q] == dimensions[d])
            {
                shares = true;
                double value = values[d];
                sum += weights[q] * (isBm25 ? value * (K1 + 1) / (value + norm) : value);
                q++;
                d++;
            }
            else if (asked[q] < dimensions[d])
            {
                q++;
            }
            else
            {
                d++;
            }
        }
        score = (float)sum;
        return shares;
    }

    private static void Widen(ReadOnlySpan<float> values, Span<double> wide)
    {
        for (int i = 0; i < values.Length; i++)
            wide[i] = values[i];
    }

    private static double Sum(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
            sum += value;
        return sum;
    }
}
