using Perto.Vectors;

namespace Perto.Platform;

/// <summary>
/// A derived collection as programs see it: to read, and without the field in which the store keeps the time of change of each record's
/// embedding. That field tells after a crash which records the store has as the database has them.
/// </summary>
internal sealed class DerivedView : IVectorCollection
{
    /// <summary>The hidden field: the embedding's time of change, in microseconds.</summary>
    public const string StampField = "_stamp";

    private readonly IVectorCollection _inner;

    private DerivedView(IVectorCollection inner)
    {
        _inner = inner;
        Schema = CollectionSchema.Create(schema =>
        {
            foreach (VectorField vector in inner.Schema.Vectors)
                schema.Add(vector);
            foreach (PayloadField field in inner.Schema.Payload.Where(field => field.Name != StampField))
                schema.Add(field);
        });
    }

    public TenantId Tenant => _inner.Tenant;

    public string Name => _inner.Name;

    public CollectionSchema Schema { get; }

    /// <summary>The view of a derived collection; any other collection as it is.</summary>
    public static IVectorCollection Of(IVectorCollection collection) => IsDerived(collection) ? new DerivedView(collection) : collection;

    /// <summary>Whether the collection has the hidden field.</summary>
    public static bool IsDerived(IVectorCollection collection) => collection.Schema.Payload.Any(field => field.Name == StampField);

    /// <summary>Adds the hidden field to what a solution declares.</summary>
    public static void Declare(CollectionSchemaBuilder schema) => schema.Integer(StampField);

    /// <summary>The time of change that the store has of a record.</summary>
    public static long StampOf(VectorRecord record) => record.Payload.TryGetValue(StampField, out PayloadValue stamp) ? stamp.Integer : 0;

    /// <summary>What a write over this view gets.</summary>
    public static ConflictException ReadOnly(string name, string owner) =>
        new("collection_derived", $"The collection '{name}' is made from the database by '{owner}', which alone writes to it; create one of your own for other records");

    public ValueTask UpsertAsync(VectorRecord record, CancellationToken cancellationToken = default) => throw Refused();

    public ValueTask UpsertAsync(IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken = default) => throw Refused();

    public ValueTask<long> DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default) => throw Refused();

    public ValueTask<long> DeleteAsync(Filter filter, CancellationToken cancellationToken = default) => throw Refused();

    public ValueTask<bool> UpdateAsync(string id, VectorPatch patch, CancellationToken cancellationToken = default) => throw Refused();

    public ValueTask<long> UpdatePayloadAsync(
        Filter filter, IReadOnlyDictionary<string, PayloadValue> patch, CancellationToken cancellationToken = default) => throw Refused();

    public async ValueTask<VectorRecord?> GetAsync(string id, bool includeVectors = true, CancellationToken cancellationToken = default) =>
        await _inner.GetAsync(id, includeVectors, cancellationToken) is { } record ? Shown(record) : null;

    public async ValueTask<IReadOnlyList<VectorRecord>> GetAsync(
        IReadOnlyList<string> ids, bool includeVectors = true, CancellationToken cancellationToken = default) =>
        [.. (await _inner.GetAsync(ids, includeVectors, cancellationToken)).Select(Shown)];

    public ValueTask<long> CountAsync(Filter? filter = null, CancellationToken cancellationToken = default)
    {
        Check(filter);
        return _inner.CountAsync(filter, cancellationToken);
    }

    public async ValueTask<ScrollPage> ScrollAsync(ScrollQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        Check(query.Filter);
        ScrollPage page = await _inner.ScrollAsync(query, cancellationToken);
        return page with { Records = [.. page.Records.Select(Shown)] };
    }

    public async ValueTask<SearchResult> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        Check(query);
        SearchResult result = await _inner.SearchAsync(query, cancellationToken);
        return query.IncludePayload ? Shown(result) : result;
    }

    public async ValueTask<IReadOnlyList<SearchResult>> SearchAsync(IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        for (int i = 0; i < queries.Count; i++)
            Check(queries[i], $"queries[{i}].");
        IReadOnlyList<SearchResult> results = await _inner.SearchAsync(queries, cancellationToken);
        return [.. results.Select((result, i) => queries[i].IncludePayload ? Shown(result) : result)];
    }

    public async ValueTask<SearchResult> SearchAsync(FusedQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        Schema.Bind(query);
        Check(query.Filter);
        SearchResult result = await _inner.SearchAsync(query, cancellationToken);
        return query.IncludePayload ? Shown(result) : result;
    }

    public ValueTask<CollectionStatistics> StatisticsAsync(CancellationToken cancellationToken = default) => _inner.StatisticsAsync(cancellationToken);

    public ValueTask<CollectionHealth> HealthAsync(CancellationToken cancellationToken = default) => _inner.HealthAsync(cancellationToken);

    // Against the shown schema, so that faults do not speak of the hidden field.
    private void Check(Filter? filter, string path = "")
    {
        if (filter is not null)
            Schema.Bind(filter, path);
    }

    private void Check(VectorQuery query, string path = "")
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Group is not null)
            Schema.Bind(query, path);
        Check(query.Filter, path);
    }

    private ConflictException Refused() => ReadOnly(Name, Name.Split('@')[0]);

    private static VectorRecord Shown(VectorRecord record)
    {
        record.Payload.Remove(StampField);
        return record;
    }

    private static SearchResult Shown(SearchResult result) => result with { Hits = [.. result.Hits.Select(Shown)] };

    private static SearchHit Shown(SearchHit hit) => new()
    {
        Id = hit.Id,
        Score = hit.Score,
        Distance = hit.Distance,
        Parts = hit.Parts,
        Payload = hit.Payload.Where(value => value.Key != StampField).ToDictionary(StringComparer.Ordinal),
        Vectors = hit.Vectors,
    };
}
