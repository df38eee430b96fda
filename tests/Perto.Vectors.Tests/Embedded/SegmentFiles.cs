using Perto.Testing;
using Perto.Vectors.Storage;

namespace Perto.Vectors.Tests;

/// <summary>Writes tables to files of a folder of their own and opens them again.</summary>
internal sealed class SegmentFiles : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DiskFiles _files;
    private int _written;

    public SegmentFiles() => _files = new DiskFiles(_folder.Path);

    public string Folder => _folder.Path;

    public Segment Write(RowTable table, int firstRow, int rows) => Open(Name(table, firstRow, rows));

    public Segment Open(string name) => Segment.Open(BlockFile.Open(_files, name, Segment.Kind));

    /// <summary>Writes a file and gives its name.</summary>
    public string Name(RowTable table, int firstRow, int rows)
    {
        string name = $"{_written++:000000}.segment";
        using (BlockFileWriter file = new(_files, name, Segment.Kind, Segment.Version))
        {
            SegmentWriter.Write(file, table, firstRow, rows);
            file.Finish();
        }
        return name;
    }

    /// <summary>The table as its files have it, with the deletions of the other.</summary>
    public RowTable Reopened(RowTable table)
    {
        List<Segment> segments = [];
        for (int first = 0; first < table.Count; first += table.RowsOfSegment)
            segments.Add(Write(table, first, Math.Min(table.RowsOfSegment, table.Count - first)));
        RowTable opened = RowTable.Open(table.Schema, segments);
        if (segments.Count == 0)
            opened = new RowTable(table.Schema, table.RowsOfSegment);
        foreach ((int row, _) in table.DeletedRows(table.Count))
            opened.MarkDeleted(row, version: 0);
        return opened;
    }

    public void Dispose() => _folder.Dispose();
}
