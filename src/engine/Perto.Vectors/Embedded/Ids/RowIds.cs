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

    public ReadOnlySpan<byte> Text(int number) => table.Chunks[number / Chunk.Rows].Id(number % Chunk.Rows);
}
