using System.Runtime.InteropServices;

namespace Perto.Vectors;

/// <summary>For each code that a column holds the rows that have it, ascending.</summary>
internal sealed class Postings : IndexPart
{
    private const int RowBits = 16;

    private ColumnMemory<int> _codes;

    // One more than there are codes: the rows of code i are from _starts[i] to _starts[i + 1].
    private ColumnMemory<int> _starts;
    private ColumnMemory<ushort> _rows;

    private Postings(int present, ColumnMemory<int> codes, ColumnMemory<int> starts, ColumnMemory<ushort> rows)
        : base(present)
    {
        _codes = codes;
        _starts = starts;
        _rows = rows;
    }

    public override long HeldBytes => _codes.HeldBytes + _starts.HeldBytes + _rows.HeldBytes;

    public static Postings Build(ReadOnlySpan<Chunk> chunks, int field)
    {
        // Code and row in one number, so that sorting brings them into the order of the lists.
        List<long> pairs = new(chunks.Length * Chunk.Rows);
        int present = 0;
        for (int row = 0; row < chunks.Length * Chunk.Rows; row++)
        {
            PayloadColumn column = chunks[row / Chunk.Rows].Payload[field];
            if (!column.Has(row % Chunk.Rows))
                continue;
            present++;
            foreach (int code in ((ICodedColumn)column).CodesOf(row % Chunk.Rows))
                pairs.Add(((long)code << RowBits) | (uint)row);
        }

        Span<long> sorted = CollectionsMarshal.AsSpan(pairs);
        sorted.Sort();
        List<int> codes = [], starts = [];
        List<ushort> rows = new(sorted.Length);
        long last = -1;
        foreach (long pair in sorted)
        {
            // A list may hold a string twice.
            if (pair == last)
                continue;
            if (last < 0 || pair >> RowBits != last >> RowBits)
            {
                codes.Add((int)(pair >> RowBits));
                starts.Add(rows.Count);
            }
            rows.Add((ushort)pair);
            last = pair;
        }
        starts.Add(rows.Count);
        return new Postings(present, Memory(codes), Memory(starts), Memory(rows));
    }

    public static Postings Open(SegmentSource source, string name)
    {
        int present = source.Whole<int>($"{name}.present")[0];
        return new Postings(
            present, source.Whole<int>($"{name}.codes"), source.Whole<int>($"{name}.starts"), source.Whole<ushort>($"{name}.rows"));
    }

    /// <summary>How many rows have a code.</summary>
    public int Count(int code) => TryFind(code, out _, out int count) ? count : 0;

    /// <summary>The rows that have a code, ascending.</summary>
    public ReadOnlySpan<ushort> Rows(int code) => TryFind(code, out int start, out int count) ? _rows.Slice(start, count) : [];

    public override void Write(SegmentSections sections, string name)
    {
        sections.Whole<int>($"{name}.present", [Present]);
        sections.Whole($"{name}.codes", _codes.All);
        sections.Whole($"{name}.starts", _starts.All);
        sections.Whole($"{name}.rows", _rows.All);
    }

    private bool TryFind(int code, out int start, out int count)
    {
        int low = 0, high = _codes.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2, found = _codes[middle];
            if (found == code)
            {
                ReadOnlySpan<int> ends = _starts.Slice(middle, 2);
                start = ends[0];
                count = ends[1] - start;
                return true;
            }
            if (found < code)
                low = middle + 1;
            else
                high = middle - 1;
        }
        start = count = 0;
        return false;
    }

    private static ColumnMemory<T> Memory<T>(List<T> list)
        where T : unmanaged => ColumnMemory<T>.Of(CollectionsMarshal.AsSpan(list));
}
