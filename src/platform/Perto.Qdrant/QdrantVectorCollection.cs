using System.Text.Json;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Qdrant;

/// <summary>A collection of a <see cref="QdrantVectorStore"/>. All that is not in the schema is on the server: any number of processes may have it open.</summary>
/// <remarks>
/// Where the server does not answer, each operation throws a <see cref="StorageException"/>; a write that throws one may have been kept, whole or in part.
/// </remarks>
internal sealed class QdrantVectorCollection(
    TenantId tenant, string name, CollectionSchema schema, PointCalls points, ExpiredRecords expired, QdrantSettings settings, TimeProvider clock) : IVectorCollection
{
    /// <inheritdoc/>
    public TenantId Tenant => tenant;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public CollectionSchema Schema => schema;

    private long Now => PayloadValue.UnixMicroseconds(clock.GetUtcNow());

    /// <inheritdoc/>
    public async ValueTask UpsertAsync(VectorRecord record, CancellationToken cancellationToken = default)
    {
        await points.UpsertAsync([Schema.Bind(record)], atOnce: 1, cancellationToken);
        await expired.AfterWriteAsync(1, Now, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask UpsertAsync(IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<VectorRecord> bound = Schema.Bind(records);
        if (bound.Count == 0)
            await points.RequireAsync(cancellationToken);
        await points.UpsertAsync(bound, settings.BatchSize, cancellationToken);
        await expired.AfterWriteAsync(bound.Count, Now, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<VectorRecord?> GetAsync(string id, bool includeVectors = true, CancellationToken cancellationToken = default)
    {
        RecordRules.CheckId(id, "id");
        return (await points.GetAsync([id], includeVectors, Now, cancellationToken)).GetValueOrDefault(id);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<VectorRecord>> GetAsync(
        IReadOnlyList<string> ids, bool includeVectors = true, CancellationToken cancellationToken = default)
    {
        CheckIds(ids);
        Dictionary<string, VectorRecord> records = await points.GetAsync(ids, includeVectors, Now, cancellationToken);
        return [.. ids.Where(records.ContainsKey).Select(id => records[id])];
    }

    /// <inheritdoc/>
    public async ValueTask<long> DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default)
    {
        CheckIds(ids);
        long count = await points.CountAsync(ids, Now, cancellationToken);
        await points.DeleteAsync(ids, cancellationToken);
        return count;
    }

    /// <inheritdoc/>
    public async ValueTask<long> DeleteAsync(Filter filter, CancellationToken cancellationToken = default)
    {
        Filter bound = Schema.Bind(filter);
        long now = Now;
        long count = await points.CountAsync(bound, now, further: null, cancellationToken);
        if (count > 0)
            await points.DeleteAsync(form => form.Write(bound, now), cancellationToken);
        return count;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> UpdateAsync(string id, VectorPatch patch, CancellationToken cancellationToken = default)
    {
        RecordRules.CheckId(id, "id");
        VectorPatch bound = Schema.Bind(patch);
        long now = Now;
        if (await points.CountAsync([id], now, cancellationToken) == 0)
            return false;
        if (bound is { Payload.Count: 0, Vectors.Count: 0, ExpiresAt: null, NeverExpires: false })
            return true;
        bool changed = await points.UpdateAsync(id, bound, now, cancellationToken);
        await expired.AfterWriteAsync(1, now, cancellationToken);
        return changed;
    }

    /// <inheritdoc/>
    public async ValueTask<long> UpdatePayloadAsync(
        Filter filter, IReadOnlyDictionary<string, PayloadValue> patch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(patch);
        Filter matching = Schema.Bind(filter);
        VectorPatch bound = Schema.Bind(new VectorPatch { Payload = new Dictionary<string, PayloadValue>(patch, StringComparer.Ordinal) });
        long now = Now;
        long count = await points.CountAsync(matching, now, further: null, cancellationToken);
        if (count > 0 && patch.Count > 0)
            await points.SetPayloadAsync(bound, form => form.Write(matching, now), cancellationToken);
        return count;
    }

    /// <inheritdoc/>
    public async ValueTask<long> CountAsync(Filter? filter = null, CancellationToken cancellationToken = default) =>
        await points.CountAsync(Bind(filter), Now, further: null, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<ScrollPage> ScrollAsync(ScrollQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Limit is < 1 or > ScrollQuery.MaxLimit)
            throw new VectorStoreException("limit", query.Limit, $"1..{ScrollQuery.MaxLimit}");
        string? from = query.Cursor is null ? null : PointOf(query.Cursor);
        Filter? bound = Bind(query.Filter);
        long now = Now;
        List<VectorRecord> records = [];
        do
        {
            (VectorRecord[] page, from) = await points.PageAsync(
                bound, now, further: null, query.Limit - records.Count, from, query.IncludeVectors, cancellationToken);
            records.AddRange(page);
        }
        while (from is not null && records.Count < query.Limit);
        return new ScrollPage(records, from is null ? null : ScrollCursor.Write(from));
    }

    /// <inheritdoc/>
    public async ValueTask<SearchResult> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        Schema.Bind(query);
        return (await Search().RunAsync([query], [Bind(query.Filter)], cancellationToken))[0];
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SearchResult>> SearchAsync(IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        Filter?[] filters = new Filter?[queries.Count];
        for (int i = 0; i < filters.Length; i++)
        {
            Schema.Bind(queries[i], $"queries[{i}].");
            filters[i] = Bind(queries[i].Filter, $"queries[{i}].");
        }
        return await Search().RunAsync(queries, filters, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<SearchResult> SearchAsync(FusedQuery query, CancellationToken cancellationToken = default)
    {
        Schema.Bind(query);
        return await Search().RunAsync(query, Bind(query.Filter), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<CollectionStatistics> StatisticsAsync(CancellationToken cancellationToken = default)
    {
        long now = Now;
        int segments = await points.DescribeAsync(info => info.GetProperty("segments_count"u8).GetInt32(), cancellationToken);
        long records = await points.CountAsync(filter: null, now, further: null, cancellationToken);
        Dictionary<string, long> vectors = new(StringComparer.Ordinal);
        foreach (VectorField field in Schema.Vectors)
            vectors.Add(field.Name, await points.CountAsync(filter: null, now, form => form.HasVector(field.Name), cancellationToken));
        return new CollectionStatistics
        {
            Records = records,
            Vectors = vectors,
            DeadRecords = await points.CountExpiredAsync(now, cancellationToken),
            Segments = segments,
            Bytes = (records * BytesOfPayload) + Schema.Vectors.Sum(field => vectors[field.Name] * Bytes(field)),
        };
    }

    /// <inheritdoc/>
    public async ValueTask<CollectionHealth> HealthAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await points.DescribeAsync(Health, cancellationToken);
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

    // The server does not tell: id, ids of the points, and a few values.
    private const int BytesOfPayload = 256;

    private static long Bytes(VectorField field) => field.Kind == VectorKind.Sparse ? 100 * (sizeof(float) + sizeof(uint)) : field.Dimension * sizeof(float);

    private static CollectionHealth Health(JsonElement info)
    {
        string? status = info.GetProperty("status"u8).GetString();
        string? fault = info.TryGetProperty("optimizer_status"u8, out JsonElement optimizer) && optimizer.ValueKind == JsonValueKind.Object
            ? optimizer.GetProperty("error"u8).GetString()
            : null;
        return (status, fault) switch
        {
            ("red", _) => new CollectionHealth(HealthState.Failed, $"The server has marked it red: {fault ?? "its log says why"}", Writable: false),
            (_, not null) => new CollectionHealth(HealthState.Degraded, $"The server does not keep its indexes up: {fault}", Writable: true),
            ("grey", _) => new CollectionHealth(HealthState.Degraded, "The server builds its indexes only with the next write.", Writable: true),
            _ => CollectionHealth.Ok,
        };
    }

    private CollectionSearch Search() => new(points, Schema, clock, Now);

    private Filter? Bind(Filter? filter, string path = "") => filter is null ? null : Schema.Bind(filter, path);

    // A cursor carries the point that the next page begins with.
    private static string PointOf(string cursor)
    {
        string point = ScrollCursor.Read(cursor);
        return Guid.TryParseExact(point, "D", out _) ? point : throw new VectorStoreException("cursor", cursor, "the cursor of a page before");
    }

    private static void CheckIds(IReadOnlyList<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        for (int i = 0; i < ids.Count; i++)
            RecordRules.CheckId(ids[i], $"ids[{i}]");
    }
}
