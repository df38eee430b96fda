namespace Perto.Vectors;

/// <summary>
/// Consecutive rows of a snapshot for which a filter is answered at once: a full segment, a block of the one that grows, or the rows behind
/// the last block, which no index has.
/// </summary>
internal readonly struct IndexScope
{
    private readonly RowTable _table;
    private readonly Chunk[] _chunks;

    private IndexScope(RowTable table, Chunk[] chunks, int firstRow, int rows)
    {
        _table = table;
        _chunks = chunks;
        FirstRow = firstRow;
        Rows = rows;
    }

    public int FirstRow { get; }

    public int Rows { get; }

    public ReadOnlySpan<Chunk> Chunks => _chunks.AsSpan(FirstRow / Chunk.Rows, (Rows + Chunk.Rows - 1) / Chunk.Rows);

    /// <summary>Words of a set of its rows.</summary>
    public int Words => Chunks.Length * RowBits.Words;

    /// <summary>The scopes of a snapshot, in the order of its rows.</summary>
    public static IndexScope[] Of(CollectionSnapshot snapshot)
    {
        List<IndexScope> scopes = [];
        for (int first = 0; first < snapshot.Rows;)
        {
            int left = snapshot.Rows - first, whole = snapshot.Table.RowsOfSegment;
            int rows = left >= whole && first % whole == 0 ? whole : Math.Min(left, PayloadIndexes.RowsOfBlock);
            scopes.Add(new IndexScope(snapshot.Table, snapshot.Chunks, first, rows));
            first += rows;
        }
        return [.. scopes];
    }

    public int RowsOf(int chunk) => Math.Min(Rows - (chunk * Chunk.Rows), Chunk.Rows);

    /// <summary>The index of a field; <see langword="null"/> where there is none.</summary>
    public IndexPart? Part(int field)
    {
        if (Rows == _table.RowsOfSegment)
            return _table.Indexes.Segment(field, FirstRow / Rows, Chunks);
        return Rows == PayloadIndexes.RowsOfBlock ? _table.Indexes.Block(field, FirstRow / Rows, Chunks) : null;
    }
}
