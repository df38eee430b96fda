using Perto.Vectors.Storage;

namespace Perto.Vectors;

/// <summary>Rows of a table as a file has them: <see cref="SegmentWriter"/> wrote it, <see cref="RowTable.Open"/> reads from it.</summary>
internal sealed class Segment
{
    /// <summary>The kind of the file.</summary>
    public const string Kind = "perto.rows";

    /// <summary>The version of the file's form.</summary>
    public const int Version = 1;

    private readonly SegmentSource _source;

    private Segment(SegmentSource source, int firstRow, int rowsOfSegment)
    {
        _source = source;
        FirstRow = firstRow;
        RowsOfSegment = rowsOfSegment;
    }

    /// <summary>The number of its first row in the table.</summary>
    public int FirstRow { get; }

    /// <summary>How many rows it has: as many as a segment takes, or fewer in the last one of a table.</summary>
    public int Rows => _source.Rows;

    /// <summary>How many rows a segment of its table takes.</summary>
    public int RowsOfSegment { get; }

    public bool IsFull => Rows == RowsOfSegment;

    /// <summary>Opens a file. Reads its sizes only; all else is read and verified when it is used.</summary>
    /// <exception cref="DamagedFileException">The file is not what was written.</exception>
    public static Segment Open(BlockFile file)
    {
        ReadOnlySpan<int> shape = file.Section("shape").Span<int>(0, 3);
        return new Segment(new SegmentSource(file, shape[1]), shape[0], shape[2]);
    }

    /// <summary>Its rows in id order.</summary>
    public SortedRows Order() => new(_source.Whole<ushort>("ids.order"));

    /// <summary>The strings of a payload field that were new in it.</summary>
    public Utf8Strings Keywords(PayloadField field)
    {
        string name = SegmentWriter.KeywordsOf(field);
        return new Utf8Strings(
            new Lists<byte>(_source.Whole<int>($"{name}.ends"), _source.Whole<byte>($"{name}.values")),
            _source.Whole<ulong>($"{name}.hashes"));
    }

    /// <summary>The index of a payload field, which a full segment has.</summary>
    public IndexPart Index(PayloadField field) => IndexPart.Open(field.Kind, _source, SegmentWriter.IndexOf(field));

    /// <summary>The postings of a sparse vector field, which a full segment has.</summary>
    public unsafe SparsePart Postings(VectorField field)
    {
        MappedSection section = _source.Section(SegmentWriter.PostingsOf(field));
        // They are read where they lie, by many small looks: all are checked before the first.
        section.Verify(0, section.Length);
        return SparsePart.Open(new SparseBytes(section.Pointer, section.Length, section), FirstRow);
    }

    /// <summary>Its chunks, for a table whose keyword tables have the strings of this segment.</summary>
    public Chunk[] Chunks(RowTable table)
    {
        Lists<byte>[] ids = _source.Lists<byte>("ids");
        ColumnMemory<ulong>[] hashes = _source.Values<ulong>("ids.hashes");
        ColumnMemory<long>[]? expiry = _source.Has("expiry") ? _source.Values<long>("expiry") : null;
        VectorColumn[][] vectors =
            [.. table.Schema.Vectors.Select(field => VectorColumn.Open(field, _source, SegmentWriter.NameOf(field)))];
        PayloadColumn[][] payload =
        [
            .. table.Schema.Payload.Select(
                (field, i) => PayloadColumn.Open(field.Kind, table.Keywords[i], _source, SegmentWriter.NameOf(field))),
        ];
        Chunk[] chunks = new Chunk[_source.Chunks];
        for (int c = 0; c < chunks.Length; c++)
        {
            chunks[c] = new Chunk(
                new Utf8Strings(ids[c], hashes[c]),
                Array.ConvertAll(vectors, columns => columns[c]),
                Array.ConvertAll(payload, columns => columns[c]),
                expiry?[c]);
        }
        return chunks;
    }
}
