using Perto.Vectors;

namespace Perto.Platform.Tests;

/// <summary>A collection whose index finds the query itself and as many neighbours as it has candidates.</summary>
internal sealed class ForgetfulCollection(IVectorCollection inner) : ForwardingCollection(inner)
{
    /// <summary>The nearest record of each search, which is the query's own.</summary>
    public List<string> Queried { get; } = [];

    /// <summary>Called at each search.</summary>
    public Action Searched { get; set; } = () => { };

    public override async ValueTask<SearchResult> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        Searched();
        SearchResult exact = await base.SearchAsync(new VectorQuery(query.Vector, query.Value) { K = query.K, Filter = query.Filter, Exact = true }, cancellationToken);
        Queried.Add(exact.Hits[0].Id);
        return query.Exact
            ? exact
            : new SearchResult([.. exact.Hits.Take(query.Ef!.Value + 1)], new SearchExplain { Strategy = "forgetful", Ef = query.Ef.Value });
    }
}
