namespace Perto.Vectors;

/// <summary>
/// A collection in memory. Writers take turns; readers take the newest <see cref="Snapshot"/> and never wait. A write (a whole batch)
/// appears
/// in one snapshot. Times are Unix microseconds, handed in: this type has no clock.
/// </summary>
/// <remarks>
/// A replaced or deleted record leaves a dead row, which snapshots of before still show. When a third of the rows are dead the writer
/// copies
/// the others to a new table. Expired records are hidden by readers at once and become dead rows in the course of writing.
/// </remarks>
public sealed class EmbeddedCollection
{
    // Below it copying is not worth the trouble.
    private const int FewRows = 1024;

    private readonly Lock _writing = new();
    private volatile CollectionSnapshot _snapshot;

    // The writer's.
    private RowTable _table;
    private long _version;
    private int _dead;
    private bool _mayExpire;
    private long _writesSinceSweep;

    /// <summary>Makes an empty collection.</summary>
    public EmbeddedCollection(CollectionSchema schema)
        : this(new RowTable(schema))
    {
    }

    /// <summary>Takes a table, of which every row that is not marked as deleted is live.</summary>
    internal EmbeddedCollection(RowTable table)
    {
        _table = table;
        _dead = table.DeletedRows(table.Count).Count();
        _mayExpire = Array.Exists(table.Chunks, chunk => chunk.MayExpire);
        _snapshot = new CollectionSnapshot(_table, _version);
    }

    /// <summary>Its vectors and payload fields.</summary>
    public CollectionSchema Schema => _table.Schema;

    /// <summary>The collection after the last finished write.</summary>
    public CollectionSnapshot Snapshot => _snapshot;

    /// <summary>Writes records; one with the same id is replaced as a whole. One that does not fit the schema refuses them all.</summary>
    /// <exception cref="VectorStoreException">A record does not fit the schema.</exception>
    public void Upsert(IReadOnlyList<VectorRecord> records, long now) => Write(Schema.Bind(records), now);

    /// <summary>Writes a record; one with the same id is replaced as a whole.</summary>
    /// <exception cref="VectorStoreException">The record does not fit the schema.</exception>
    public void Upsert(VectorRecord record, long now) => Write([Schema.Bind(record)], now);

    /// <summary>Changes a record; <see langword="false"/> where there is none.</summary>
    /// <exception cref="VectorStoreException">A field, value or vector does not fit the schema.</exception>
    public bool Update(string id, VectorPatch patch, long now)
    {
        VectorPatch bound = Schema.Bind(patch);
        lock (_writing)
        {
            if (!_snapshot.TryFind(id, now, out int row))
                return false;
            Update([row], bound, now);
            return true;
        }
    }

    /// <summary>Changes the records that match; returns how many there were.</summary>
    /// <exception cref="VectorStoreException">The filter, a field, value or vector does not fit the schema.</exception>
    public long Update(Filter filter, VectorPatch patch, long now)
    {
        Filter matching = Schema.Bind(filter);
        VectorPatch bound = Schema.Bind(patch);
        lock (_writing)
        {
            List<int> rows = Rows(_snapshot, _snapshot.Compile(matching), now);
            Update(rows, bound, now);
            return rows.Count;
        }
    }

    /// <summary>Deletes records; returns how many there were.</summary>
    public long Delete(IReadOnlyList<string> ids, long now)
    {
        lock (_writing)
        {
            HashSet<int> rows = [];
            foreach (string id in ids)
            {
                if (_snapshot.TryFind(id, now, out int row))
                    rows.Add(row);
            }
            return Delete(rows, now);
        }
    }

    /// <summary>Deletes the records that match; returns how many there were.</summary>
    /// <exception cref="VectorStoreException">The filter does not fit the schema.</exception>
    public long Delete(Filter filter, long now)
    {
        Filter bound = Schema.Bind(filter);
        lock (_writing)
        {
            return Delete(Rows(_snapshot, _snapshot.Compile(bound), now), now);
        }
    }

    private void Write(IReadOnlyList<VectorRecord> bound, long now)
    {
        lock (_writing)
        {
            long version = _version + 1;
            foreach (VectorRecord record in bound)
            {
                KillNewest(record.Id, version);
                _table.Append(record);
                _mayExpire |= record.ExpiresAt is not null;
            }
            Publish(version, bound.Count, now);
        }
    }

    private void Update(List<int> rows, VectorPatch bound, long now)
    {
        if (rows.Count == 0)
            return;
        long version = _version + 1;
        foreach (int row in rows)
        {
            Kill(row, version);
            _table.Append(_table.Chunks[row / Chunk.Rows], row % Chunk.Rows, bound);
        }
        _mayExpire |= bound.ExpiresAt is not null;
        Publish(version, rows.Count, now);
    }

    private static List<int> Rows(CollectionSnapshot snapshot, CompiledFilter? filter, long now)
    {
        List<int> rows = [];
        Span<ulong> bits = stackalloc ulong[RowBits.Words];
        for (int c = 0; c < snapshot.Chunks.Length; c++)
        {
            snapshot.Matching(c, filter, now, bits);
            for (int row = 0; row < snapshot.RowsOf(c); row++)
            {
                if (RowBits.Contains(bits, row))
                    rows.Add((c * Chunk.Rows) + row);
            }
        }
        return rows;
    }

    private int Delete(IReadOnlyCollection<int> rows, long now)
    {
        if (rows.Count == 0)
            return 0;
        long version = _version + 1;
        foreach (int row in rows)
            Kill(row, version);
        Publish(version, rows.Count, now);
        return rows.Count;
    }

    private void KillNewest(string id, long version)
    {
        using Utf8Bytes text = new(id, stackalloc byte[Utf8Bytes.Room]);
        int row = _table.Newest(text.Bytes);
        if (row != Chunk.NoRow && _table.Chunks[row / Chunk.Rows].DeletedAt(row % Chunk.Rows) == long.MaxValue)
            Kill(row, version);
    }

    private void Kill(int row, long version)
    {
        _table.Chunks[row / Chunk.Rows].SetDeleted(row % Chunk.Rows, version);
        _dead++;
    }

    private void Publish(long version, int writes, long now)
    {
        _version = version;
        _writesSinceSweep += writes;
        int live = _table.Count - _dead;
        if (_mayExpire && _writesSinceSweep > Math.Max(FewRows, live / 8))
            Sweep(now);
        if (_dead > Math.Max(FewRows, _table.Count / 3))
            Compact();
        _snapshot = new CollectionSnapshot(_table, version);
    }

    // Expired records become dead rows.
    private void Sweep(long now)
    {
        _writesSinceSweep = 0;
        _mayExpire = false;
        for (int row = 0; row < _table.Count; row++)
        {
            Chunk chunk = _table.Chunks[row / Chunk.Rows];
            long expiresAt = chunk.ExpiresAt(row % Chunk.Rows);
            if (expiresAt == long.MaxValue || !chunk.IsLive(row % Chunk.Rows, _version, long.MinValue))
                continue;
            if (expiresAt <= now)
                Kill(row, _version);
            else
                _mayExpire = true;
        }
    }

    private void Compact()
    {
        RowTable compact = new(Schema, _table.RowsOfSegment, _table.Count - _dead);
        for (int row = 0; row < _table.Count; row++)
        {
            Chunk chunk = _table.Chunks[row / Chunk.Rows];
            if (chunk.IsLive(row % Chunk.Rows, _version, long.MinValue))
                compact.Append(chunk, row % Chunk.Rows);
        }
        _table = compact;
        _dead = 0;
    }
}
