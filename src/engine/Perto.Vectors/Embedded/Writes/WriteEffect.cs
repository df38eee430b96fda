namespace Perto.Vectors;

/// <summary>
/// What a write does to the rows of a table: applied to the same table it does the same again. It says rows by their numbers, so that it
/// asks nothing.
/// </summary>
/// <param name="version">The version of the snapshot that shows it first.</param>
/// <param name="firstRow">How many rows the table has before it.</param>
internal sealed class WriteEffect(long version, int firstRow)
{
    public long Version => version;

    public int FirstRow => firstRow;

    /// <summary>The rows that it deletes.</summary>
    public List<int> Killed { get; init; } = [];

    /// <summary>Records that it appends, bound to the schema.</summary>
    public IReadOnlyList<VectorRecord> Records { get; init; } = [];

    /// <summary>The change with which <see cref="Patched"/> are appended again; bound to the schema.</summary>
    public VectorPatch? Patch { get; init; }

    /// <summary>Rows that are appended again, after the records.</summary>
    public IReadOnlyList<int> Patched { get; init; } = [];

    /// <summary>
    /// A bit for each row that goes over to a new table, in the same order; the others are forgotten. Such an effect does nothing else.
    /// </summary>
    public ulong[]? Kept { get; init; }

    /// <summary>Whether a row that it appends may expire, as far as the effect says.</summary>
    public bool MayExpire => Patch?.ExpiresAt is not null || Records.Any(record => record.ExpiresAt is not null);

    /// <summary>Does it; gives the table that has the rows afterwards.</summary>
    public RowTable ApplyTo(RowTable table)
    {
        if (Kept is { } kept)
            return Renumbered(table, kept);
        foreach (int row in Killed)
            table.MarkDeleted(row, version);
        foreach (VectorRecord record in Records)
            table.Append(record);
        foreach (int row in Patched)
            table.Append(table.Chunks[row / Chunk.Rows], row % Chunk.Rows, Patch);
        return table;
    }

    private RowTable Renumbered(RowTable table, ulong[] kept)
    {
        RowTable next = new(table.Schema, table.RowsOfSegment);
        for (int row = 0; row < firstRow; row++)
        {
            if (!RowBits.Contains(kept, row))
                continue;
            Chunk chunk = table.Chunks[row / Chunk.Rows];
            next.Append(chunk, row % Chunk.Rows);
            if (chunk.DeletedAt(row % Chunk.Rows) != long.MaxValue)
                next.MarkDeleted(next.Count - 1, version);
        }
        return next;
    }
}
