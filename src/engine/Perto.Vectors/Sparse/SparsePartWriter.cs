using System.Buffers;
using System.Runtime.InteropServices;

namespace Perto.Vectors;

/// <summary>Writes a <see cref="SparsePart"/>.</summary>
internal static class SparsePartWriter
{
    private const int PieceBytes = 1 << 16;

    /// <summary>Writes rows 0, 1, ... of <paramref name="rows"/> as a part. Memory: 12 bytes a value, besides the rows.</summary>
    /// <param name="rows">At most <see cref="SparsePart.MaxRows"/> rows, dimensions ascending and distinct, values finite and at most 1e15 in
    /// magnitude; greater than 0 for BM25.</param>
    /// <param name="scoring">The scoring of every query.</param>
    /// <param name="bm25">By which bounds are computed. A query may have other parameters: its bounds are then wider.</param>
    /// <param name="sink">Takes the bytes.</param>
    /// <exception cref="VectorStoreException">There are too many rows or values.</exception>
    public static void Write(ISparseRows rows, SparseScoring scoring, Bm25 bm25, IBufferWriter<byte> sink)
    {
        if (rows.Count > SparsePart.MaxRows)
            throw new VectorStoreException("rows", rows.Count, $"at most {SparsePart.MaxRows} rows in a part");
        float[] lengths = scoring == SparseScoring.Bm25 ? Lengths(rows) : [];
        double totalLength = 0;
        foreach (float length in lengths)
            totalLength += length;
        int filled = 0;
        for (int row = 0; row < rows.Count; row++)
            filled += rows.Dimensions(row).IsEmpty ? 0 : 1;
        float averageLength = totalLength > 0 ? (float)(totalLength / filled) : 1;

        SparsePostings postings = new(rows);
        SparseTermEncoder encoder = new(rows.Count, scoring, bm25, averageLength, lengths);
        SparseTermEntry[] entries = new SparseTermEntry[postings.Dimensions.Length];
        long at = 0;
        for (int i = 0; i < entries.Length; i++)
        {
            ReadOnlySpan<byte> bytes = encoder.Encode(postings.Rows(i), postings.Values(i), out entries[i]);
            entries[i].Offset = at;
            Write(sink, bytes);
            at += bytes.Length;
        }

        int padding = (int)(-at & 7);
        ReadOnlySpan<byte> zeros = [0, 0, 0, 0, 0, 0, 0, 0];
        Write(sink, zeros[..padding]);
        long lengthsOffset = at + padding;
        Write(sink, MemoryMarshal.AsBytes<float>(lengths));
        long dimensionsOffset = lengthsOffset + (lengths.Length * (long)sizeof(float));
        Write(sink, MemoryMarshal.AsBytes<uint>(postings.Dimensions));
        long entriesOffset = dimensionsOffset + (entries.Length * (long)sizeof(uint));
        Write(sink, MemoryMarshal.AsBytes<SparseTermEntry>(entries));
        SparsePartFooter footer = new()
        {
            Magic = SparsePartFooter.Kind,
            Scoring = (int)scoring,
            BlockRows = SparseBlock.Rows,
            Rows = rows.Count,
            FilledRows = filled,
            Terms = entries.Length,
            Postings = postings.Count,
            TotalLength = totalLength,
            K1 = bm25.K1,
            B = bm25.B,
            AverageLength = averageLength,
            LengthsOffset = lengthsOffset,
            DimensionsOffset = dimensionsOffset,
            EntriesOffset = entriesOffset,
        };
        Write(sink, MemoryMarshal.AsBytes(new ReadOnlySpan<SparsePartFooter>(in footer)));
    }

    private static float[] Lengths(ISparseRows rows)
    {
        float[] lengths = new float[SparseBlock.Count(rows.Count) * SparseBlock.Rows];
        for (int row = 0; row < rows.Count; row++)
            lengths[row] = SparseStatistics.Length(rows.Values(row));
        return lengths;
    }

    private static void Write(IBufferWriter<byte> sink, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length > PieceBytes; bytes = bytes[PieceBytes..])
            sink.Write(bytes[..PieceBytes]);
        sink.Write(bytes);
    }
}
