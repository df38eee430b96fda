using System.Buffers;
using Perto.Vectors.Storage;

namespace Perto.Vectors;

/// <summary>Writes the columns of some chunks as sections of a file: of each column all chunks, one after another.</summary>
internal sealed class SegmentSections(BlockFileWriter file, int rows)
{
    /// <summary>The values of a chunk.</summary>
    public delegate ReadOnlySpan<T> ValuesOf<T>(int chunk, int rows);

    public int Chunks => (rows + Chunk.Rows - 1) / Chunk.Rows;

    public int RowsOf(int chunk) => Math.Min(rows - (chunk * Chunk.Rows), Chunk.Rows);

    public void Whole<T>(string name, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        file.BeginSection(name);
        file.Write(values);
        file.EndSection();
    }

    public void Values<T>(string name, ValuesOf<T> values)
        where T : unmanaged
    {
        file.BeginSection(name);
        for (int c = 0; c < Chunks; c++)
            file.Write(values(c, RowsOf(c)));
        file.EndSection();
    }

    public void Lists<T>(string name, Func<int, Lists<T>> lists)
        where T : unmanaged
    {
        long[] starts = new long[Chunks + 1];
        for (int c = 0; c < Chunks; c++)
            starts[c + 1] = starts[c] + lists(c).Count(RowsOf(c));
        Whole<long>($"{name}.starts", starts);
        Values($"{name}.ends", (c, count) => lists(c).Ends(count));
        Values($"{name}.values", (c, count) => lists(c).Values(count));
    }

    /// <summary>A section of bytes that come in pieces of any length.</summary>
    public void Stream(string name, Action<IBufferWriter<byte>> write)
    {
        file.BeginSection(name);
        write(new FileSink(file));
        file.EndSection();
    }

    public void Presence(string name, Func<int, Presence> presence)
    {
        ulong[] words = new ulong[RowBits.Words];
        Values<ulong>(name, (c, count) =>
        {
            Span<ulong> used = words.AsSpan(0, (count + 63) / 64);
            presence(c).CopyTo(count, used);
            return used;
        });
    }
}
