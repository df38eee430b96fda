namespace Perto.Vectors;

/// <summary>What a search of one field looks at, as it was at one moment.</summary>
internal readonly ref struct SparseIndex
{
    private readonly ReadOnlySpan<SparsePart> _parts;
    private readonly ReadOnlySpan<SparsePart> _sealed;

    /// <param name="parts">The immutable parts.</param>
    public SparseIndex(ReadOnlySpan<SparsePart> parts) => _parts = parts;

    /// <param name="parts">The immutable parts.</param>
    /// <param name="head">The growing part.</param>
    /// <param name="rows">Rows of the head from this number of the collection on are not seen; at most what
    /// <see cref="SparseHead.End"/> was.</param>
    public SparseIndex(ReadOnlySpan<SparsePart> parts, SparseHead head, int rows)
    {
        _parts = parts;
        // One look: what was appended before it is in it, and the tail may be sealed a moment later.
        SparseHeadState state = head.State;
        _sealed = state.Parts;
        Tail = state.Tail;
        Rows = rows;
    }

    /// <summary>The newest rows, if there is a head.</summary>
    public SparseTail? Tail { get; }

    /// <summary>Rows of the head from this number on are not seen.</summary>
    public int Rows { get; }

    /// <summary>How many parts, with those of the head.</summary>
    public int Count => _parts.Length + _sealed.Length;

    public SparsePart this[int number] => number < _parts.Length ? _parts[number] : _sealed[number - _parts.Length];

    /// <summary>Rows of this part from this number on are not seen.</summary>
    public int RowsOf(int number) => number < _parts.Length ? int.MaxValue : Rows;
}
