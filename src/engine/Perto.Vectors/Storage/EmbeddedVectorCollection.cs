namespace Perto.Vectors.Storage;

/// <summary>
/// A collection of an <see cref="EmbeddedVectorStore"/>: the contract over an <see cref="EmbeddedCollection"/>, with the clock, the files where there are
/// some, and the work on graphs in the background. Every call but a write to files is done when it returns.
/// </summary>
/// <remarks>A program that searches without allocating takes the <see cref="Snapshot"/>.</remarks>
public sealed class EmbeddedVectorCollection : IVectorCollection
{
    private static readonly CollectionHealth Deleted = new(HealthState.Failed, "The collection was deleted.", Writable: false);

    private readonly TimeProvider _clock;
    private readonly EmbeddedCollection _collection;
    private readonly IndexWorker _indexing;
    private volatile string? _indexFault;
    private volatile bool _closed;

    /// <param name="tenant">Whose it is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="collection">The records.</param>
    /// <param name="files">Their files; null if they are in memory only.</param>
    /// <param name="indexThreads">Threads that put many rows into graphs.</param>
    /// <param name="clock">Says when records expire.</param>
    internal EmbeddedVectorCollection(TenantId tenant, string name, EmbeddedCollection collection, DurableCollection? files, int indexThreads, TimeProvider clock)
    {
        Tenant = tenant;
        Name = name;
        _collection = collection;
        Files = files;
        _clock = clock;
        _indexing = new IndexWorker(collection, indexThreads, Stepped, fault => _indexFault = fault.Message, new CancellationTokenSource());
        _indexing.Signal();
    }

    /// <inheritdoc/>
    public TenantId Tenant { get; }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public CollectionSchema Schema => _collection.Schema;

    /// <summary>Where it is kept; null if it is in memory only.</summary>
    internal DurableCollection? Files { get; }

    private long Now => PayloadValue.UnixMicroseconds(_clock.GetUtcNow());

    /// <summary>The collection after the last write: for searches that allocate nothing.</summary>
    public CollectionSnapshot Snapshot => Open(CancellationToken.None).Snapshot;

    /// <summary>Ends the background work and lets the files go.</summary>
    /// <param name="keepsFiles">Whether it is opened again; otherwise it is deleted, and refuses all later calls.</param>
    internal async ValueTask CloseAsync(bool keepsFiles)
    {
        _closed |= !keepsFiles;
        // The work on graphs may wait for that on the files.
        if (Files is not null)
            await Files.StopAsync();
        await _indexing.StopAsync();
        if (Files is not null)
            await (keepsFiles ? Files.DisposeAsync() : new ValueTask(Files.CloseAsync()));
    }

    /// <summary>Completes when all that was written before is in the graphs.</summary>
    public Task IndexedAsync(CancellationToken cancellationToken = default) => _indexing.IdleAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask UpsertAsync(VectorRecord record, CancellationToken cancellationToken = default)
    {
        VectorRecord[] bound = [Schema.Bind(record)];
        return Done(WriteAsync(collection => collection.Write(bound, Now), cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask UpsertAsync(IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<VectorRecord> bound = Schema.Bind(records);
        return Done(WriteAsync(collection => collection.Write(bound, Now), cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<VectorRecord?> GetAsync(string id, bool includeVectors = true, CancellationToken cancellationToken = default)
    {
        RecordRules.CheckId(id, "id");
        return ValueTask.FromResult(Open(cancellationToken).Snapshot.Find(id, includeVectors, Now));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<VectorRecord>> GetAsync(
        IReadOnlyList<string> ids, bool includeVectors = true, CancellationToken cancellationToken = default)
    {
        CheckIds(ids);
        CollectionSnapshot snapshot = Open(cancellationToken).Snapshot;
        long now = Now;
        List<VectorRecord> records = new(ids.Count);
        foreach (string id in ids)
        {
            if (snapshot.Find(id, includeVectors, now) is { } record)
                records.Add(record);
        }
        return ValueTask.FromResult<IReadOnlyList<VectorRecord>>(records);
    }

    /// <inheritdoc/>
    public ValueTask<long> DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default)
    {
        CheckIds(ids);
        return WriteAsync(collection => collection.Remove(ids, Now), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<long> DeleteAsync(Filter filter, CancellationToken cancellationToken = default)
    {
        Filter bound = Schema.Bind(filter);
        return WriteAsync(collection => collection.Remove(bound, Now), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> UpdateAsync(string id, VectorPatch patch, CancellationToken cancellationToken = default)
    {
        RecordRules.CheckId(id, "id");
        VectorPatch bound = Schema.Bind(patch);
        return await WriteAsync(collection => collection.Change(id, bound, Now), cancellationToken) == 1;
    }

    /// <inheritdoc/>
    public ValueTask<long> UpdatePayloadAsync(
        Filter filter, IReadOnlyDictionary<string, PayloadValue> patch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(patch);
        Filter matching = Schema.Bind(filter);
        VectorPatch bound = Schema.Bind(new VectorPatch { Payload = new Dictionary<string, PayloadValue>(patch, StringComparer.Ordinal) });
        return WriteAsync(collection => collection.Change(matching, bound, Now), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(Filter? filter = null, CancellationToken cancellationToken = default)
    {
        CollectionSnapshot snapshot = Open(cancellationToken).Snapshot;
        return ValueTask.FromResult(snapshot.Count(Compile(snapshot, filter), Now));
    }

    /// <inheritdoc/>
    public ValueTask<ScrollPage> ScrollAsync(ScrollQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Limit is < 1 or > ScrollQuery.MaxLimit)
            throw new VectorStoreException("limit", query.Limit, $"1..{ScrollQuery.MaxLimit}");
        string? after = query.Cursor is null ? null : ScrollCursor.Read(query.Cursor);
        CollectionSnapshot snapshot = Open(cancellationToken).Snapshot;
        IReadOnlyList<VectorRecord> records = snapshot.Scroll(
            after, query.Limit, Compile(snapshot, query.Filter), query.IncludeVectors, Now, out bool more);
        return ValueTask.FromResult(new ScrollPage(records, more ? ScrollCursor.Write(records[^1].Id) : null));
    }

    /// <inheritdoc/>
    public ValueTask<SearchResult> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        Schema.Bind(query);
        CollectionSnapshot snapshot = Open(cancellationToken).Snapshot;
        SnapshotSearch search = new(snapshot, _clock, Now);
        return ValueTask.FromResult(search.Run(query, Compile(snapshot, query.Filter)));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SearchResult>> SearchAsync(
        IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        CollectionSnapshot snapshot = Open(cancellationToken).Snapshot;
        (VectorQuery Query, CompiledFilter? Filter)[] bound = new (VectorQuery, CompiledFilter?)[queries.Count];
        for (int i = 0; i < bound.Length; i++)
        {
            Schema.Bind(queries[i], $"queries[{i}].");
            bound[i] = (queries[i], Compile(snapshot, queries[i].Filter, $"queries[{i}]."));
        }
        return ValueTask.FromResult<IReadOnlyList<SearchResult>>(new SnapshotSearch(snapshot, _clock, Now).Run(bound, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<SearchResult> SearchAsync(FusedQuery query, CancellationToken cancellationToken = default)
    {
        Schema.Bind(query);
        CollectionSnapshot snapshot = Open(cancellationToken).Snapshot;
        SnapshotSearch search = new(snapshot, _clock, Now);
        return ValueTask.FromResult(search.Run(query, Compile(snapshot, query.Filter), cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<CollectionStatistics> StatisticsAsync(CancellationToken cancellationToken = default)
    {
        CollectionSnapshot snapshot = Open(cancellationToken).Snapshot;
        return ValueTask.FromResult(Files?.Statistics(Now) ?? snapshot.Statistics(Now));
    }

    /// <inheritdoc/>
    public ValueTask<CollectionHealth> HealthAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_closed ? Deleted : Health());
    }

    private CollectionHealth Health()
    {
        CollectionHealth files = Files?.Health() ?? CollectionHealth.Ok;
        return files.State == HealthState.Ok && _indexFault is { } fault
            ? new CollectionHealth(HealthState.Degraded, $"The index stands still: {fault}", Writable: true)
            : files;
    }

    private void Stepped()
    {
        _indexFault = null;
        Files?.SaveGraphs();
    }

    private ValueTask<long> WriteAsync(Func<EmbeddedCollection, Written> write, CancellationToken cancellationToken)
    {
        EmbeddedCollection collection = Open(cancellationToken);
        if (Files is not null)
            return WriteAsync(Files, write, cancellationToken);
        long records = write(collection).Records;
        _indexing.Signal();
        return ValueTask.FromResult(records);
    }

    private async ValueTask<long> WriteAsync(DurableCollection files, Func<EmbeddedCollection, Written> write, CancellationToken cancellationToken)
    {
        long records = await files.WriteAsync(write, cancellationToken);
        _indexing.Signal();
        return records;
    }

    // Without a state machine where the write is done already.
    private static ValueTask Done(ValueTask<long> write)
    {
        if (!write.IsCompletedSuccessfully)
            return new ValueTask(write.AsTask());
        _ = write.Result;
        return ValueTask.CompletedTask;
    }

    private EmbeddedCollection Open(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _closed ? throw new VectorStoreException("collection", Name, "one that exists; this one was deleted") : _collection;
    }

    private static CompiledFilter? Compile(CollectionSnapshot snapshot, Filter? filter, string path = "") =>
        filter is null ? null : snapshot.Compile(filter, path);

    private static void CheckIds(IReadOnlyList<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        for (int i = 0; i < ids.Count; i++)
            RecordRules.CheckId(ids[i], $"ids[{i}]");
    }
}
