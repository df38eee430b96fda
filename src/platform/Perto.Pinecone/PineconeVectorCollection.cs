using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Pinecone;

/// <summary>A collection of a <see cref="PineconeVectorStore"/>. All that is not in the schema is at the service: any number of processes may have it open.</summary>
/// <remarks>Where the service does not answer, each operation throws a <see cref="StorageException"/>; a write that throws one may have been kept, wholly or in part.</remarks>
internal sealed class PineconeVectorCollection(
    TenantId tenant,
    string name,
    CatalogueEntry entry,
    CollectionState state,
    IndexNamespace records,
    CollectionCatalogue catalogue,
    IndexDirectory indexes,
    PineconeSettings settings,
    TimeProvider clock) : IVectorCollection
{
    private const int SearchesAtOnce = 4;
    private const int PurgeEvery = 1_000;
    private const int RecordsOfChange = 100;

    // How soon a deletion by another process is noticed.
    private static readonly TimeSpan CatalogueAge = TimeSpan.FromSeconds(30);

    private readonly RecordReader _reader = new(entry.Schema);
    private readonly RecordWriter _writer = new(entry.Schema);
    private readonly FilterTranslation _translation = new(entry.Schema);

    /// <inheritdoc/>
    public TenantId Tenant => tenant;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public CollectionSchema Schema => entry.Schema;

    private VectorField Field => Schema.Vectors[0];

    private long Now => PayloadValue.UnixMicroseconds(clock.GetUtcNow());

    // What has not expired.
    private Condition Alive => new Condition.Comparison(MetadataKeys.Expires, "$gt", (double)Now);

    /// <inheritdoc/>
    public async ValueTask UpsertAsync(VectorRecord record, CancellationToken cancellationToken = default)
    {
        VectorRecord[] bound = [Schema.Bind(record)];
        await WriteAsync(bound, _writer.Write(bound, single: true), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask UpsertAsync(IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<VectorRecord> bound = Schema.Bind(records);
        await WriteAsync(bound, _writer.Write(bound), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<VectorRecord?> GetAsync(string id, bool includeVectors = true, CancellationToken cancellationToken = default)
    {
        RecordRules.CheckId(id, "id");
        return (await ReadAsync([id], includeVectors, cancellationToken)).GetValueOrDefault(id);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<VectorRecord>> GetAsync(
        IReadOnlyList<string> ids, bool includeVectors = true, CancellationToken cancellationToken = default)
    {
        CheckIds(ids);
        Dictionary<string, VectorRecord> found = await ReadAsync([.. ids.Distinct(StringComparer.Ordinal)], includeVectors, cancellationToken);
        return [.. ids.Where(found.ContainsKey).Select(id => found[id])];
    }

    /// <inheritdoc/>
    public async ValueTask<long> DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default)
    {
        CheckIds(ids);
        Dictionary<string, VectorRecord> found = await ReadAsync([.. ids.Distinct(StringComparer.Ordinal)], includeVectors: false, cancellationToken);
        await records.DeleteAsync(found.Keys.Select(RecordId.Encode), cancellationToken);
        await records.WrittenAsync(cancellationToken);
        return found.Count;
    }

    /// <inheritdoc/>
    public async ValueTask<long> DeleteAsync(Filter filter, CancellationToken cancellationToken = default)
    {
        Condition condition = _translation.Of(Schema.Bind(filter));
        await ReadyToReadAsync(cancellationToken);
        long count = await CountAsync(condition, cancellationToken);
        if (count == 0)
            return 0;
        if (condition == Condition.Always)
            await records.ClearAsync(cancellationToken);
        else
            await records.DeleteAsync(Condition.AllOf([condition, Alive]), cancellationToken);
        await records.WrittenAsync(cancellationToken);
        return count;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> UpdateAsync(string id, VectorPatch patch, CancellationToken cancellationToken = default)
    {
        RecordRules.CheckId(id, "id");
        VectorPatch bound = Bind(patch);
        SemaphoreSlim turn = state.LockOf(id);
        await turn.WaitAsync(cancellationToken);
        try
        {
            VectorRecord? record = (await ReadAsync([id], includeVectors: true, cancellationToken)).GetValueOrDefault(id);
            if (record is null)
                return false;
            if (IsEmpty(bound))
                return true;
            // Written in any case, so that a payload that became too large is refused before anything is sent.
            VectorRecord changed = Changed(record, bound);
            byte[] whole = _writer.Write(changed, path: "");
            if (CanBeSet(bound))
            {
                await records.UpdateAsync(RecordId.Encode(id), writer => RecordWriter.WriteChange(writer, bound), cancellationToken);
                await records.WrittenAsync(cancellationToken);
            }
            else
            {
                await WriteAsync([changed], [whole], cancellationToken);
            }
            return true;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<long> UpdatePayloadAsync(
        Filter filter, IReadOnlyDictionary<string, PayloadValue> patch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(patch);
        Condition condition = _translation.Of(Schema.Bind(filter));
        VectorPatch bound = Schema.Bind(new VectorPatch { Payload = new Dictionary<string, PayloadValue>(patch, StringComparer.Ordinal) });
        await ReadyToReadAsync(cancellationToken);
        if (IsEmpty(bound))
            return await CountAsync(condition, cancellationToken);
        // Which records, and that each has room for the change, is settled before the first of them is changed.
        string[][] parts = [.. (await MatchingAsync(condition, cancellationToken)).Chunk(RecordsOfChange)];
        foreach (string[] some in parts.Length > 1 ? parts : [])
            await ChangedAsync(some, bound, cancellationToken);
        long changed = 0;
        foreach (string[] some in parts)
        {
            byte[][] after = await ChangedAsync(some, bound, cancellationToken);
            await records.UpsertAsync(after, cancellationToken);
            changed += after.Length;
        }
        await records.WrittenAsync(cancellationToken);
        return changed;
    }

    /// <inheritdoc/>
    public async ValueTask<long> CountAsync(Filter? filter = null, CancellationToken cancellationToken = default)
    {
        Condition condition = ConditionOf(filter);
        await ReadyToReadAsync(cancellationToken);
        return await CountAsync(condition, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<ScrollPage> ScrollAsync(ScrollQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Limit is < 1 or > ScrollQuery.MaxLimit)
            throw new VectorStoreException("limit", query.Limit, $"1..{ScrollQuery.MaxLimit}");
        PageCursor? after = query.Cursor is null ? null : PageCursor.Read(query.Cursor);
        Filter? filter = query.Filter is null ? null : Schema.Bind(query.Filter);
        await ReadyToReadAsync(cancellationToken);
        List<VectorRecord> page = [];
        string? place = after?.Token;
        RecordScan scan = new(records, _reader, query.IncludeVectors);
        await foreach ((string? token, VectorRecord record) in scan.ReadAsync(place, after?.LastId, filter is null ? query.Limit + 1 : int.MaxValue, cancellationToken))
        {
            if (IsExpired(record) || (filter is not null && !RecordFilter.Matches(filter, record)))
                continue;
            if (page.Count == query.Limit)
                return new ScrollPage(page, new PageCursor(place, page[^1].Id).Write());
            page.Add(record);
            place = token;
        }
        return new ScrollPage(page, Cursor: null);
    }

    /// <inheritdoc/>
    public async ValueTask<SearchResult> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        Schema.Bind(query);
        Condition condition = ConditionOf(query.Filter);
        await ReadyToReadAsync(cancellationToken);
        return await SearchAsync(query, condition, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SearchResult>> SearchAsync(IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        Condition[] conditions = new Condition[queries.Count];
        for (int i = 0; i < conditions.Length; i++)
        {
            Schema.Bind(queries[i], $"queries[{i}].");
            conditions[i] = ConditionOf(queries[i].Filter, $"queries[{i}].");
        }
        await ReadyToReadAsync(cancellationToken);
        SearchResult[] results = new SearchResult[conditions.Length];
        await Parallel.ForAsync(
            0,
            results.Length,
            new ParallelOptions { MaxDegreeOfParallelism = SearchesAtOnce, CancellationToken = cancellationToken },
            async (i, stop) => results[i] = await SearchAsync(queries[i], conditions[i], stop));
        return results;
    }

    /// <inheritdoc/>
    public async ValueTask<SearchResult> SearchAsync(FusedQuery query, CancellationToken cancellationToken = default)
    {
        Schema.Bind(query);
        Condition condition = ConditionOf(query.Filter);
        await ReadyToReadAsync(cancellationToken);
        return await Search(cancellationToken).RunAsync(query, condition == Condition.Never ? condition : Condition.AllOf([condition, Alive]), filtered: query.Filter is not null);
    }

    /// <inheritdoc/>
    public async ValueTask<CollectionStatistics> StatisticsAsync(CancellationToken cancellationToken = default)
    {
        await ReadyToReadAsync(cancellationToken);
        long alive = await CountAsync(Condition.Always, cancellationToken);
        long all = await records.SizeAsync(cancellationToken);
        return new CollectionStatistics
        {
            Records = alive,
            Vectors = new Dictionary<string, long>(StringComparer.Ordinal) { [Field.Name] = alive },
            DeadRecords = Math.Max(0, all - alive),
            // The service bills records by their values, ids and metadata; of the last two it does not tell.
            Bytes = all * Field.Dimension * sizeof(float),
        };
    }

    /// <inheritdoc/>
    public async ValueTask<CollectionHealth> HealthAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            if (state.IsDeleted || !await IsThereAsync(cancellationToken))
                return new CollectionHealth(HealthState.Failed, "The collection was deleted.", Writable: false);
            IndexDescription? index = await indexes.DescribeAsync(entry.Index, cancellationToken);
            return index switch
            {
                null => new CollectionHealth(HealthState.Failed, $"Pinecone has no index {entry.Index}.", Writable: false),
                { IsReady: false } => new CollectionHealth(HealthState.Degraded, $"Pinecone says that the index {entry.Index} is {index.State}.", Writable: true),
                _ => CollectionHealth.Ok,
            };
        }
        catch (StorageException unreachable)
        {
            return new CollectionHealth(HealthState.Failed, unreachable.Message, Writable: false);
        }
    }

    private NamespaceSearch Search(CancellationToken cancellationToken) => new(Field, records, _reader, settings, clock, cancellationToken);

    private Task<SearchResult> SearchAsync(VectorQuery query, Condition condition, CancellationToken cancellationToken) =>
        Search(cancellationToken).RunAsync(query, condition == Condition.Never ? condition : Condition.AllOf([condition, Alive]), filtered: query.Filter is not null);

    private async Task WriteAsync(IReadOnlyList<VectorRecord> bound, byte[][] written, CancellationToken cancellationToken)
    {
        await RequireAsync(cancellationToken);
        if (written.Length == 0)
            return;
        await records.UpsertAsync(written, cancellationToken);
        if (state.CountExpiring(bound.Count(record => record.ExpiresAt is not null), PurgeEvery))
            await records.DeleteAsync(new Condition.Comparison(MetadataKeys.Expires, "$lte", (double)Now), cancellationToken);
        await records.WrittenAsync(cancellationToken);
    }

    private async Task<Dictionary<string, VectorRecord>> ReadAsync(IReadOnlyList<string> ids, bool includeVectors, CancellationToken cancellationToken)
    {
        await ReadyToReadAsync(cancellationToken);
        Dictionary<string, VectorRecord> found = new(ids.Count, StringComparer.Ordinal);
        foreach (VectorRecord record in await records.FetchAsync(ids.Select(RecordId.Encode), _reader.Read, cancellationToken))
        {
            if (!includeVectors)
                record.Vectors.Clear();
            if (!IsExpired(record))
                found.Add(record.Id, record);
        }
        return found;
    }

    private async Task<long> CountAsync(Condition condition, CancellationToken cancellationToken) =>
        await FewAsync(condition, cancellationToken) is { } few ? few.Count : await records.CountAsync(Condition.AllOf([condition, Alive]), cancellationToken);

    /// <summary>The ids, as the service has them, of the records that match.</summary>
    private async Task<IReadOnlyList<string>> MatchingAsync(Condition condition, CancellationToken cancellationToken)
    {
        if (await FewAsync(condition, cancellationToken) is { } few)
            return few;
        List<string> ids = [];
        string? token = null;
        do
        {
            (List<string> page, token) = await records.FetchAsync(
                Condition.AllOf([condition, Alive]), RecordsOfChange, token, static record => record.GetProperty("id").GetString()!, cancellationToken);
            ids.AddRange(page);
        }
        while (token is not null);
        return ids;
    }

    /// <summary>The ids of the records that match, where one query gives them all; <see langword="null"/> where there are more.</summary>
    private async Task<IReadOnlyList<string>?> FewAsync(Condition condition, CancellationToken cancellationToken)
    {
        if (condition == Condition.Never)
            return [];
        IReadOnlyList<QueryMatch> found = await records.QueryAsync(
            StoredVector.Any(Field.Dimension), IndexNamespace.MostHits, Condition.AllOf([condition, Alive]), values: false, read: null, cancellationToken) ?? [];
        return found.Count < IndexNamespace.MostHits ? [.. found.Select(match => match.Sent)] : null;
    }

    private Condition ConditionOf(Filter? filter, string path = "") => filter is null ? Condition.Always : _translation.Of(Schema.Bind(filter, path));

    private VectorPatch Bind(VectorPatch patch)
    {
        VectorPatch bound = Schema.Bind(patch);
        foreach ((string vector, VectorValue? value) in bound.Vectors)
        {
            if (value is null)
                throw new CapabilityMissingException($"vectors.{vector}", PineconeVectorStore.ProviderName, VectorStoreCapabilities.NamedVectors);
        }
        return bound;
    }

    private static bool IsEmpty(VectorPatch patch) => patch is { Payload.Count: 0, Vectors.Count: 0, ExpiresAt: null, NeverExpires: false };

    // The service sets metadata and removes none. A list that becomes empty, or no longer is, has another key.
    private static bool CanBeSet(VectorPatch patch) =>
        patch.Vectors.Count == 0 && patch.Payload.Values.All(value => value.Kind is not (PayloadKind.None or PayloadKind.Keywords));

    private async Task<byte[][]> ChangedAsync(string[] sent, VectorPatch patch, CancellationToken cancellationToken) =>
        [.. (await records.FetchAsync(sent, _reader.Read, cancellationToken)).Select(record => _writer.Write(Changed(record, patch), path: ""))];

    private static VectorRecord Changed(VectorRecord record, VectorPatch patch)
    {
        foreach ((string field, PayloadValue value) in patch.Payload)
        {
            record.Payload.Remove(field);
            if (value.Kind is not PayloadKind.None)
                record.Payload.Add(field, value);
        }
        foreach ((string vector, VectorValue? value) in patch.Vectors)
            record.Vectors[vector] = value!.Value;
        return new VectorRecord(record.Id)
        {
            Vectors = record.Vectors,
            Payload = record.Payload,
            ExpiresAt = patch.NeverExpires ? null : patch.ExpiresAt ?? record.ExpiresAt,
        };
    }

    private bool IsExpired(VectorRecord record) => record.ExpiresAt is { } moment && PayloadValue.UnixMicroseconds(moment) <= Now;

    private async Task ReadyToReadAsync(CancellationToken cancellationToken)
    {
        await RequireAsync(cancellationToken);
        await records.BeforeReadAsync(cancellationToken);
    }

    // This process knows of its own deletions at once, and asks for those of others from time to time.
    private async Task RequireAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!state.IsDeleted && clock.GetElapsedTime(state.AskedAt) >= CatalogueAge && !await IsThereAsync(cancellationToken))
            state.IsDeleted = true;
        if (state.IsDeleted)
            throw new VectorStoreException("collection", name, "one that exists; this one was deleted");
    }

    private async Task<bool> IsThereAsync(CancellationToken cancellationToken)
    {
        state.AskedAt = clock.GetTimestamp();
        return await catalogue.FindAsync(tenant, name, cancellationToken) is { } found && found.Generation == entry.Generation;
    }

    private static void CheckIds(IReadOnlyList<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        for (int i = 0; i < ids.Count; i++)
            RecordRules.CheckId(ids[i], $"ids[{i}]");
    }
}
