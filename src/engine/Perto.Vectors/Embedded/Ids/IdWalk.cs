namespace Perto.Vectors;

/// <summary>
/// Goes over the rows of a table in id order, by merging the orders of its segments: it looks at the ids that it passes and at no others.
/// </summary>
internal ref struct IdWalk
{
    private readonly RowTable _table;
    private readonly RowIds _ids;
    private readonly SortedRows[] _segments;

    // A heap of the segments that have rows left, the one with the smallest id at its root.
    private readonly (ulong Prefix, int Row, int Segment, int Position)[] _heap;
    private int _count;

    /// <param name="table">The table.</param>
    /// <param name="rows">How many of its rows the walk must go over; it may go over more.</param>
    /// <param name="after">The id to begin after; empty to begin at the first.</param>
    public IdWalk(RowTable table, int rows, ReadOnlySpan<byte> after)
    {
        _table = table;
        _ids = new RowIds(table);
        _segments = table.Orders(rows);
        _heap = new (ulong, int, int, int)[_segments.Length];
        for (int s = 0; s < _segments.Length; s++)
        {
            int position = after.IsEmpty ? 0 : _segments[s].After(_ids, s * table.RowsOfSegment, after);
            if (position == _segments[s].Count)
                continue;
            _heap[_count] = Entry(s, position);
            Rise(_count++);
        }
    }

    /// <summary>The next row.</summary>
    public bool Next(out int row)
    {
        if (_count == 0)
        {
            row = Chunk.NoRow;
            return false;
        }
        (_, row, int segment, int position) = _heap[0];
        if (position + 1 < _segments[segment].Count)
            _heap[0] = Entry(segment, position + 1);
        else
            _heap[0] = _heap[--_count];
        Sink();
        return true;
    }

    private readonly (ulong Prefix, int Row, int Segment, int Position) Entry(int segment, int position)
    {
        int row = (segment * _table.RowsOfSegment) + _segments[segment].Rows[position];
        return (_ids.Prefix(row), row, segment, position);
    }

    private readonly bool IsLess(int a, int b)
    {
        (ulong prefix, int row, _, _) = _heap[a];
        (ulong otherPrefix, int otherRow, _, _) = _heap[b];
        if (prefix != otherPrefix)
            return prefix < otherPrefix;
        int order = _ids.Compare(row, otherRow);
        return order != 0 ? order < 0 : row < otherRow;
    }

    private readonly void Rise(int child)
    {
        while (child > 0 && IsLess(child, (child - 1) / 2))
        {
            int parent = (child - 1) / 2;
            (_heap[child], _heap[parent]) = (_heap[parent], _heap[child]);
            child = parent;
        }
    }

    private readonly void Sink()
    {
        int parent = 0;
        while (true)
        {
            int least = parent, left = (2 * parent) + 1;
            if (left < _count && IsLess(left, least))
                least = left;
            if (left + 1 < _count && IsLess(left + 1, least))
                least = left + 1;
            if (least == parent)
                return;
            (_heap[parent], _heap[least]) = (_heap[least], _heap[parent]);
            parent = least;
        }
    }
}
