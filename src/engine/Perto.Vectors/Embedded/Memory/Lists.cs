namespace Perto.Vectors;

/// <summary>A list of values for each row of a chunk: where each list ends, and all values one after another.</summary>
internal sealed class Lists<T>
    where T : unmanaged
{
    // The values of the growing form; the lists of a file stand in a window of it.
    private readonly GrowingList<T>? _growing;
    private ColumnMemory<T> _sealed;

    // One more than there are rows: list r is from _ends[r] to _ends[r + 1].
    private ColumnMemory<int> _ends;

    public Lists(int capacity)
    {
        _growing = new GrowingList<T>();
        _ends = ColumnMemory<int>.Zeroed(capacity + 1);
        _ends.Writable[0] = 0;
    }

    public Lists(ColumnMemory<int> ends, ColumnMemory<T> values)
    {
        _ends = ends;
        _sealed = values;
    }

    private Lists(Lists<T> from, int capacity)
    {
        // Both append behind what the other reads, and only the newest is appended to.
        _growing = from._growing;
        _ends = from._ends.Grown(capacity + 1);
    }

    public unsafe long HeldBytes => _ends.HeldBytes + ((_growing?.Capacity ?? 0) * (long)sizeof(T));

    public ReadOnlySpan<T> this[int row]
    {
        get
        {
            ReadOnlySpan<int> ends = _ends.Slice(row, 2);
            int start = ends[0], count = ends[1] - start;
            return _growing is null ? _sealed.Slice(start, count) : _growing.Slice(start, count);
        }
    }

    /// <summary>Values of the first <paramref name="rows"/> rows.</summary>
    public int Count(int rows) => _ends[rows];

    /// <summary>Where the lists of the first <paramref name="rows"/> rows end; one more than there are rows.</summary>
    public ReadOnlySpan<int> Ends(int rows) => _ends.Slice(0, rows + 1);

    /// <summary>The values of the first <paramref name="rows"/> rows.</summary>
    public ReadOnlySpan<T> Values(int rows) => _growing is null ? _sealed.Slice(0, Count(rows)) : _growing.Slice(0, Count(rows));

    /// <summary>Adds to the list of a row, which is the last that has one.</summary>
    public void Append(int row, ReadOnlySpan<T> values)
    {
        _growing!.Append(values);
        _ends.Writable[row + 1] = _growing.Count;
        if (row + 2 == _ends.Length)
            _growing.Trim();
    }

    public Lists<T> Grown(int capacity) => new(this, capacity);
}
