using Perto.Vectors;

namespace Perto.Conformance;

internal sealed class ReopenedCollection(ReopenedStore store, TenantId tenant, string name, CollectionSchema schema) : IVectorCollection
{
    public TenantId Tenant => tenant;

    public string Name => name;

    public CollectionSchema Schema => schema;

    public async ValueTask UpsertAsync(VectorRecord record, CancellationToken cancellationToken = default)
    {
        await (await CurrentAsync()).UpsertAsync(record, cancellationToken);
        await store.ReopenAsync();
    }

    public async ValueTask UpsertAsync(IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken = default)
    {
        await (await CurrentAsync()).UpsertAsync(records, cancellationToken);
        await store.ReopenAsync();
    }

    public async ValueTask<VectorRecord?> GetAsync(string id, bool includeVectors = true, CancellationToken cancellationToken = default) =>
        await (await CurrentAsync()).GetAsync(id, includeVectors, cancellationToken);

    public async ValueTask<IReadOnlyList<VectorRecord>> GetAsync(
        IReadOnlyList<string> ids, bool includeVectors = true, CancellationToken cancellationToken = default) =>
        await (await CurrentAsync()).GetAsync(ids, includeVectors, cancellationToken);

    public ValueTask<long> DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default) =>
        WriteAsync(collection => collection.DeleteAsync(ids, cancellationToken));

    public ValueTask<long> DeleteAsync(Filter filter, CancellationToken cancellationToken = default) =>
        WriteAsync(collection => collection.DeleteAsync(filter, cancellationToken));

    public ValueTask<bool> UpdateAsync(string id, VectorPatch patch, CancellationToken cancellationToken = default) =>
        WriteAsync(collection => collection.UpdateAsync(id, patch, cancellationToken));

    public ValueTask<long> UpdatePayloadAsync(
        Filter filter, IReadOnlyDictionary<string, PayloadValue> patch, CancellationToken cancellationToken = default) =>
        WriteAsync(collection => collection.UpdatePayloadAsync(filter, patch, cancellationToken));

    public async ValueTask<long> CountAsync(Filter? filter = null, CancellationToken cancellationToken = default) =>
        await (await CurrentAsync()).CountAsync(filter, cancellationToken);

    public async ValueTask<ScrollPage> ScrollAsync(ScrollQuery query, CancellationToken cancellationToken = default) =>
        await (await CurrentAsync()).ScrollAsync(query, cancellationToken);

    public async ValueTask<SearchResult> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default) =>
        await (await CurrentAsync()).SearchAsync(query, cancellationToken);

    public async ValueTask<IReadOnlyList<SearchResult>> SearchAsync(
        IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken = default) =>
        await (await CurrentAsync()).SearchAsync(queries, cancellationToken);

    public async ValueTask<SearchResult> SearchAsync(FusedQuery query, CancellationToken cancellationToken = default) =>
        await (await CurrentAsync()).SearchAsync(query, cancellationToken);

    public async ValueTask<CollectionStatistics> StatisticsAsync(CancellationToken cancellationToken = default) =>
        await (await CurrentAsync()).StatisticsAsync(cancellationToken);

    public async ValueTask<CollectionHealth> HealthAsync(CancellationToken cancellationToken = default) =>
        await store.FindAsync(tenant, name, cancellationToken) is null
            ? new CollectionHealth(HealthState.Failed, "The collection was deleted.", Writable: false)
            : await (await CurrentAsync()).HealthAsync(cancellationToken);

    private ValueTask<IVectorCollection> CurrentAsync() => store.CurrentAsync(tenant, name);

    private async ValueTask<T> WriteAsync<T>(Func<IVectorCollection, ValueTask<T>> write)
    {
        T answer = await write(await CurrentAsync());
        await store.ReopenAsync();
        return answer;
    }
}
