using Perto.Vectors.Storage;

namespace Perto.Vectors;

/// <summary>
/// Writes rows of a table as a file: ids, vectors, payload and its indexes, expiry and the strings that were new in them. Not their deletions, which
/// change.
/// </summary>
internal static class SegmentWriter
{
    /// <summary>Writes a segment of a table, or the rows of its last one so far.</summary>
    /// <param name="file">The file, of the kind <see cref="Segment.Kind"/>. It is left for the caller to finish.</param>
    /// <param name="table">The table; it may be appended to meanwhile.</param>
    /// <param name="firstRow">The first row of a segment.</param>
    /// <param name="rows">At most <see cref="RowTable.RowsOfSegment"/>, all of them published.</param>
    public static void Write(BlockFileWriter file, RowTable table, int firstRow, int rows)
    {
        if (firstRow % table.RowsOfSegment != 0)
            throw new ArgumentException($"a segment begins at a multiple of {table.RowsOfSegment}; got {firstRow}", nameof(firstRow));
        if (rows < 1 || rows > table.RowsOfSegment)
            throw new ArgumentException($"a segment has 1..{table.RowsOfSegment} rows; got {rows}", nameof(rows));

        SegmentSections sections = new(file, rows);
        Chunk[] chunks = table.Chunks.AsSpan(firstRow / Chunk.Rows, sections.Chunks).ToArray();
        sections.Whole<int>("shape", [firstRow, rows, table.RowsOfSegment]);
        sections.Lists("ids", c => chunks[c].Ids.Texts);
        sections.Values("ids.hashes", (c, count) => chunks[c].Ids.Hashes(count));
        sections.Whole<ushort>("ids.order", Order(table, firstRow, rows));
        if (Array.Exists(chunks, chunk => chunk.MayExpire))
            WriteExpiry(sections, chunks);

        for (int v = 0; v < table.Schema.Vectors.Count; v++)
        {
            VectorColumn[] columns = Array.ConvertAll(chunks, chunk => chunk.Vectors[v]);
            columns[0].Write(sections, NameOf(table.Schema.Vectors[v]), columns);
            if (rows == table.RowsOfSegment && table.Postings[v] is { } postings)
                sections.Stream(PostingsOf(table.Schema.Vectors[v]), sink => postings.Write(new SegmentSparseRows(chunks, v, rows), sink));
        }
        for (int p = 0; p < table.Schema.Payload.Count; p++)
        {
            PayloadField field = table.Schema.Payload[p];
            PayloadColumn[] columns = Array.ConvertAll(chunks, chunk => chunk.Payload[p]);
            columns[0].Write(sections, NameOf(field), columns);
            if (table.Keywords[p] is { } keywords)
                WriteKeywords(sections, KeywordsOf(field), keywords, firstRow / table.RowsOfSegment);
            // The rows of one that is not full are copied when it is opened, and the copy makes its own.
            if (rows == table.RowsOfSegment)
                table.Indexes.Segment(p, firstRow / rows, chunks).Write(sections, IndexOf(field));
        }
    }

    public static string NameOf(VectorField field) => $"vector.{field.Name}";

    public static string NameOf(PayloadField field) => $"payload.{field.Name}";

    public static string PostingsOf(VectorField field) => $"postings.{field.Name}";

    public static string KeywordsOf(PayloadField field) => $"keywords.{field.Name}";

    public static string IndexOf(PayloadField field) => $"index.{field.Name}";

    private static ushort[] Order(RowTable table, int firstRow, int rows)
    {
        ushort[] order = table.Orders(firstRow + rows)[firstRow / table.RowsOfSegment].Rows.ToArray();
        // The order may know rows that were written since.
        return order.Length == rows ? order : Array.FindAll(order, row => row < rows);
    }

    private static void WriteExpiry(SegmentSections sections, Chunk[] chunks)
    {
        long[] moments = new long[Chunk.Rows];
        sections.Values<long>("expiry", (c, count) =>
        {
            for (int row = 0; row < count; row++)
                moments[row] = chunks[c].ExpiresAt(row);
            return moments.AsSpan(0, count);
        });
    }

    private static void WriteKeywords(SegmentSections sections, string name, KeywordTable keywords, int segment)
    {
        (int first, int end) = keywords.CodesOf(segment);
        int[] ends = new int[end - first + 1];
        ulong[] hashes = new ulong[end - first];
        List<byte> values = [];
        for (int code = first; code < end; code++)
        {
            keywords.AppendTo(values, code);
            ends[code - first + 1] = values.Count;
            hashes[code - first] = keywords.Hash(code);
        }
        sections.Whole<int>($"{name}.ends", ends);
        sections.Whole<byte>($"{name}.values", values.ToArray());
        sections.Whole<ulong>($"{name}.hashes", hashes);
    }
}
