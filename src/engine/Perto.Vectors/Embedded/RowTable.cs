using Perto.Numerics;

namespace Perto.Vectors;

/// <summary>
/// Rows of versions of records, in the order in which they were written. One writer appends; snapshots show prefixes of it to any thread.
/// Compaction writes the live rows to a new table and leaves the old one to the snapshots that still show it.
/// </summary>
/// <remarks>
/// Rows stand in chunks, chunks in segments of <see cref="RowsOfSegment"/> rows. A full segment may be written to a file; its chunks are
/// then read from there.
/// </remarks>
internal sealed partial class RowTable
{
    // The first chunk grows, so that the many small collections of many tenants stay small; all others are made whole.
    private const int FirstCapacity = 16;
    private const int Growth = 4;

    // From an id to the row of its newest version.
    private readonly HashSlots _newest;
    private volatile Chunk[] _chunks = [];
    private SortedRows[] _orders = [];

    public RowTable(CollectionSchema schema)
        : this(schema, SegmentSize.Of(schema))
    {
    }

    /// <param name="schema">Its vectors and payload fields.</param>
    /// <param name="rowsOfSegment">A power of two of at least <see cref="Chunk.Rows"/> and at most 65,536.</param>
    /// <param name="expectedRows">Room is made for the ids of so many rows at once.</param>
    public RowTable(CollectionSchema schema, int rowsOfSegment, int expectedRows = 0)
    {
        Schema = schema;
        RowsOfSegment = rowsOfSegment;
        Keywords = [.. schema.Payload.Select(f => f.Kind is PayloadKind.Keyword or PayloadKind.Keywords or PayloadKind.Text ? new KeywordTable() : null)];
        Indexes = new PayloadIndexes(schema);
        _newest = new HashSlots(expectedRows);
        Postings = [.. schema.Vectors.Select((f, i) => f.Kind is VectorKind.Sparse ? new PostingsIndex(f, i) : null)];
        VectorIndexes = [.. schema.Vectors.Select((f, i) => f.Kind is VectorKind.Sparse ? null : new VectorIndex(f, i))];
    }

    public CollectionSchema Schema { get; }

    /// <summary>A power of two.</summary>
    public int RowsOfSegment { get; }

    /// <summary>The strings, or words of texts, of each payload field; <see langword="null"/> for fields of other kinds.</summary>
    public KeywordTable?[] Keywords { get; }

    /// <summary>The graph of each dense or binary vector field; <see langword="null"/> for sparse ones.</summary>
    public VectorIndex?[] VectorIndexes { get; private set; }

    /// <summary>The postings of each sparse vector field; <see langword="null"/> for others.</summary>
    public PostingsIndex?[] Postings { get; }

    /// <summary>The indexes of the payload fields.</summary>
    public PayloadIndexes Indexes { get; }

    /// <summary>The writer's chunks. Replaced, never changed, so that a snapshot may hold them.</summary>
    public Chunk[] Chunks => _chunks;

    /// <summary>The writer's number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of the process's own memory beside the chunks.</summary>
    public long HeldBytes =>
        _newest.HeldBytes + Keywords.Sum(k => k?.HeldBytes ?? 0) + _orders.Sum(order => order.HeldBytes) + Indexes.HeldBytes
        + VectorIndexes.Sum(index => index?.Graph?.Bytes ?? 0) + Postings.Sum(postings => postings?.HeldBytes ?? 0);

    /// <summary>The row of a record's newest version, deleted or not; <see cref="Chunk.NoRow"/> where it has none.</summary>
    public int Newest(ReadOnlySpan<byte> id) => _newest.Find(new RowIds(this), StableHash.Of(id), id);

    /// <summary>The row of the version that a row replaced; <see cref="Chunk.NoRow"/> for the first.</summary>
    public int Previous(int row) => _chunks[row / Chunk.Rows].Previous(row % Chunk.Rows);

    /// <summary>Takes the indexes of a table whose rows were copied to this one.</summary>
    /// <param name="from">That table as it was copied.</param>
    /// <param name="numbers">For each of its rows the row here, or a negative number.</param>
    public void TakeIndexes(CollectionSnapshot from, ReadOnlySpan<int> numbers)
    {
        for (int i = 0; i < VectorIndexes.Length; i++)
            VectorIndexes[i] = from.Table.VectorIndexes[i]?.Renumbered(from, numbers);
    }

    /// <summary>The id order of each segment, over at least the first <paramref name="count"/> rows.</summary>
    public SortedRows[] Orders(int count)
    {
        SortedRows[] orders = Volatile.Read(ref _orders);
        int segments = (count + RowsOfSegment - 1) / RowsOfSegment;
        SortedRows[] extended = new SortedRows[Math.Max(segments, orders.Length)];
        orders.CopyTo(extended, 0);
        bool isNew = false;
        for (int s = 0; s < segments; s++)
        {
            SortedRows order = extended[s] ?? SortedRows.Empty;
            int rows = Math.Min(count - (s * RowsOfSegment), RowsOfSegment);
            isNew |= order.Count < rows;
            extended[s] = order.Count < rows ? order.Extended(new RowIds(this), s * RowsOfSegment, rows) : order;
        }
        // Of two readers that extend them at once one loses its work and nothing else.
        if (isNew)
            Interlocked.CompareExchange(ref _orders, extended, orders);
        return extended;
    }

    /// <summary>Appends a record that is bound to the schema.</summary>
    public void Append(VectorRecord record)
    {
        using Utf8Bytes id = new(record.Id, stackalloc byte[Utf8Bytes.Room]);
        (Chunk chunk, int row) = Next(id.Bytes);
        for (int i = 0; i < Schema.Vectors.Count; i++)
        {
            if (record.Vectors.TryGetValue(Schema.Vectors[i].Name, out VectorValue vector))
                chunk.Vectors[i].Set(row, vector);
            else
                chunk.Vectors[i].SetMissing(row);
        }
        for (int i = 0; i < Schema.Payload.Count; i++)
        {
            record.Payload.TryGetValue(Schema.Payload[i].Name, out PayloadValue value);
            chunk.Payload[i].Set(row, value);
        }
        chunk.SetExpiry(row, record.ExpiresAt is { } moment ? PayloadValue.UnixMicroseconds(moment) : long.MaxValue);
        Publish(chunk, row);
    }

    /// <summary>Appends a row of this or another table, changed by <paramref name="patch"/>, which is bound to the schema.</summary>
    public void Append(Chunk from, int fromRow, VectorPatch? patch = null)
    {
        (Chunk chunk, int row) = Next(from.Id(fromRow));
        for (int i = 0; i < chunk.Vectors.Length; i++)
        {
            VectorValue? vector = null;
            if (patch is null || !patch.Vectors.TryGetValue(Schema.Vectors[i].Name, out vector))
                chunk.Vectors[i].Copy(row, from.Vectors[i], fromRow);
            else if (vector is { } value)
                chunk.Vectors[i].Set(row, value);
            else
                chunk.Vectors[i].SetMissing(row);
        }
        for (int i = 0; i < chunk.Payload.Length; i++)
        {
            if (patch is not null && patch.Payload.TryGetValue(Schema.Payload[i].Name, out PayloadValue value))
                chunk.Payload[i].Set(row, value);
            else
                chunk.Payload[i].Copy(row, from.Payload[i], fromRow);
        }
        chunk.SetExpiry(row, patch switch
        {
            { ExpiresAt: { } moment } => PayloadValue.UnixMicroseconds(moment),
            { NeverExpires: true } => long.MaxValue,
            _ => from.ExpiresAt(fromRow),
        });
        Publish(chunk, row);
    }

    private (Chunk Chunk, int Row) Next(ReadOnlySpan<byte> id)
    {
        if (Count % RowsOfSegment == 0)
        {
            foreach (KeywordTable? keywords in Keywords)
                keywords?.BeginSegment(Count / RowsOfSegment);
        }
        int last = Count / Chunk.Rows, row = Count % Chunk.Rows;
        Chunk[] chunks = _chunks;
        if (last == chunks.Length)
            _chunks = chunks = [.. chunks, new Chunk(this, last == 0 ? FirstCapacity : Chunk.Rows)];
        else if (row == chunks[last].Capacity)
            _chunks = chunks = [.. chunks.AsSpan(0, last), chunks[last].Grown(row * Growth)];
        chunks[last].SetId(row, id);
        return (chunks[last], row);
    }

    // The slot is written last: whoever follows it finds the row and its link.
    private void Publish(Chunk chunk, int row)
    {
        for (int i = 0; i < Postings.Length; i++)
            Postings[i]?.Append((SparseColumn)chunk.Vectors[i], row);
        chunk.SetPrevious(row, _newest.Find(new RowIds(this), chunk.Ids.Hash(row), chunk.Id(row)));
        _newest.Set(new RowIds(this), Count);
        Count++;
    }
}
