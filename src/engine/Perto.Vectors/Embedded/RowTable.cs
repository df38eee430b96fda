using System.Collections.Concurrent;

namespace Perto.Vectors;

/// <summary>
/// Rows of versions of records, in the order in which they were written. One writer appends; snapshots show prefixes of it to any thread.
/// Compaction writes the live rows to a new table and leaves the old one to the snapshots that still show it.
/// </summary>
internal sealed class RowTable
{
    // The first chunk grows, so that the many small collections of many tenants stay small; all others are made whole.
    private const int FirstCapacity = 16;
    private const int Growth = 4;

    private readonly ConcurrentDictionary<string, RowVersion> _newest = new(StringComparer.Ordinal);
    private volatile IdOrder _order = IdOrder.Empty;

    public RowTable(CollectionSchema schema)
    {
        if (schema.Vectors.Any(f => f.Kind is not VectorKind.Dense) || schema.Payload.Any(f => f.Kind is PayloadKind.Geo or PayloadKind.Text))
            throw new NotSupportedException($"{schema}");
        Schema = schema;
        Keywords = [.. schema.Payload.Select(f => f.Kind is PayloadKind.Keyword or PayloadKind.Keywords ? new KeywordTable() : null)];
    }

    public CollectionSchema Schema { get; }

    /// <summary>The strings of each payload field; <see langword="null"/> for fields of other kinds.</summary>
    public KeywordTable?[] Keywords { get; }

    /// <summary>The writer's chunks. Replaced, never changed, so that a snapshot may hold them.</summary>
    public Chunk[] Chunks { get; private set; } = [];

    /// <summary>The writer's number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>The newest version of a record, deleted or not.</summary>
    public RowVersion? Newest(string id) => _newest.GetValueOrDefault(id);

    /// <summary>Rows in id order, at least the first <paramref name="count"/>; ids are read from <paramref name="chunks"/>.</summary>
    public IdOrder Order(Chunk[] chunks, int count)
    {
        IdOrder order = _order;
        if (order.Count < count)
            // Of two readers that extend it at once one loses its work and nothing else.
            _order = order = order.Extended(chunks, count);
        return order;
    }

    /// <summary>Appends a record that is bound to the schema.</summary>
    public void Append(VectorRecord record)
    {
        (Chunk chunk, int row) = Next(record.Id);
        for (int i = 0; i < Schema.Vectors.Count; i++)
        {
            if (record.Vectors.TryGetValue(Schema.Vectors[i].Name, out VectorValue vector))
                chunk.Vectors[i].Set(row, vector.Dense.Span);
            else
                chunk.Vectors[i].SetMissing(row);
        }
        for (int i = 0; i < Schema.Payload.Count; i++)
        {
            record.Payload.TryGetValue(Schema.Payload[i].Name, out PayloadValue value);
            chunk.Payload[i].Set(row, value);
        }
        chunk.SetExpiry(row, record.ExpiresAt is { } moment ? PayloadValue.UnixMicroseconds(moment) : long.MaxValue);
        Count++;
    }

    /// <summary>Appends a row of this or another table, changed by <paramref name="patch"/>, which is bound to the schema.</summary>
    public void Append(Chunk from, int fromRow, VectorPatch? patch = null)
    {
        (Chunk chunk, int row) = Next(from.Ids[fromRow]);
        for (int i = 0; i < chunk.Vectors.Length; i++)
        {
            VectorValue? vector = null;
            if (patch is null || !patch.Vectors.TryGetValue(Schema.Vectors[i].Name, out vector))
                chunk.Vectors[i].Copy(row, from.Vectors[i], fromRow);
            else if (vector is { } value)
                chunk.Vectors[i].Set(row, value.Dense.Span);
            else
                chunk.Vectors[i].SetMissing(row);
        }
        for (int i = 0; i < chunk.Payload.Length; i++)
        {
            PayloadValue value = PayloadValue.None;
            bool patched = patch is not null && patch.Payload.TryGetValue(Schema.Payload[i].Name, out value);
            chunk.Payload[i].Set(row, patched ? value : from.Payload[i].Get(fromRow));
        }
        chunk.SetExpiry(row, patch switch
        {
            { ExpiresAt: { } moment } => PayloadValue.UnixMicroseconds(moment),
            { NeverExpires: true } => long.MaxValue,
            _ => from.ExpiresAt(fromRow),
        });
        Count++;
    }

    private (Chunk Chunk, int Row) Next(string id)
    {
        int last = Count / Chunk.Rows, row = Count % Chunk.Rows;
        if (last == Chunks.Length)
            Chunks = [.. Chunks, new Chunk(this, last == 0 ? FirstCapacity : Chunk.Rows)];
        else if (row == Chunks[last].Capacity)
            Chunks = [.. Chunks.AsSpan(0, last), Chunks[last].Grown(row * Growth)];

        Chunks[last].Ids[row] = id;
        _newest[id] = new RowVersion(Count, Newest(id));
        return (Chunks[last], row);
    }
}
