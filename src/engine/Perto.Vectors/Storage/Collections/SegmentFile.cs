namespace Perto.Vectors.Storage;

/// <summary>Writes segments to files of their own.</summary>
internal static class SegmentFile
{
    /// <summary>Writes a segment of a table; its content is durable afterwards, its name is not.</summary>
    public static void Write(IFiles files, string name, RowTable table, int firstRow, int rows)
    {
        using BlockFileWriter file = new(files, name, Segment.Kind, Segment.Version);
        SegmentWriter.Write(file, table, firstRow, rows);
        file.Finish();
    }

    public static Segment Open(IFiles files, string name) => Segment.Open(VersionedFile.Open(files, name, Segment.Kind, Segment.Version));
}
