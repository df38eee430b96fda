namespace Perto.Vectors;

// The rows that files have.
internal sealed partial class RowTable
{
    /// <summary>Puts a table together from the files of its segments. All but the last must be full; the rows of one that is not are copied,
    /// as more will be appended to it.</summary>
    /// <exception cref="ArgumentException">The segments do not follow one another.</exception>
    /// <exception cref="Storage.DamagedFileException">A file is not what was written.</exception>
    public static RowTable Open(CollectionSchema schema, IReadOnlyList<Segment> segments)
    {
        if (segments.Count == 0)
            return new RowTable(schema);
        int rowsOfSegment = segments[0].RowsOfSegment;
        RowTable table = new(schema, rowsOfSegment, segments.Sum(s => s.Rows));
        for (int s = 0; s < segments.Count; s++)
        {
            Segment segment = segments[s];
            if (segment.FirstRow != s * rowsOfSegment || segment.RowsOfSegment != rowsOfSegment)
                throw new ArgumentException($"segment {s} begins at row {segment.FirstRow}, not at {s * rowsOfSegment}", nameof(segments));
            if (!segment.IsFull && s != segments.Count - 1)
                throw new ArgumentException($"segment {s} has {segment.Rows} of {rowsOfSegment} rows and is not the last", nameof(segments));
            table.Add(segment);
        }
        return table;
    }

    /// <summary>
    /// Reads full segments that follow one another from their files from now on. For the writer; snapshots of before keep what they have. What was
    /// marked as deleted stays so.
    /// </summary>
    public void Seal(params IReadOnlyList<Segment> segments)
    {
        foreach (Segment segment in segments)
            SealRows(segment);
        // All at once: the rows after them are appended to a new head.
        for (int i = 0; i < Postings.Length; i++)
            Postings[i]?.Seal([.. segments.Select(segment => segment.Postings(Schema.Vectors[i]))], Reader);
    }

    private void SealRows(Segment segment)
    {
        if (!segment.IsFull || segment.RowsOfSegment != RowsOfSegment || segment.FirstRow + segment.Rows > Count)
            throw new ArgumentException("only a full segment of this table can be sealed", nameof(segment));
        int number = segment.FirstRow / RowsOfSegment;
        for (int i = 0; i < Keywords.Length; i++)
            Keywords[i]?.Seal(number, segment.Keywords(Schema.Payload[i]));

        Chunk[] chunks = [.. _chunks], mapped = segment.Chunks(this);
        for (int c = 0; c < mapped.Length; c++)
        {
            ref Chunk chunk = ref chunks[(segment.FirstRow / Chunk.Rows) + c];
            chunk = chunk.Sealed(mapped[c]);
        }
        _chunks = chunks;
        SealIndexes(segment);
        // A reader may extend the orders at the same time.
        SortedRows[] orders, changed;
        do
        {
            orders = Volatile.Read(ref _orders);
            changed = new SortedRows[Math.Max(orders.Length, number + 1)];
            Array.Fill(changed, SortedRows.Empty);
            orders.CopyTo(changed, 0);
            changed[number] = segment.Order();
        }
        while (Interlocked.CompareExchange(ref _orders, changed, orders) != orders);
    }

    /// <summary>The rows among the first <paramref name="count"/> that are marked as deleted, each with the version of its deletion.</summary>
    public IEnumerable<(int Row, long Version)> DeletedRows(int count)
    {
        Chunk[] chunks = _chunks;
        for (int row = 0; row < count; row++)
        {
            Chunk chunk = chunks[row / Chunk.Rows];
            if (!chunk.HasDeletions)
                row |= Chunk.Rows - 1;
            else if (chunk.DeletedAt(row % Chunk.Rows) is var version && version != long.MaxValue)
                yield return (row, version);
        }
    }

    /// <summary>Deletes a row for snapshots of <paramref name="version"/> and later.</summary>
    public void MarkDeleted(int row, long version)
    {
        Chunk chunk = _chunks[row / Chunk.Rows];
        chunk.SetDeleted(row % Chunk.Rows, version);
        for (int i = 0; i < Postings.Length; i++)
            Postings[i]?.Remove((SparseColumn)chunk.Vectors[i], row % Chunk.Rows);
    }

    private void SealIndexes(Segment segment)
    {
        for (int i = 0; i < Schema.Payload.Count; i++)
            Indexes.Seal(i, segment.FirstRow / RowsOfSegment, segment.Index(Schema.Payload[i]), RowsOfSegment);
    }

    private void Add(Segment segment)
    {
        for (int i = 0; i < Keywords.Length; i++)
            Keywords[i]?.Append(segment.Keywords(Schema.Payload[i]));
        Chunk[] chunks = segment.Chunks(this);
        if (!segment.IsFull)
        {
            for (int row = 0; row < segment.Rows; row++)
                Append(chunks[row / Chunk.Rows], row % Chunk.Rows);
            return;
        }
        _chunks = [.. _chunks, .. chunks];
        for (int i = 0; i < Postings.Length; i++)
            Postings[i]?.Open(segment.Postings(Schema.Vectors[i]));
        _orders = [.. _orders, segment.Order()];
        SealIndexes(segment);
        for (int c = 0; c < chunks.Length; c++, Count += Chunk.Rows)
            _newest.SetAll(new RowIds(this), Count, chunks[c].Ids.Hashes(Chunk.Rows));
    }
}
