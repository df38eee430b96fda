namespace Perto.Vectors.Storage;

/// <summary>Copies the live rows of a table that is written to meanwhile to a new one, in the same order.</summary>
/// <param name="from">The table.</param>
/// <param name="expectedRows">How many rows will stay, about.</param>
internal sealed class RowCopy(RowTable from, int expectedRows)
{
    // The rows that the copy has, by their numbers in the former table.
    private readonly List<int> _taken = new(expectedRows);

    public RowTable Table { get; } = new(from.Schema, from.RowsOfSegment, expectedRows);

    /// <summary>How many rows of the former table were looked at.</summary>
    public int Rows { get; private set; }

    /// <summary>Copies the rows up to <paramref name="end"/> that a snapshot shows, the expired ones too.</summary>
    public void Take(CollectionSnapshot snapshot, int end)
    {
        for (; Rows < end; Rows++)
        {
            Chunk chunk = snapshot.Chunks[Rows / Chunk.Rows];
            if (!chunk.IsLive(Rows % Chunk.Rows, snapshot.Version, long.MinValue))
                continue;
            Table.Append(chunk, Rows % Chunk.Rows);
            _taken.Add(Rows);
        }
    }

    /// <summary>Takes the graphs over, of the rows that were copied so far. Nobody waits for it.</summary>
    public void TakeIndexes(CollectionSnapshot snapshot)
    {
        int[] numbers = new int[Rows];
        Array.Fill(numbers, Chunk.NoRow);
        for (int row = 0; row < _taken.Count; row++)
            numbers[_taken[row]] = row;
        Table.TakeIndexes(snapshot, numbers);
    }

    /// <summary>Copies the rest, and marks what was deleted since it was copied. Nobody writes meanwhile.</summary>
    public (RowTable Table, ulong[] Kept) Finish(CollectionSnapshot last)
    {
        Take(last, last.Rows);
        ulong[] kept = new ulong[(last.Rows + 63) / 64];
        for (int row = 0; row < _taken.Count; row++)
        {
            int former = _taken[row];
            kept[former / 64] |= 1UL << (former % 64);
            if (!last.IsLive(former, long.MinValue))
                Table.MarkDeleted(row, last.Version);
        }
        return (Table, kept);
    }
}
