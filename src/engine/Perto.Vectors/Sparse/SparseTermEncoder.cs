using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Perto.Vectors;

/// <summary>Puts the postings of one term after another into bytes.</summary>
internal sealed class SparseTermEncoder(int rows, SparseScoring scoring, Bm25 bm25, float averageLength, float[] lengths)
{
    private const int HighestCode = 255;

    // Bytes besides: a column costs a byte a row, a posting two. At an eighth a column is four times as long, and still faster to score.
    private const int RowsOfColumnPosting = 8;

    // A directory of all blocks is as long as one of half of them. At an eighth it is four times as long, and bounds are still raised faster:
    // sixteen at a time.
    private const int BlocksOfWholeEntry = 8;

    private readonly int _blocks = SparseBlock.Count(rows);
    private readonly float _normConstant = bm25.NormConstant;
    private readonly float _normPerLength = bm25.NormPerLength(averageLength);
    private byte[] _bytes = [];
    private float[] _high = [];
    private float[] _low = [];

    /// <summary>Encodes a term that occurs in one row or more.</summary>
    /// <param name="termRows">The rows, ascending and distinct.</param>
    /// <param name="values">What they have.</param>
    /// <param name="entry">What the dictionary says of the term, but for the offset.</param>
    /// <returns>An even number of bytes, good until the next term.</returns>
    public ReadOnlySpan<byte> Encode(ReadOnlySpan<int> termRows, ReadOnlySpan<float> values, out SparseTermEntry entry)
    {
        SparseForm form = FormOfValues(values);
        if (scoring == SparseScoring.Bm25 && form != SparseForm.Floats && (long)termRows.Length * RowsOfColumnPosting >= rows)
            form = SparseForm.Bytes | SparseForm.Column | SparseForm.Whole;
        int occupied = CountBlocks(termRows);
        if (occupied * BlocksOfWholeEntry >= _blocks)
            form |= SparseForm.Whole;
        int entries = form.HasFlag(SparseForm.Whole) ? _blocks : occupied;
        Bound(termRows, values, form.HasFlag(SparseForm.Whole), entries, out float highest, out float lowest);
        if (lowest > 0)
            form |= SparseForm.Negative;
        entry = new SparseTermEntry { Postings = termRows.Length, Entries = entries, Form = form, Highest = highest, Lowest = lowest };

        SparseTermLayout layout = new(form, entries, termRows.Length);
        int length = checked((int)layout.Length);
        int even = length + (length & 1);
        if (_bytes.Length < even)
            _bytes = new byte[even * 2];
        Span<byte> bytes = _bytes.AsSpan(0, even);
        bytes.Clear();
        if (form.HasFlag(SparseForm.Column))
            FillColumn(termRows, values, layout, bytes);
        else
            FillPostings(termRows, values, form, layout, bytes);
        FillCodes(entries, highest, _high, bytes.Slice((int)layout.Codes, entries));
        if (form.HasFlag(SparseForm.Negative))
            FillCodes(entries, lowest, _low, bytes.Slice((int)layout.NegativeCodes, entries));
        return bytes;
    }

    private static SparseForm FormOfValues(ReadOnlySpan<float> values)
    {
        SparseForm form = SparseForm.Ones;
        foreach (float value in values)
        {
            if (value is not (>= 1 and <= byte.MaxValue) || (byte)value != value)
                return SparseForm.Floats;
            if (value != 1)
                form = SparseForm.Bytes;
        }
        return form;
    }

    private static int CountBlocks(ReadOnlySpan<int> termRows)
    {
        int count = 0, last = -1;
        foreach (int row in termRows)
        {
            int block = row / SparseBlock.Rows;
            count += block == last ? 0 : 1;
            last = block;
        }
        return count;
    }

    // The greatest impact (or positive value) and the greatest magnitude of a negative value, of each entry and of all. -1: no posting.
    private void Bound(ReadOnlySpan<int> termRows, ReadOnlySpan<float> values, bool whole, int entries, out float highest, out float lowest)
    {
        if (_high.Length < entries)
        {
            _high = new float[entries * 2];
            _low = new float[entries * 2];
        }
        _high.AsSpan(0, entries).Fill(-1);
        _low.AsSpan(0, entries).Fill(-1);
        highest = 0;
        lowest = 0;
        int entry = -1, last = -1;
        for (int i = 0; i < termRows.Length; i++)
        {
            int block = termRows[i] / SparseBlock.Rows;
            entry = whole ? block : block == last ? entry : entry + 1;
            last = block;
            float value = scoring == SparseScoring.Bm25
                ? Bm25.Impact(values[i], _normConstant + (_normPerLength * lengths[termRows[i]]))
                : values[i];
            float high = Math.Max(value, 0), low = Math.Max(-value, 0);
            _high[entry] = Math.Max(_high[entry], high);
            _low[entry] = Math.Max(_low[entry], low);
            highest = Math.Max(highest, high);
            lowest = Math.Max(lowest, low);
        }
    }

    // Rounded up, and 1 at least where there is a posting: a block whose codes are all 0 has none.
    private static void FillCodes(int entries, float greatest, float[] bounds, Span<byte> codes)
    {
        for (int e = 0; e < entries; e++)
        {
            if (bounds[e] >= 0)
                codes[e] = greatest > 0 ? (byte)Math.Clamp(Math.Ceiling(bounds[e] / (double)greatest * HighestCode), 1, HighestCode) : (byte)1;
        }
    }

    private static void FillColumn(ReadOnlySpan<int> termRows, ReadOnlySpan<float> values, SparseTermLayout layout, Span<byte> bytes)
    {
        Span<byte> column = bytes[(int)layout.Values..];
        for (int i = 0; i < termRows.Length; i++)
            column[termRows[i]] = (byte)values[i];
    }

    private static void FillPostings(
        ReadOnlySpan<int> termRows, ReadOnlySpan<float> values, SparseForm form, SparseTermLayout layout, Span<byte> bytes)
    {
        bool whole = form.HasFlag(SparseForm.Whole);
        Span<byte> counts = bytes[(int)layout.Counts..(int)layout.Rows];
        Span<byte> locals = bytes[(int)layout.Rows..];
        int entry = -1, last = -1;
        for (int i = 0; i < termRows.Length; i++)
        {
            int block = termRows[i] / SparseBlock.Rows;
            entry = whole ? block : block == last ? entry : entry + 1;
            if (block != last && !whole)
                BinaryPrimitives.WriteUInt16LittleEndian(bytes[((int)layout.Blocks + (entry * sizeof(ushort)))..], (ushort)block);
            last = block;
            counts[entry]++;
            locals[i] = (byte)(termRows[i] % SparseBlock.Rows);
        }

        uint first = 0;
        for (int e = 0; e < counts.Length; e++)
        {
            if (e != 0 && e % SparseTermLayout.EntriesOfBase == 0)
                BinaryPrimitives.WriteUInt32LittleEndian(bytes[((int)layout.Bases + (((e / SparseTermLayout.EntriesOfBase) - 1) * sizeof(uint)))..], first);
            first += counts[e];
        }

        Span<byte> to = bytes[(int)layout.Values..];
        switch (form & SparseForm.ValueMask)
        {
            case SparseForm.Bytes:
                for (int i = 0; i < values.Length; i++)
                    to[i] = (byte)values[i];
                break;
            case SparseForm.Floats:
                MemoryMarshal.AsBytes(values).CopyTo(to);
                break;
        }
    }
}
