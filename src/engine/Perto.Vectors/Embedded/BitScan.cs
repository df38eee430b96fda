using System.Numerics;
using Perto.Numerics;

namespace Perto.Vectors;

/// <summary>Compares a vector of bits with every row that a snapshot shows and its filter passes.</summary>
internal static class BitScan
{
    /// <returns>How many live records there are.</returns>
    public static long Run(CollectionSnapshot snapshot, int vector, ReadOnlySpan<byte> query, ref ScanJob job, long now, int firstRow = 0)
    {
        Metric metric = snapshot.Schema.Vectors[vector].Metric;
        Span<ulong> live = stackalloc ulong[RowBits.Words], present = stackalloc ulong[RowBits.Words], bits = stackalloc ulong[RowBits.Words];
        long records = 0;
        for (int c = firstRow / Chunk.Rows; c < snapshot.Chunks.Length; c++)
        {
            Chunk chunk = snapshot.Chunks[c];
            int rows = snapshot.RowsOf(c);
            BitsColumn column = (BitsColumn)chunk.Vectors[vector];
            chunk.Live(rows, snapshot.Version, now, live);
            records += RowBits.Count(live);
            column.Exists(rows, present);
            RowBits.And(present, live);
            RowBits.ClearFirst(firstRow - (c * Chunk.Rows), present);
            ExactScan.Pass(ref job, c, rows, present, bits, out _);

            ReadOnlySpan<byte> all = column.Rows(rows);
            for (int w = 0; w < bits.Length; w++)
            {
                for (ulong word = bits[w]; word != 0; word &= word - 1)
                {
                    int row = (w * 64) + BitOperations.TrailingZeroCount(word);
                    float key = -BitDistance.Hamming(query, all.Slice(row * query.Length, query.Length));
                    if (key >= job.Top.Threshold)
                        job.Offer(metric, key, (c * Chunk.Rows) + row, snapshot);
                }
            }
        }
        return records;
    }
}
