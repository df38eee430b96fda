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
/// With a journal a write is shown when the journal has it for good; until then only writers know it.
/// </remarks>
public sealed class EmbeddedCollection
{
    // Below it copying is not worth the trouble.
    private const int FewRows = 1024;

    private readonly Lock _writing = new();
    private readonly IWriteJournal? _journal;

    // Written and not yet shown, by the sequence of the journal. Locked by whoever uses it or sets the snapshot.
    private readonly Queue<(long Sequence, long Seals, CollectionSnapshot Snapshot)> _unshown = new();
    private volatile CollectionSnapshot _snapshot;

    // How often segments were sealed; changed by the writer under the lock of the queue.
    private long _seals;

    // The writer's.
    private RowTable _table;
    private CollectionSnapshot _head;
    private long _sequence;
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
    /// <param name="table">The table.</param>
    /// <param name="version">A version at which all its deletions have happened.</param>
    /// <param name="journal">Takes down the writes, if somebody does.</param>
    internal EmbeddedCollection(RowTable table, long version = 0, IWriteJournal? journal = null)
    {
        _table = table;
        _version = version;
        _journal = journal;
        _dead = table.DeletedRows(table.Count).Count();
        _mayExpire = Array.Exists(table.Chunks, chunk => chunk.MayExpire);
        // What expired while nobody had it open is looked for at the first write.
        _writesSinceSweep = table.Count;
        _snapshot = _head = Shot();
    }

    /// <summary>Its vectors and payload fields.</summary>
    public CollectionSchema Schema => _snapshot.Schema;

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
    public bool Update(string id, VectorPatch patch, long now) => Change(id, Schema.Bind(patch), now).Records == 1;

    /// <summary>Changes the records that match; returns how many there were.</summary>
    /// <exception cref="VectorStoreException">The filter, a field, value or vector does not fit the schema.</exception>
    public long Update(Filter filter, VectorPatch patch, long now) => Change(Schema.Bind(filter), Schema.Bind(patch), now).Records;

    /// <summary>Deletes records; returns how many there were.</summary>
    public long Delete(IReadOnlyList<string> ids, long now) => Remove(ids, now).Records;

    /// <summary>Deletes the records that match; returns how many there were.</summary>
    /// <exception cref="VectorStoreException">The filter does not fit the schema.</exception>
    public long Delete(Filter filter, long now) => Remove(Schema.Bind(filter), now).Records;

    /// <summary>Writes records that are bound to the schema, no two with the same id.</summary>
    internal Written Write(IReadOnlyList<VectorRecord> bound, long now)
    {
        lock (_writing)
        {
            List<int> killed = [];
            foreach (VectorRecord record in bound)
            {
                if (Newest(record.Id) is { } row)
                    killed.Add(row);
            }
            return Apply(new WriteEffect(_version + 1, _table.Count) { Killed = killed, Records = bound }, bound.Count, now);
        }
    }

    /// <summary>Changes a record by a patch that is bound to the schema.</summary>
    internal Written Change(string id, VectorPatch bound, long now)
    {
        lock (_writing)
            return Change(_head.TryFind(id, now, out int row) ? [row] : [], bound, now);
    }

    /// <summary>Changes records by a filter and a patch that are bound to the schema.</summary>
    internal Written Change(Filter bound, VectorPatch patch, long now)
    {
        lock (_writing)
            return Change(Rows(bound, now), patch, now);
    }

    internal Written Remove(IReadOnlyList<string> ids, long now)
    {
        lock (_writing)
        {
            HashSet<int> rows = [];
            foreach (string id in ids)
            {
                if (_head.TryFind(id, now, out int row))
                    rows.Add(row);
            }
            return Remove([.. rows], now);
        }
    }

    /// <summary>Deletes records by a filter that is bound to the schema.</summary>
    internal Written Remove(Filter bound, long now)
    {
        lock (_writing)
            return Remove(Rows(bound, now), now);
    }

    /// <summary>Shows what was written up to a sequence of the journal.</summary>
    internal void Show(long sequence)
    {
        lock (_unshown)
        {
            (long _, long seals, CollectionSnapshot? newest) = default((long, long, CollectionSnapshot?));
            while (_unshown.TryPeek(out (long Sequence, long Seals, CollectionSnapshot Snapshot) next) && next.Sequence <= sequence)
                (_, seals, newest) = _unshown.Dequeue();
            if (newest is not null)
                _snapshot = seals == _seals ? newest : newest.Refreshed();
        }
    }

    /// <summary>Whether rows wait to be put into graphs, or graphs to be mended.</summary>
    public bool HasIndexWork => Array.Exists(_snapshot.Table.VectorIndexes, index => index?.HasWork(_snapshot) == true);

    /// <summary>Rows that wait to be put into a graph, at least; those of a field that has none yet are not counted.</summary>
    internal int IndexWork => _snapshot.Table.VectorIndexes.Max(index => index?.Graph is null ? 0 : _snapshot.Rows - index.Indexed);

    /// <summary>
    /// Puts the rows that were written into graphs and mends these. To be called after writes, on a thread of its own: searches scan what is not in
    /// a graph yet, and never wait.
    /// </summary>
    /// <param name="threads">Threads that work on it.</param>
    /// <param name="cancellationToken">Stops soon; what is done stays done.</param>
    public void CatchUp(int threads, CancellationToken cancellationToken = default) => CatchUp(threads, int.MaxValue, cancellationToken);

    /// <inheritdoc cref="CatchUp(int, CancellationToken)"/>
    /// <param name="threads">Threads that work on it.</param>
    /// <param name="mostRows">How many rows are put into each graph at most.</param>
    /// <param name="cancellationToken">Stops soon; what is done stays done.</param>
    internal void CatchUp(int threads, int mostRows, CancellationToken cancellationToken)
    {
        CollectionSnapshot snapshot = _snapshot;
        foreach (VectorIndex? index in snapshot.Table.VectorIndexes)
            index?.CatchUp(snapshot, threads, mostRows, cancellationToken);
        if (cancellationToken.IsCancellationRequested)
            return;
        // One with files is compacted by those.
        if (_journal is not null)
            return;
        lock (_writing)
        {
            // Put off until the graphs were mended: what is left out of a graph that was not tears holes into it.
            if (!IsThirdDead)
                return;
            Compact();
            _snapshot = _head;
        }
    }

    private bool IsThirdDead => _dead > Math.Max(FewRows, _table.Count / 3);

    private bool IsHalfDead => _dead > Math.Max(FewRows, _table.Count / 2);

    /// <summary>Does something while nobody writes, with a snapshot of all that was written, shown or not.</summary>
    internal T Pause<T>(Func<CollectionSnapshot, T> work)
    {
        lock (_writing)
            return work(_head);
    }

    /// <summary>Reads consecutive segments of its table from files from now on; gives the memory back.</summary>
    internal void Seal(IReadOnlyList<Segment> segments)
    {
        lock (_writing)
        {
            _table.Seal(segments);
            _head = _head.Refreshed();
            lock (_unshown)
            {
                _seals++;
                _snapshot = _snapshot.Refreshed();
            }
        }
    }

    /// <summary>Records that have expired become dead rows now.</summary>
    internal void RemoveExpired(long now)
    {
        lock (_writing)
        {
            if (!_mayExpire)
                return;
            Sweep(now);
            if (_journal is null)
                _snapshot = _head;
        }
    }

    /// <summary>Goes over to a table that holds some of the rows, in the same order.</summary>
    /// <param name="finish">
    /// Called while nobody writes, with a snapshot of all that was written; gives the table and a bit for each row that it holds. All live
    /// rows are among them.
    /// </param>
    /// <returns>The sequence of the journal.</returns>
    internal long Replace(Func<CollectionSnapshot, (RowTable Table, ulong[] Kept)> finish)
    {
        lock (_writing)
        {
            (RowTable table, ulong[] kept) = finish(_head);
            WriteEffect effect = new(_version + 1, _table.Count) { Kept = kept };
            Commit(effect, _ => table);
            return _sequence;
        }
    }

    private Written Change(List<int> rows, VectorPatch bound, long now) =>
        Apply(new WriteEffect(_version + 1, _table.Count) { Killed = rows, Patched = rows, Patch = bound }, rows.Count, now);

    private Written Remove(List<int> rows, long now) => Apply(new WriteEffect(_version + 1, _table.Count) { Killed = rows }, rows.Count, now);

    private List<int> Rows(Filter bound, long now)
    {
        CompiledFilter filter = _head.Compile(bound);
        List<int> rows = [];
        Span<ulong> bits = stackalloc ulong[RowBits.Words];
        for (int c = 0; c < _head.Chunks.Length; c++)
        {
            _head.Matching(c, filter, now, bits);
            for (int row = 0; row < _head.RowsOf(c); row++)
            {
                if (RowBits.Contains(bits, row))
                    rows.Add((c * Chunk.Rows) + row);
            }
        }
        return rows;
    }

    // The row of a record that is not deleted; it may have expired.
    private int? Newest(string id)
    {
        using Utf8Bytes text = new(id, stackalloc byte[Utf8Bytes.Room]);
        int row = _table.Newest(text.Bytes);
        return row != Chunk.NoRow && _table.Chunks[row / Chunk.Rows].DeletedAt(row % Chunk.Rows) == long.MaxValue ? row : null;
    }

    private Written Apply(WriteEffect effect, int records, long now)
    {
        // An answer that nothing was there rests on the writes before it too.
        if (records == 0)
            return new Written(0, _sequence);
        Commit(effect, effect.ApplyTo);
        _writesSinceSweep += records;
        if (_mayExpire && _writesSinceSweep > Math.Max(FewRows, (_table.Count - _dead) / 8))
            Sweep(now);
        if (_journal is null)
        {
            if (IsHalfDead || (IsThirdDead && !HasIndexWork))
                Compact();
            _snapshot = _head;
        }
        return new Written(records, _sequence);
    }

    private void Commit(WriteEffect effect, Func<RowTable, RowTable> apply)
    {
        _journal?.Prepare(effect);
        try
        {
            RowTable table = apply(_table);
            _dead = table == _table ? _dead + effect.Killed.Count : table.DeletedRows(table.Count).Count();
            _table = table;
            _version = effect.Version;
            _mayExpire |= effect.MayExpire;
            _head = Shot();
            if (_journal is null)
                return;
            // Who shows it waits for the lock, and finds it in the queue.
            lock (_unshown)
            {
                _sequence = _journal.Append();
                _unshown.Enqueue((_sequence, _seals, _head));
            }
        }
        catch (Exception fault) when (_journal is not null)
        {
            _journal.Break(fault);
            throw;
        }
    }

    private CollectionSnapshot Shot() => new(_table, _version, _dead, _mayExpire);

    // Expired records become dead rows.
    private void Sweep(long now)
    {
        _writesSinceSweep = 0;
        _mayExpire = false;
        List<int> expired = [];
        for (int row = 0; row < _table.Count; row++)
        {
            Chunk chunk = _table.Chunks[row / Chunk.Rows];
            if (!chunk.MayExpire)
            {
                row |= Chunk.Rows - 1;
                continue;
            }
            long expiresAt = chunk.ExpiresAt(row % Chunk.Rows);
            if (expiresAt == long.MaxValue || !chunk.IsLive(row % Chunk.Rows, _version, long.MinValue))
                continue;
            if (expiresAt <= now)
                expired.Add(row);
            else
                _mayExpire = true;
        }
        if (expired.Count > 0)
        {
            WriteEffect effect = new(_version + 1, _table.Count) { Killed = expired };
            Commit(effect, effect.ApplyTo);
        }
    }

    private void Compact()
    {
        CollectionSnapshot before = new(_table, _version, _dead, _mayExpire);
        RowTable compact = new(Schema, _table.RowsOfSegment, _table.Count - _dead);
        int[] numbers = new int[_table.Count];
        for (int row = 0; row < _table.Count; row++)
        {
            Chunk chunk = _table.Chunks[row / Chunk.Rows];
            bool isLive = chunk.IsLive(row % Chunk.Rows, _version, long.MinValue);
            numbers[row] = isLive ? compact.Count : Chunk.NoRow;
            if (isLive)
                compact.Append(chunk, row % Chunk.Rows);
        }
        compact.TakeIndexes(before, numbers);
        _table = compact;
        _dead = 0;
        _head = Shot();
    }
}
