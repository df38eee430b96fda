using Perto.Platform;
using Perto.Vectors;

namespace Perto.Client;

/// <summary>A collection over HTTP.</summary>
/// <remarks>
/// A write of more than 1,000 records, or of more than 8 MiB of JSON, is several requests, each written whole or not at all. All records are
/// checked before the first is sent; where a later request fails for another reason, such as a server that stops or a collection that is
/// deleted meanwhile, the earlier ones stay written. Repeating the call is safe.
/// </remarks>
internal sealed class HttpVectorCollection(PertoHttp http, TenantId tenant, string name, CollectionSchema schema) : IVectorCollection
{
    private const int MaxRecords = 1_000;
    private const int MaxIds = 10_000;

    private readonly string _path = HttpVectorStore.Path(name);

    public TenantId Tenant => tenant;

    public string Name => name;

    public CollectionSchema Schema => schema;

    public static HttpVectorCollection Of(PertoHttp http, TenantId tenant, VectorCollectionInfo info) => new(
        http, tenant, info.Name, CollectionSchema.Create(new CollectionShape { Vectors = info.Vectors, Payload = info.Payload }.Declare));

    public ValueTask UpsertAsync(VectorRecord record, CancellationToken cancellationToken = default) =>
        WriteAsync([schema.Bind(record)], cancellationToken);

    // Bound before the first part is sent, so that one record that does not fit refuses them all.
    public ValueTask UpsertAsync(IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken = default) =>
        WriteAsync(schema.Bind(records), cancellationToken);

    public async ValueTask<VectorRecord?> GetAsync(string id, bool includeVectors = true, CancellationToken cancellationToken = default)
    {
        CheckId(id);
        return (await GetAsync([id], includeVectors, cancellationToken)).SingleOrDefault();
    }

    public async ValueTask<IReadOnlyList<VectorRecord>> GetAsync(
        IReadOnlyList<string> ids, bool includeVectors = true, CancellationToken cancellationToken = default)
    {
        CheckIds(ids);
        List<VectorRecord> records = [];
        foreach (string[] some in ids.Chunk(MaxIds))
        {
            Page<RecordDocument> page = await PostAsync<Page<RecordDocument>>(
                "/records/get", new RecordLookup { Ids = some, IncludeVectors = includeVectors }, cancellationToken);
            records.AddRange(page.Items.Select(Read));
        }
        return records;
    }

    public async ValueTask<long> DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default)
    {
        CheckIds(ids);
        long deleted = 0;
        foreach (string[] some in ids.Chunk(MaxIds))
            deleted += (await PostAsync<RecordCount>("/records/delete", new RecordChoice { Ids = some }, cancellationToken)).Count;
        return deleted;
    }

    public async ValueTask<long> DeleteAsync(Filter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return (await PostAsync<RecordCount>("/records/delete", new RecordChoice { Filter = filter }, cancellationToken)).Count;
    }

    public async ValueTask<bool> UpdateAsync(string id, VectorPatch patch, CancellationToken cancellationToken = default)
    {
        CheckId(id);
        VectorPatch bound = schema.Bind(patch);
        try
        {
            await TranslateAsync(http.PatchAsync($"{_path}/records/{Uri.EscapeDataString(id)}", RecordPatch.Of(bound), cancellationToken));
            return true;
        }
        catch (RemoteException refused) when (refused is { Code: "not_found", Field: "record" })
        {
            return false;
        }
    }

    public async ValueTask<long> UpdatePayloadAsync(
        Filter filter, IReadOnlyDictionary<string, PayloadValue> patch, CancellationToken cancellationToken = default) =>
        (await PostAsync<RecordCount>("/records/update", new PayloadUpdate(filter, schema.Bind(patch)), cancellationToken)).Count;

    public async ValueTask<long> CountAsync(Filter? filter = null, CancellationToken cancellationToken = default) =>
        (await PostAsync<RecordCount>("/count", new RecordFilter { Filter = filter }, cancellationToken)).Count;

    public async ValueTask<ScrollPage> ScrollAsync(ScrollQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        Page<RecordDocument> page = await PostAsync<Page<RecordDocument>>(
            "/records/scroll",
            new RecordScroll { Filter = query.Filter, Limit = query.Limit, Cursor = query.Cursor, IncludeVectors = query.IncludeVectors },
            cancellationToken);
        return new ScrollPage([.. page.Items.Select(Read)], page.NextCursor);
    }

    public async ValueTask<SearchResult> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        schema.Bind(query);
        return Read(await PostAsync<VectorSearchAnswer>("/search", VectorSearch.Of(query), cancellationToken));
    }

    public async ValueTask<IReadOnlyList<SearchResult>> SearchAsync(IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        for (int i = 0; i < queries.Count; i++)
        {
            schema.Bind(queries[i], $"queries[{i}].");
            if (queries[i].Filter is { } filter)
                schema.Bind(filter, $"queries[{i}].");
        }
        List<SearchResult> results = new(queries.Count);
        foreach (ReadOnlyMemory<byte> body in ListBodies.Of("searches", queries.Select(VectorSearch.Of), VectorSearcher.MaxBatch))
        {
            VectorSearchAnswers answers = await PostJsonAsync<VectorSearchAnswers>("/search/batch", body, cancellationToken);
            results.AddRange(answers.Results.Select(Read));
        }
        return results;
    }

    public async ValueTask<SearchResult> SearchAsync(FusedQuery query, CancellationToken cancellationToken = default)
    {
        schema.Bind(query);
        return Read(await PostAsync<VectorSearchAnswer>("/search/fused", FusedSearch.Of(query), cancellationToken));
    }

    public async ValueTask<CollectionStatistics> StatisticsAsync(CancellationToken cancellationToken = default) =>
        await TranslateAsync(http.GetAsync<CollectionStatistics>($"{_path}/statistics", cancellationToken));

    public async ValueTask<CollectionHealth> HealthAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await http.GetAsync<CollectionHealth>($"{_path}/health", cancellationToken);
        }
        catch (RemoteException refused) when (refused.Code == "not_found")
        {
            return new CollectionHealth(HealthState.Failed, "The collection was deleted.", Writable: false);
        }
    }

    // Here, as one that is no id would be another path.
    private void CheckId(string id) => schema.Bind(new VectorRecord(id));

    // Here, as JSON would carry another character for half of one.
    private void CheckIds(IReadOnlyList<string> ids)
    {
        for (int i = 0; i < ids.Count; i++)
        {
            try
            {
                CheckId(ids[i]);
            }
            catch (VectorStoreException fault)
            {
                throw new VectorStoreException($"ids[{i}]", fault.Given, fault.Allowed, fault);
            }
        }
    }

    private async ValueTask WriteAsync(IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken)
    {
        foreach (ReadOnlyMemory<byte> body in ListBodies.Of("records", records.Select(record => RecordDocument.Of(record)), MaxRecords))
            await PostJsonAsync<RecordCount>("/records", body, cancellationToken);
    }

    private Task<T> PostAsync<T>(string below, object body, CancellationToken cancellationToken) =>
        TranslateAsync(http.PostAsync<T>(_path + below, body, cancellationToken));

    private Task<T> PostJsonAsync<T>(string below, ReadOnlyMemory<byte> json, CancellationToken cancellationToken) =>
        TranslateAsync(http.PostJsonAsync<T>(_path + below, json, cancellationToken));

    private async Task<T> TranslateAsync<T>(Task<T> call)
    {
        await TranslateAsync((Task)call);
        return await call;
    }

    private async Task TranslateAsync(Task call)
    {
        try
        {
            await HttpFaults.TranslateAsync(call);
        }
        catch (RemoteException refused) when (refused is { Code: "not_found", Field: "collection" })
        {
            throw new VectorStoreException("collection", name, "one that exists; this one was deleted", refused);
        }
    }

    // A moment is a string in JSON; the schema knows that it is one.
    private VectorRecord Read(RecordDocument document) => schema.Bind(document.ToRecord());

    private SearchResult Read(VectorSearchAnswer answer)
    {
        SearchResult result = answer.ToResult();
        return schema.Payload.Any(field => field.Kind is PayloadKind.Time or PayloadKind.Number)
            ? result with { Hits = [.. result.Hits.Select(Read)] }
            : result;
    }

    private SearchHit Read(SearchHit hit) => hit.Payload.Count == 0 ? hit : new SearchHit
    {
        Id = hit.Id,
        Score = hit.Score,
        Distance = hit.Distance,
        Parts = hit.Parts,
        Payload = schema.Bind(hit.Payload),
        Vectors = hit.Vectors,
    };
}
