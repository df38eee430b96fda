using Perto.Platform;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Redis;

/// <summary>A collection of a <see cref="RedisVectorStore"/>. All that is not in the schema is on the server: any number of processes may have it open.</summary>
/// <remarks>
/// Where the server does not answer, each operation throws a <see cref="StorageException"/>; of a write that throws one, any of the records may
/// have been written, each as a whole.
/// </remarks>
internal sealed class RedisVectorCollection : IVectorCollection
{
    // Writes that are under way at once: enough to keep the server busy, and few enough that none waits long for the others.
    private const int WritesAtOnce = 32;
    private const int SearchesAtOnce = 8;

    private static readonly int[] NoVectors = [];

    private readonly CollectionLayout _layout;
    private readonly RedisCalls _calls;
    private readonly RecordReader _reader;
    private readonly RecordWriter _writer;
    private readonly CollectionSearch _search;
    private readonly TimeProvider _clock;

    public RedisVectorCollection(
        TenantId tenant, CollectionLayout layout, GraphSizes sizes, RedisCalls calls, RedisVectorSettings settings, TimeProvider clock)
    {
        Tenant = tenant;
        _layout = layout;
        _calls = calls;
        _reader = new RecordReader(layout, calls);
        _writer = new RecordWriter(layout, calls, settings);
        _search = new CollectionSearch(layout, _reader, _writer, sizes, calls, settings, clock);
        _clock = clock;
    }

    /// <inheritdoc/>
    public TenantId Tenant { get; }

    /// <inheritdoc/>
    public string Name => _layout.Name;

    /// <inheritdoc/>
    public CollectionSchema Schema => _layout.Schema;

    private long Now => PayloadValue.UnixMicroseconds(_clock.GetUtcNow());

    private int[] AllVectors => [.. Enumerable.Range(0, Schema.Vectors.Count)];

    /// <inheritdoc/>
    public async ValueTask UpsertAsync(VectorRecord record, CancellationToken cancellationToken = default) =>
        await _writer.WriteAsync(Schema.Bind(record), Now, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask UpsertAsync(IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<VectorRecord> bound = Schema.Bind(records);
        if (bound.Count == 0)
            await _reader.ReadAsync([], NoVectors, cancellationToken);
        foreach (VectorRecord[] some in bound.Chunk(WritesAtOnce))
            await Task.WhenAll(some.Select(record => _writer.WriteAsync(record, Now, cancellationToken)));
    }

    /// <inheritdoc/>
    public async ValueTask<VectorRecord?> GetAsync(string id, bool includeVectors = true, CancellationToken cancellationToken = default)
    {
        RecordRules.CheckId(id, "id");
        return (await FindAsync(id, includeVectors ? AllVectors : NoVectors, cancellationToken))?.Record;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<VectorRecord>> GetAsync(
        IReadOnlyList<string> ids, bool includeVectors = true, CancellationToken cancellationToken = default)
    {
        CheckIds(ids);
        (IReadOnlyList<StoredRecord> read, _) = await _reader.ReadAsync(
            [.. ids.Distinct(StringComparer.Ordinal)], includeVectors ? AllVectors : NoVectors, cancellationToken);
        long now = Now;
        Dictionary<string, VectorRecord> records = read.Where(stored => !stored.IsExpired(now)).ToDictionary(stored => stored.Record.Id, stored => stored.Record, StringComparer.Ordinal);
        return [.. ids.Where(records.ContainsKey).Select(id => records[id])];
    }

    /// <inheritdoc/>
    public async ValueTask<long> DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default)
    {
        CheckIds(ids);
        if (ids.Count == 0)
            await _reader.ReadAsync([], NoVectors, cancellationToken);
        return await _writer.DeleteAsync(ids, Now, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<long> DeleteAsync(Filter filter, CancellationToken cancellationToken = default)
    {
        Func<StoredRecord, bool> matches = Matching(Schema.Bind(filter), Now);
        long deleted = 0;
        await foreach (IReadOnlyList<StoredRecord> page in _reader.PagesAsync(after: null, NoVectors, cancellationToken: cancellationToken))
        {
            StoredRecord[] matching = [.. page.Where(matches)];
            while (matching.Length > 0)
            {
                (long some, IReadOnlyList<string> changed) = await _writer.DeleteAsync(matching, Now, cancellationToken);
                deleted += some;
                (IReadOnlyList<StoredRecord> again, _) = await _reader.ReadAsync(changed, NoVectors, cancellationToken);
                matching = [.. again.Where(matches)];
            }
        }
        return deleted;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> UpdateAsync(string id, VectorPatch patch, CancellationToken cancellationToken = default)
    {
        RecordRules.CheckId(id, "id");
        VectorPatch bound = Schema.Bind(patch);
        while (await FindAsync(id, NoVectors, cancellationToken) is { } stored)
        {
            if (await ChangeAsync(stored, bound, repeatable: true, cancellationToken))
                return true;
        }
        return false;
    }

    /// <inheritdoc/>
    public async ValueTask<long> UpdatePayloadAsync(
        Filter filter, IReadOnlyDictionary<string, PayloadValue> patch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(patch);
        Func<StoredRecord, bool> matches = Matching(Schema.Bind(filter), Now);
        VectorPatch bound = Schema.Bind(new VectorPatch { Payload = new Dictionary<string, PayloadValue>(patch, StringComparer.Ordinal) });
        long changed = 0;
        await foreach (IReadOnlyList<StoredRecord> page in _reader.PagesAsync(after: null, NoVectors, cancellationToken: cancellationToken))
        {
            foreach (StoredRecord[] some in page.Where(matches).Chunk(WritesAtOnce))
                changed += (await Task.WhenAll(some.Select(stored => ChangeMatchingAsync(stored, matches, bound, cancellationToken)))).Count(done => done);
        }
        return changed;
    }

    /// <inheritdoc/>
    public async ValueTask<long> CountAsync(Filter? filter = null, CancellationToken cancellationToken = default)
    {
        if (filter is null)
            return await _reader.CountAsync(Now, cancellationToken);
        Func<StoredRecord, bool> matches = Matching(Schema.Bind(filter), Now);
        long count = 0;
        await foreach (IReadOnlyList<StoredRecord> page in _reader.PagesAsync(after: null, NoVectors, cancellationToken: cancellationToken))
            count += page.Count(matches);
        return count;
    }

    /// <inheritdoc/>
    public async ValueTask<ScrollPage> ScrollAsync(ScrollQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Limit is < 1 or > ScrollQuery.MaxLimit)
            throw new VectorStoreException("limit", query.Limit, $"1..{ScrollQuery.MaxLimit}");
        string? after = query.Cursor is null ? null : ScrollCursor.Read(query.Cursor);
        Func<StoredRecord, bool> matches = Matching(query.Filter is null ? Filter.Everything : Schema.Bind(query.Filter), Now);
        List<VectorRecord> records = [];
        // Where all match, the first page is enough; where few do, the largest are right.
        int most = query.Filter is null ? query.Limit + 1 : int.MaxValue;
        await foreach (IReadOnlyList<StoredRecord> page in _reader.PagesAsync(after, query.IncludeVectors ? AllVectors : NoVectors, most, cancellationToken))
        {
            records.AddRange(page.Where(matches).Select(stored => stored.Record));
            if (records.Count > query.Limit)
                return new ScrollPage(records[..query.Limit], ScrollCursor.Write(records[query.Limit - 1].Id));
        }
        return new ScrollPage(records, Cursor: null);
    }

    /// <inheritdoc/>
    public async ValueTask<SearchResult> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        Schema.Bind(query);
        return await _search.RunAsync(query, Bind(query.Filter), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SearchResult>> SearchAsync(IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        (VectorQuery Query, Filter? Filter)[] bound = new (VectorQuery, Filter?)[queries.Count];
        for (int i = 0; i < bound.Length; i++)
        {
            Schema.Bind(queries[i], $"queries[{i}].");
            bound[i] = (queries[i], Bind(queries[i].Filter, $"queries[{i}]."));
        }
        if (bound.Length == 0)
            await _reader.ReadAsync([], NoVectors, cancellationToken);
        List<SearchResult> results = new(bound.Length);
        foreach ((VectorQuery Query, Filter? Filter)[] some in bound.Chunk(SearchesAtOnce))
            results.AddRange(await Task.WhenAll(some.Select(asked => _search.RunAsync(asked.Query, asked.Filter, cancellationToken))));
        return results;
    }

    /// <inheritdoc/>
    public async ValueTask<SearchResult> SearchAsync(FusedQuery query, CancellationToken cancellationToken = default)
    {
        Schema.Bind(query);
        return await _search.RunAsync(query, Bind(query.Filter), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<CollectionStatistics> StatisticsAsync(CancellationToken cancellationToken = default)
    {
        // What has expired is taken away first, so that every number is of what can be found.
        await _writer.PurgeAsync(Now, cancellationToken);
        return await _reader.WeighAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<CollectionHealth> HealthAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await _reader.CountAsync(Now, cancellationToken);
            RedisReply memory = await _calls.ReadAsync("INFO", ["memory"], cancellationToken);
            return memory.Text?.Contains("maxmemory_policy:allkeys", StringComparison.Ordinal) is true
                ? new CollectionHealth(
                    HealthState.Degraded, $"{_calls.Server} may evict vectors when its memory is full: set its maxmemory-policy to noeviction or one of volatile-*.", Writable: true)
                : CollectionHealth.Ok;
        }
        catch (VectorStoreException)
        {
            return new CollectionHealth(HealthState.Failed, "The collection was deleted.", Writable: false);
        }
        catch (StorageException unreachable)
        {
            return new CollectionHealth(HealthState.Failed, unreachable.Message, Writable: false);
        }
    }

    /// <summary>Deletes what has expired; gives how many records there were.</summary>
    internal Task<long> PurgeAsync(CancellationToken cancellationToken) => _writer.PurgeAsync(Now, cancellationToken);

    private async Task<StoredRecord?> FindAsync(string id, int[] vectors, CancellationToken cancellationToken)
    {
        (IReadOnlyList<StoredRecord> read, _) = await _reader.ReadAsync([id], vectors, cancellationToken);
        return read is [var stored] && !stored.IsExpired(Now) ? stored : null;
    }

    private async Task<bool> ChangeMatchingAsync(StoredRecord stored, Func<StoredRecord, bool> matches, VectorPatch patch, CancellationToken cancellationToken)
    {
        while (!await ChangeAsync(stored, patch, repeatable: false, cancellationToken))
        {
            if (await FindAsync(stored.Record.Id, NoVectors, cancellationToken) is not { } again || !matches(again))
                return false;
            stored = again;
        }
        return true;
    }

    /// <summary>Changes a record that was read; false where it is not there any more as it was.</summary>
    private Task<bool> ChangeAsync(StoredRecord stored, VectorPatch patch, bool repeatable, CancellationToken cancellationToken)
    {
        Dictionary<string, PayloadValue> payload = new(stored.Record.Payload, StringComparer.Ordinal);
        foreach ((string field, PayloadValue value) in patch.Payload)
        {
            if (value.Kind is PayloadKind.None)
                payload.Remove(field);
            else
                payload[field] = value;
        }
        VectorRecord changed = new(stored.Record.Id)
        {
            Payload = payload,
            ExpiresAt = patch.NeverExpires ? null : patch.ExpiresAt ?? stored.Record.ExpiresAt,
        };
        return _writer.WriteAsync(
            changed,
            field => patch.Vectors.TryGetValue(field.Name, out VectorValue? value) ? new VectorChange(Keeps: false, value) : VectorChange.Keep,
            stored,
            Now,
            repeatable,
            cancellationToken);
    }

    private Filter? Bind(Filter? filter, string path = "") => filter is null ? null : Schema.Bind(filter, path);

    private static Func<StoredRecord, bool> Matching(Filter bound, long now)
    {
        Func<IReadOnlyDictionary<string, PayloadValue>, bool> matches = PayloadTest.Of(bound);
        return stored => !stored.IsExpired(now) && matches(stored.Payload);
    }

    private static void CheckIds(IReadOnlyList<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        for (int i = 0; i < ids.Count; i++)
            RecordRules.CheckId(ids[i], $"ids[{i}]");
    }
}
