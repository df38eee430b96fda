using System.Numerics;

namespace Perto.Vectors.Storage;

/// <summary>Which rows of a collection are deleted: a bit for each.</summary>
internal static class TombstonesFile
{
    public const string Kind = "perto.tombstones";
    public const int Version = 1;
    private const string Rows = "rows";

    public static void Write(IFiles files, string name, ReadOnlySpan<ulong> dead)
    {
        using BlockFileWriter file = new(files, name, Kind, Version);
        file.BeginSection(Rows);
        file.Write(dead);
        file.EndSection();
        file.Finish();
    }

    /// <summary>Marks the rows in the table as deleted for every snapshot.</summary>
    /// <exception cref="DamagedFileException">It is not what was written for so many rows.</exception>
    public static void Read(BlockFile file, string name, RowTable table, int expected)
    {
        MappedSection section = file.Section(Rows);
        int words = (table.Count + 63) / 64;
        if (section.Length != words * (long)sizeof(ulong))
            throw new DamagedFileException(name, Rows, 0, $"it has {section.Length} bytes for {table.Count} rows");
        int dead = 0;
        ReadOnlySpan<ulong> bits = section.Span<ulong>(0, words);
        for (int w = 0; w < words; w++)
        {
            for (ulong word = bits[w]; word != 0; word &= word - 1)
            {
                int row = (w * 64) + BitOperations.TrailingZeroCount(word);
                if (row >= table.Count)
                    throw new DamagedFileException(name, Rows, 0, $"it names row {row} of {table.Count}");
                table.MarkDeleted(row, version: 0);
                dead++;
            }
        }
        if (dead != expected)
            throw new DamagedFileException(name, Rows, 0, $"it names {dead} rows, and the manifest says {expected}");
    }
}
