using System.Collections.ObjectModel;

namespace Perto.Vectors.Storage;

/// <summary>The contract over an <see cref="EmbeddedCollection"/>: it adds the clock. Every call is done when it returns.</summary>
internal sealed class EmbeddedVectorCollection(TenantId tenant, string name, CollectionSchema schema, TimeProvider clock)
    : IVectorCollection
{
    private const string Strategy = "exact scan";

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

    public ValueTask<bool> UpdatePayloadAsync(
        string id, IReadOnlyDictionary<string, PayloadValue> patch, CancellationToken cancellationToken = default)
    {
        RecordRules.CheckId(id, "id");
        return ValueTask.FromResult(Open(cancellationToken).UpdatePayload(id, patch, Now));
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
        CompiledFilter? filter = Compile(snapshot, query.Filter);
        return ValueTask.FromResult(Search(snapshot, [(query, filter)], Now)[0]);
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

        long now = Now;
        SearchResult[] results = new SearchResult[queries.Count];
        // Queries of one vector go over the rows together.
        IEnumerable<int[]> groups = Enumerable.Range(0, bound.Length)
            .GroupBy(i => bound[i].Query.Vector)
            .SelectMany(ofVector => ofVector.Chunk(ExactScan.MaxQueries));
        foreach (int[] together in groups)
        {
            cancellationToken.ThrowIfCancellationRequested();
            SearchResult[] answers = Search(snapshot, Array.ConvertAll(together, i => bound[i]), now);
            for (int i = 0; i < together.Length; i++)
                results[together[i]] = answers[i];
        }
        return ValueTask.FromResult<IReadOnlyList<SearchResult>>(results);
    }

    public ValueTask<CollectionStatistics> StatisticsAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Open(cancellationToken).Snapshot.Statistics(Now));

    private EmbeddedCollection Open(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _closed ? throw new VectorStoreException("collection", name, "one that exists; this one was deleted") : _collection;
    }

    private static CompiledFilter? Compile(CollectionSnapshot snapshot, Filter? filter, string path = "") =>
        filter is null ? null : snapshot.Compile(filter, path);

    private SearchResult[] Search(CollectionSnapshot snapshot, (VectorQuery Query, CompiledFilter? Filter)[] queries, long now)
    {
        long start = clock.GetTimestamp();
        (Hit[] Hits, ScanCost Cost)[] found = snapshot.Search(queries, now);
        TimeSpan elapsed = clock.GetElapsedTime(start);
        return
        [
            .. queries.Zip(found, (asked, answer) => new SearchResult(
                Array.ConvertAll(answer.Hits, hit => Describe(snapshot, asked.Query, hit)),
                new SearchExplain(Strategy, answer.Cost.Records, answer.Cost.Passed, answer.Cost.Passed, elapsed))),
        ];
    }

    private static SearchHit Describe(CollectionSnapshot snapshot, VectorQuery query, Hit hit) => new()
    {
        Id = hit.Id,
        Score = hit.Score,
        Distance = hit.Distance,
        Payload = query.IncludePayload ? snapshot.Payload(hit) : ReadOnlyDictionary<string, PayloadValue>.Empty,
        Vectors = query.IncludeVectors ? snapshot.Vectors(hit) : ReadOnlyDictionary<string, ReadOnlyMemory<float>>.Empty,
    };

    private static void CheckIds(IReadOnlyList<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        for (int i = 0; i < ids.Count; i++)
            RecordRules.CheckId(ids[i], $"ids[{i}]");
    }
}
