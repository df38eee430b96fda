using Perto.Vectors;

namespace Perto.Platform.Tests;

/// <summary>A collection that hands every call to another; a test overrides what it is about.</summary>
internal abstract class ForwardingCollection(IVectorCollection inner) : IVectorCollection
{
    public TenantId Tenant => inner.Tenant;

    public string Name => inner.Name;

    public CollectionSchema Schema => inner.Schema;

    public ValueTask UpsertAsync(VectorRecord record, CancellationToken cancellationToken = default) => inner.UpsertAsync(record, cancellationToken);

    public virtual ValueTask UpsertAsync(IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken = default) => inner.UpsertAsync(records, cancellationToken);

    public ValueTask<VectorRecord?> GetAsync(string id, bool includeVectors = true, CancellationToken cancellationToken = default) =>
        inner.GetAsync(id, includeVectors, cancellationToken);

    public ValueTask<IReadOnlyList<VectorRecord>> GetAsync(IReadOnlyList<string> ids, bool includeVectors = true, CancellationToken cancellationToken = default) =>
        inner.GetAsync(ids, includeVectors, cancellationToken);

    public ValueTask<long> DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default) => inner.DeleteAsync(ids, cancellationToken);

    public ValueTask<long> DeleteAsync(Filter filter, CancellationToken cancellationToken = default) => inner.DeleteAsync(filter, cancellationToken);

    public ValueTask<bool> UpdateAsync(string id, VectorPatch patch, CancellationToken cancellationToken = default) => inner.UpdateAsync(id, patch, cancellationToken);

    public ValueTask<long> UpdatePayloadAsync(
        Filter filter, IReadOnlyDictionary<string, PayloadValue> patch, CancellationToken cancellationToken = default) =>
        inner.UpdatePayloadAsync(filter, patch, cancellationToken);

    public ValueTask<long> CountAsync(Filter? filter = null, CancellationToken cancellationToken = default) => inner.CountAsync(filter, cancellationToken);

    public ValueTask<ScrollPage> ScrollAsync(ScrollQuery query, CancellationToken cancellationToken = default) => inner.ScrollAsync(query, cancellationToken);

    public virtual ValueTask<SearchResult> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default) => inner.SearchAsync(query, cancellationToken);

    public ValueTask<IReadOnlyList<SearchResult>> SearchAsync(IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken = default) =>
        inner.SearchAsync(queries, cancellationToken);

    public ValueTask<SearchResult> SearchAsync(FusedQuery query, CancellationToken cancellationToken = default) => inner.SearchAsync(query, cancellationToken);

    public ValueTask<CollectionStatistics> StatisticsAsync(CancellationToken cancellationToken = default) => inner.StatisticsAsync(cancellationToken);

    public ValueTask<CollectionHealth> HealthAsync(CancellationToken cancellationToken = default) => inner.HealthAsync(cancellationToken);
}
