namespace Perto.Vectors;

/// <summary>The rows of a segment in id order, versions of one record in the order of writing. Immutable.</summary>
internal sealed class SortedRows
{
    // Rows counted from the segment's first; of a growing segment or of a file.
    private readonly ushort[]? _held;
    private ColumnMemory<ushort> _mapped;

    public SortedRows(ColumnMemory<ushort> mapped) => _mapped = mapped;

    private SortedRows(ushort[] held) => _held = held;

    public static SortedRows Empty { get; } = new([]);

    public int Count => _held?.Length ?? _mapped.Length;

    public long HeldBytes => (_held?.Length ?? 0) * (long)sizeof(ushort);

    /// <summary>The rows, counted from the segment's first.</summary>
    public ReadOnlySpan<ushort> Rows => _held ?? _mapped.All;

    /// <summary>The same with the rows up to <paramref name="count"/>.</summary>
    public SortedRows Extended(RowIds ids, int firstRow, int count)
    {
        ReadOnlySpan<ushort> old = Rows;
        (ulong Prefix, ushort Row)[] added = new (ulong, ushort)[count - old.Length];
        for (int i = 0; i < added.Length; i++)
            added[i] = (ids.Prefix(firstRow + old.Length + i), (ushort)(old.Length + i));
        added.AsSpan().Sort((x, y) =>
        {
            int order = x.Prefix.CompareTo(y.Prefix);
            if (order == 0)
                order = ids.Compare(firstRow + x.Row, firstRow + y.Row);
            return order != 0 ? order : x.Row - y.Row;
        });

        ushort[] rows = new ushort[count];
        int taken = 0;
        for (int i = 0; i < added.Length; i++)
        {
            int until = After(ids, firstRow, old, firstRow + added[i].Row, taken);
            old[taken..until].CopyTo(rows.AsSpan(taken + i));
            rows[until + i] = added[i].Row;
            taken = until;
        }
        old[taken..].CopyTo(rows.AsSpan(taken + added.Length));
        return new SortedRows(rows);
    }

    /// <summary>The position of the first row whose id comes after <paramref name="id"/>.</summary>
    public int After(RowIds ids, int firstRow, ReadOnlySpan<byte> id)
    {
        ReadOnlySpan<ushort> rows = Rows;
        int low = 0, high = rows.Length;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (ids.Compare(firstRow + rows[middle], id) <= 0)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    // The same for the id of a row.
    private static int After(RowIds ids, int firstRow, ReadOnlySpan<ushort> rows, int row, int from)
    {
        int low = from, high = rows.Length;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (ids.Compare(firstRow + rows[middle], row) <= 0)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
