namespace Perto.Vectors;

/// <summary>
/// The indexes of a table's payload fields: one for each full segment, read from its file once it is sealed, and one for each block of
/// <see cref="RowsOfBlock"/> rows of the segment that grows. Those in memory are built when a filter first asks for them. Readers take no
/// lock: of two that build one at once, one loses its work.
/// </summary>
internal sealed class PayloadIndexes
{
    /// <summary>Rows that follow the last whole block are looked at one by one.</summary>
    public const int RowsOfBlock = 8 * Chunk.Rows;

    private readonly CollectionSchema _schema;

    // Of each field by number of segment, and by number of block.
    private readonly IndexPart?[][] _segments;
    private readonly IndexPart?[][] _blocks;

    public PayloadIndexes(CollectionSchema schema)
    {
        _schema = schema;
        _segments = new IndexPart?[schema.Payload.Count][];
        _blocks = new IndexPart?[schema.Payload.Count][];
        Array.Fill(_segments, []);
        Array.Fill(_blocks, []);
    }

    public long HeldBytes => _segments.Concat(_blocks).Sum(parts => Volatile.Read(ref parts).Sum(part => part?.HeldBytes ?? 0));

    /// <summary>The index of a field over a full segment, whose chunks are given in case it is to be built.</summary>
    public IndexPart Segment(int field, int segment, ReadOnlySpan<Chunk> chunks)
    {
        if (Known(_segments[field], segment) is { } known)
            return known;
        IndexPart part = IndexPart.Build(_schema.Payload[field].Kind, chunks, field);
        Put(ref _segments[field], segment, part);
        ForgetBlocks(field, (segment + 1) * chunks.Length * Chunk.Rows);
        return part;
    }

    /// <summary>The index of a field over a block.</summary>
    public IndexPart Block(int field, int block, ReadOnlySpan<Chunk> chunks)
    {
        if (Known(_blocks[field], block) is { } known)
            return known;
        IndexPart part = IndexPart.Build(_schema.Payload[field].Kind, chunks, field);
        Put(ref _blocks[field], block, part);
        return part;
    }

    /// <summary>Takes the index of a full segment from its file from now on.</summary>
    public void Seal(int field, int segment, IndexPart part, int rowsOfSegment)
    {
        Put(ref _segments[field], segment, part);
        ForgetBlocks(field, (segment + 1) * rowsOfSegment);
    }

    // Only snapshots of before ask for blocks of a full segment.
    private void ForgetBlocks(int field, int rows)
    {
        IndexPart?[] blocks = Volatile.Read(ref _blocks[field]);
        Array.Clear(blocks, 0, Math.Min(rows / RowsOfBlock, blocks.Length));
    }

    private static IndexPart? Known(IndexPart?[] parts, int number) => number < parts.Length ? Volatile.Read(ref parts[number]) : null;

    private static void Put(ref IndexPart?[] parts, int number, IndexPart part)
    {
        IndexPart?[] known = Volatile.Read(ref parts);
        if (number >= known.Length)
        {
            IndexPart?[] more = new IndexPart?[number + 8];
            known.CopyTo(more, 0);
            Volatile.Write(ref parts, more);
            known = more;
        }
        Volatile.Write(ref known[number], part);
    }
}
