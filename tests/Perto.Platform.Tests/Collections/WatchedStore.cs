using Perto.Vectors;

namespace Perto.Platform.Tests;

/// <summary>A store that notes which records are written and deleted.</summary>
internal sealed class WatchedStore(IVectorStore store) : IVectorStore
{
    public List<string> Written { get; } = [];

    public List<string> Deleted { get; } = [];

    public string Provider => store.Provider;

    public VectorStoreCapabilities Capabilities => store.Capabilities;

    public async ValueTask<IVectorCollection> CollectionAsync(
        TenantId tenant, string name, Action<CollectionSchemaBuilder> schema, CancellationToken cancellationToken = default) =>
        new WatchedCollection(await store.CollectionAsync(tenant, name, schema, cancellationToken), this);

    public async ValueTask<IVectorCollection?> FindAsync(TenantId tenant, string name, CancellationToken cancellationToken = default) =>
        await store.FindAsync(tenant, name, cancellationToken) is { } found ? new WatchedCollection(found, this) : null;

    public ValueTask<bool> DeleteAsync(TenantId tenant, string name, CancellationToken cancellationToken = default) =>
        store.DeleteAsync(tenant, name, cancellationToken);

    public ValueTask<IReadOnlyList<string>> NamesAsync(TenantId tenant, CancellationToken cancellationToken = default) =>
        store.NamesAsync(tenant, cancellationToken);

    private sealed class WatchedCollection(IVectorCollection inner, WatchedStore watch) : IVectorCollection
    {
        public TenantId Tenant => inner.Tenant;

        public string Name => inner.Name;

        public CollectionSchema Schema => inner.Schema;

        public ValueTask UpsertAsync(VectorRecord record, CancellationToken cancellationToken = default) => UpsertAsync([record], cancellationToken);

        public ValueTask UpsertAsync(IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken = default)
        {
            watch.Written.AddRange(records.Select(record => record.Id));
            return inner.UpsertAsync(records, cancellationToken);
        }

        public ValueTask<long> DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default)
        {
            watch.Deleted.AddRange(ids);
            return inner.DeleteAsync(ids, cancellationToken);
        }

        public ValueTask<VectorRecord?> GetAsync(string id, bool includeVectors = true, CancellationToken cancellationToken = default) =>
            inner.GetAsync(id, includeVectors, cancellationToken);

        public ValueTask<IReadOnlyList<VectorRecord>> GetAsync(IReadOnlyList<string> ids, bool includeVectors = true, CancellationToken cancellationToken = default) =>
            inner.GetAsync(ids, includeVectors, cancellationToken);

        public ValueTask<long> DeleteAsync(Filter filter, CancellationToken cancellationToken = default) => inner.DeleteAsync(filter, cancellationToken);

        public ValueTask<bool> UpdateAsync(string id, VectorPatch patch, CancellationToken cancellationToken = default) =>
            inner.UpdateAsync(id, patch, cancellationToken);

        public ValueTask<long> UpdatePayloadAsync(
            Filter filter, IReadOnlyDictionary<string, PayloadValue> patch, CancellationToken cancellationToken = default) =>
            inner.UpdatePayloadAsync(filter, patch, cancellationToken);

        public ValueTask<long> CountAsync(Filter? filter = null, CancellationToken cancellationToken = default) => inner.CountAsync(filter, cancellationToken);

        public ValueTask<ScrollPage> ScrollAsync(ScrollQuery query, CancellationToken cancellationToken = default) => inner.ScrollAsync(query, cancellationToken);

        public ValueTask<SearchResult> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default) => inner.SearchAsync(query, cancellationToken);

        public ValueTask<IReadOnlyList<SearchResult>> SearchAsync(IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken = default) =>
            inner.SearchAsync(queries, cancellationToken);

        public ValueTask<SearchResult> SearchAsync(FusedQuery query, CancellationToken cancellationToken = default) => inner.SearchAsync(query, cancellationToken);

        public ValueTask<CollectionStatistics> StatisticsAsync(CancellationToken cancellationToken = default) => inner.StatisticsAsync(cancellationToken);

        public ValueTask<CollectionHealth> HealthAsync(CancellationToken cancellationToken = default) => inner.HealthAsync(cancellationToken);
    }
}
