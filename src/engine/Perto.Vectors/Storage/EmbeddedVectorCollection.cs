namespace Perto.Vectors.Storage;

/// <summary>The contract over an <see cref="EmbeddedCollection"/>: it adds the clock. Every call is done when it returns.</summary>
internal sealed class EmbeddedVectorCollection(TenantId tenant, string name, CollectionSchema schema, TimeProvider clock)
    : IVectorCollection
{
    private static readonly CollectionHealth Deleted = new(HealthState.Failed, "The collection was deleted.", Writable: false);

    private readonly EmbeddedCollection _collection = new(schema);
    private volatile bool _closed;

    public TenantId Tenant => tenant;

    public string Name => name;

    public CollectionSchema Schema => schema;

    private long Now => PayloadValue.UnixMicroseconds(clock.GetUtcNow());

    /// <summary>Refuses all later calls: the collection was deleted.</summary>
    public void Close() => _closed = true;

    public ValueTask UpsertAsync(VectorRecord record, CancellationToken cancellationToken = default)
    {
        Open(cancellationToken).Upsert(record, Now);
        return ValueTask.CompletedTask;
    }

    public ValueTask UpsertAsync(IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken = default)
    {
        Open(cancellationToken).Upsert(records, Now);
        return ValueTask.CompletedTask;
    }

    public ValueTask<VectorRecord?> GetAsync(string id, bool includeVectors = true, CancellationToken cancellationToken = default)
    {
        RecordRules.CheckId(id, "id");
        return ValueTask.FromResult(Open(cancellationToken).Snapshot.Find(id, includeVectors, Now));
    }

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

    public ValueTask<long> DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default)
    {
        CheckIds(ids);
        return ValueTask.FromResult(Open(cancellationToken).Delete(ids, Now));
    }

    public ValueTask<long> DeleteAsync(Filter filter, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Open(cancellationToken).Delete(filter, Now));

    public ValueTask<bool> UpdateAsync(string id, VectorPatch patch, CancellationToken cancellationToken = default)
    {
        RecordRules.CheckId(id, "id");
        return ValueTask.FromResult(Open(cancellationToken).Update(id, patch, Now));
    }

    public ValueTask<long> UpdatePayloadAsync(
        Filter filter, IReadOnlyDictionary<string, PayloadValue> patch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(patch);
        VectorPatch payload = new() { Payload = new Dictionary<string, PayloadValue>(patch, StringComparer.Ordinal) };
        return ValueTask.FromResult(Open(cancellationToken).Update(filter, payload, Now));
    }

    public ValueTask<long> CountAsync(Filter? filter = null, CancellationToken cancellationToken = default)
    {
        CollectionSnapshot snapshot = Open(cancellationToken).Snapshot;
        return ValueTask.FromResult(snapshot.Count(Compile(snapshot, filter), Now));
    }

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

    public ValueTask<SearchResult> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        schema.Bind(query);
        CollectionSnapshot snapshot = Open(cancellationToken).Snapshot;
        SnapshotSearch search = new(snapshot, clock, Now);
        return ValueTask.FromResult(search.Run(query, Compile(snapshot, query.Filter)));
    }

    public ValueTask<IReadOnlyList<SearchResult>> SearchAsync(
        IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        CollectionSnapshot snapshot = Open(cancellationToken).Snapshot;
        (VectorQuery Query, CompiledFilter? Filter)[] bound = new (VectorQuery, CompiledFilter?)[queries.Count];
        for (int i = 0; i < bound.Length; i++)
        {
            schema.Bind(queries[i], $"queries[{i}].");
            bound[i] = (queries[i], Compile(snapshot, queries[i].Filter, $"queries[{i}]."));
        }
        return ValueTask.FromResult<IReadOnlyList<SearchResult>>(new SnapshotSearch(snapshot, clock, Now).Run(bound, cancellationToken));
    }

    public ValueTask<SearchResult> SearchAsync(FusedQuery query, CancellationToken cancellationToken = default)
    {
        schema.Bind(query);
        CollectionSnapshot snapshot = Open(cancellationToken).Snapshot;
        SnapshotSearch search = new(snapshot, clock, Now);
        return ValueTask.FromResult(search.Run(query, Compile(snapshot, query.Filter), cancellationToken));
    }

    public ValueTask<CollectionStatistics> StatisticsAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Open(cancellationToken).Snapshot.Statistics(Now));

    public ValueTask<CollectionHealth> HealthAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_closed ? Deleted : CollectionHealth.Ok);
    }

    private EmbeddedCollection Open(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _closed ? throw new VectorStoreException("collection", name, "one that exists; this one was deleted") : _collection;
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
