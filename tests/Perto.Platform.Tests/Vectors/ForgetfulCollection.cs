using Perto.Vectors;

namespace Perto.Platform.Tests;

/// <summary>A collection whose index finds the query itself and as many neighbours as it has candidates.</summary>
internal sealed class ForgetfulCollection(IVectorCollection inner) : IVectorCollection
{
    /// <summary>The nearest record of each search, which is the query's own.</summary>
    public List<string> Queried { get; } = [];

    /// <summary>Called at each search.</summary>
    public Action Searched { get; set; } = () => { };

    public TenantId Tenant => inner.Tenant;

    public string Name => inner.Name;

    public CollectionSchema Schema => inner.Schema;

    public async ValueTask<SearchResult> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        Searched();
        SearchResult exact = await inner.SearchAsync(new VectorQuery(query.Vector, query.Value) { K = query.K, Filter = query.Filter, Exact = true }, cancellationToken);
        Queried.Add(exact.Hits[0].Id);
        return query.Exact
            ? exact
            : new SearchResult([.. exact.Hits.Take(query.Ef!.Value + 1)], new SearchExplain { Strategy = "forgetful", Ef = query.Ef.Value });
    }

    public ValueTask<IReadOnlyList<VectorRecord>> GetAsync(IReadOnlyList<string> ids, bool includeVectors = true, CancellationToken cancellationToken = default) =>
        inner.GetAsync(ids, includeVectors, cancellationToken);

    public ValueTask<ScrollPage> ScrollAsync(ScrollQuery query, CancellationToken cancellationToken = default) => inner.ScrollAsync(query, cancellationToken);

    public ValueTask UpsertAsync(VectorRecord record, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask UpsertAsync(IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<VectorRecord?> GetAsync(string id, bool includeVectors = true, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<long> DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<long> DeleteAsync(Filter filter, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<bool> UpdateAsync(string id, VectorPatch patch, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<long> UpdatePayloadAsync(
        Filter filter, IReadOnlyDictionary<string, PayloadValue> patch, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<long> CountAsync(Filter? filter = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<SearchResult>> SearchAsync(IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<SearchResult> SearchAsync(FusedQuery query, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<CollectionStatistics> StatisticsAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<CollectionHealth> HealthAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
