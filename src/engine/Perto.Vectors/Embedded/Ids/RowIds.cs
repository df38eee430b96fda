namespace Perto.Vectors;

/// <summary>The ids of a table's rows, those among them that no snapshot shows yet.</summary>
internal readonly struct RowIds(RowTable table) : IUtf8Keys
{
    public ulong Hash(int number)
    {
        Chunk chunk = table.Chunks[number / Chunk.Rows];
        ulong hash = chunk.Ids.Hash(number % Chunk.Rows);
        // The writer may have put another chunk in its place meanwhile.
        GC.KeepAlive(chunk);
        return hash;
    }

    public bool Is(int number, ReadOnlySpan<byte> text)
    {
        Chunk chunk = table.Chunks[number / Chunk.Rows];
        bool isSame = chunk.Id(number % Chunk.Rows).SequenceEqual(text);
        GC.KeepAlive(chunk);
        return isSame;
    }

    public bool AreSame(int number, int other)
    {
        Chunk chunk = table.Chunks[other / Chunk.Rows];
        bool areSame = Is(number, chunk.Id(other % Chunk.Rows));
        GC.KeepAlive(chunk);
        return areSame;
    }

    /// <summary>The order of the ids of two rows.</summary>
    public int Compare(int row, int other)
    {
        Chunk chunk = table.Chunks[other / Chunk.Rows];
        int order = Compare(row, chunk.Id(other % Chunk.Rows));
        GC.KeepAlive(chunk);
        return order;
    }

    /// <summary>The order of the id of a row and another.</summary>
    public int Compare(int row, ReadOnlySpan<byte> id)
    {
        Chunk chunk = table.Chunks[row / Chunk.Rows];
        int order = chunk.Id(row % Chunk.Rows).SequenceCompareTo(id);
        GC.KeepAlive(chunk);
        return order;
    }

    /// <inheritdoc cref="IdPrefix.Of"/>
    public ulong Prefix(int row)
    {
        Chunk chunk = table.Chunks[row / Chunk.Rows];
        ulong prefix = IdPrefix.Of(chunk.Id(row % Chunk.Rows));
        GC.KeepAlive(chunk);
        return prefix;
    }

    /// <summary>The row of the newest version of the record that a row is a version of.</summary>
    public int Newest(int row)
    {
        Chunk chunk = table.Chunks[row / Chunk.Rows];
        int newest = table.Newest(chunk.Id(row % Chunk.Rows));
        GC.KeepAlive(chunk);
        return newest;
    }
}
