using System.Numerics;

namespace Perto.Vectors;

/// <summary>The values of a column in ascending order, each with its row. Of places: their latitudes.</summary>
internal sealed class SortedValues<T> : IndexPart
    where T : unmanaged, INumber<T>
{
    private ColumnMemory<T> _values;
    private ColumnMemory<ushort> _rows;

    private SortedValues(ColumnMemory<T> values, ColumnMemory<ushort> rows)
        : base(values.Length)
    {
        _values = values;
        _rows = rows;
    }

    public override long HeldBytes => _values.HeldBytes + _rows.HeldBytes;

    public static SortedValues<T> Build(ReadOnlySpan<Chunk> chunks, int field)
    {
        T[] values = new T[chunks.Length * Chunk.Rows];
        ushort[] rows = new ushort[values.Length];
        int count = 0;
        for (int c = 0; c < chunks.Length; c++)
        {
            PayloadColumn column = chunks[c].Payload[field];
            ReadOnlySpan<T> ofChunk = ((IOrderedColumn<T>)column).Ordered;
            for (int row = 0; row < Chunk.Rows; row++)
            {
                if (!column.Has(row))
                    continue;
                values[count] = ofChunk[row];
                rows[count++] = (ushort)((c * Chunk.Rows) + row);
            }
        }
        Array.Sort(values, rows, 0, count);
        return new SortedValues<T>(ColumnMemory<T>.Of(values.AsSpan(0, count)), ColumnMemory<ushort>.Of(rows.AsSpan(0, count)));
    }

    public static SortedValues<T> Open(SegmentSource source, string name) =>
        new(source.Whole<T>($"{name}.sorted"), source.Whole<ushort>($"{name}.rows"));

    /// <summary>How many rows have a value in a closed range.</summary>
    public int Count(T low, T high) => low > high ? 0 : First(high, orEqual: false) - First(low, orEqual: true);

    /// <summary>The rows that have a value in a closed range, in the order of their values.</summary>
    public ReadOnlySpan<ushort> Rows(T low, T high)
    {
        if (low > high)
            return [];
        int first = First(low, orEqual: true);
        return _rows.Slice(first, First(high, orEqual: false) - first);
    }

    public override void Write(SegmentSections sections, string name)
    {
        sections.Whole($"{name}.sorted", _values.All);
        sections.Whole($"{name}.rows", _rows.All);
    }

    // The position of the first value above a bound, or at it.
    private int First(T bound, bool orEqual)
    {
        int low = 0, high = _values.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            T value = _values[middle];
            if (value > bound || (orEqual && value == bound))
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }
}
