using Perto.Vectors.Storage;

namespace Perto.Vectors;

/// <summary>Reads what <see cref="SegmentSections"/> wrote, as memory of the file; each answer has one part for each chunk.</summary>
internal sealed class SegmentSource(BlockFile file, int rows)
{
    public int Rows => rows;

    public int Chunks => (rows + Chunk.Rows - 1) / Chunk.Rows;

    public int RowsOf(int chunk) => Math.Min(rows - (chunk * Chunk.Rows), Chunk.Rows);

    public MappedSection Section(string name) => file.Section(name);

    public bool Has(string name) => file.Has(name);

    public unsafe ColumnMemory<T> Whole<T>(string name)
        where T : unmanaged
    {
        MappedSection section = file.Section(name);
        return ColumnMemory<T>.Mapped(section, 0, checked((int)(section.Length / sizeof(T))));
    }

    public ColumnMemory<T>[] Values<T>(string name, int valuesOfRow = 1)
        where T : unmanaged
    {
        MappedSection section = file.Section(name);
        ColumnMemory<T>[] values = new ColumnMemory<T>[Chunks];
        for (int c = 0; c < values.Length; c++)
            values[c] = ColumnMemory<T>.Mapped(section, (long)c * Chunk.Rows * valuesOfRow, RowsOf(c) * valuesOfRow);
        return values;
    }

    public Lists<T>[] Lists<T>(string name)
        where T : unmanaged
    {
        ReadOnlySpan<long> starts = file.Section($"{name}.starts").Span<long>(0, Chunks + 1);
        MappedSection ends = file.Section($"{name}.ends"), values = file.Section($"{name}.values");
        Lists<T>[] lists = new Lists<T>[Chunks];
        for (int c = 0; c < lists.Length; c++)
        {
            lists[c] = new Lists<T>(
                ColumnMemory<int>.Mapped(ends, (long)c * (Chunk.Rows + 1), RowsOf(c) + 1),
                ColumnMemory<T>.Mapped(values, starts[c], checked((int)(starts[c + 1] - starts[c]))));
        }
        return lists;
    }

    public Presence[] Presence(string name)
    {
        MappedSection section = file.Section(name);
        Presence[] presence = new Presence[Chunks];
        for (int c = 0; c < presence.Length; c++)
            presence[c] = new Presence(ColumnMemory<ulong>.Mapped(section, (long)c * RowBits.Words, (RowsOf(c) + 63) / 64), RowsOf(c));
        return presence;
    }
}
