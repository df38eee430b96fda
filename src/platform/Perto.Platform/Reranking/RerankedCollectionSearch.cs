using Perto.Vectors;

namespace Perto.Platform;

/// <summary>Two-stage search of a vector collection.</summary>
public static class RerankedCollectionSearch
{
    /// <summary>Finds the nearest records and puts them in order by what their text says.</summary>
    /// <param name="search">Puts them in order.</param>
    /// <param name="query">What is asked; its scope is the name of the collection and its strategy <c>vectors</c>, whatever it says.</param>
    /// <param name="collection">Where to look; the tenant is its own.</param>
    /// <param name="nearest">The query as a vector, with its filter. As many records are found as the profile says, whatever its K.</param>
    /// <param name="textField">The payload field that a re-ranker reads, a keyword or a text; a record without it scores 0.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidValueException">The query breaks a rule, or the collection has no such field.</exception>
    /// <exception cref="VectorStoreException">The vector or the filter does not fit the collection.</exception>
    public static Task<RerankReport> SearchAsync(
        this RerankedSearch search, RerankQuery query, IVectorCollection collection, VectorQuery nearest, string textField, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(search);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(collection);
        ArgumentNullException.ThrowIfNull(nearest);
        string[] fields = [.. collection.Schema.Payload.Where(field => field.Kind is PayloadKind.Keyword or PayloadKind.Text).Select(field => field.Name)];
        if (!fields.Contains(textField, StringComparer.Ordinal))
        {
            string allowed = fields.Length == 0 ? "a collection with a keyword or a text" : string.Join(", ", fields);
            throw new InvalidValueException("textField", textField, allowed, $"textField must be a keyword or a text of the collection {collection.Name} ({allowed}); got '{textField}'");
        }
        return search.SearchAsync(collection.Tenant, query with { Scope = collection.Name, Strategy = "vectors" }, FindAsync, cancellationToken);

        async Task<IReadOnlyList<RerankCandidate>> FindAsync(int count, CancellationToken token)
        {
            SearchResult found = await collection.SearchAsync(
                new VectorQuery(nearest.Vector, nearest.Value)
                {
                    K = count,
                    Filter = nearest.Filter,
                    MinimumScore = nearest.MinimumScore,
                    Exact = nearest.Exact,
                    Ef = nearest.Ef,
                    Group = nearest.Group,
                },
                token);
            return [.. found.Hits.Select(hit => new RerankCandidate(hit.Id, hit.Payload.TryGetValue(textField, out PayloadValue text) ? text.Keyword : "", hit.Score))];
        }
    }
}
