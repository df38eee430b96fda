using Perto.Vectors;

namespace Perto.Platform;

/// <summary>Runs searches as they stand in requests: with a vector, or with that of a record ("like this one").</summary>
public static class VectorSearcher
{
    /// <summary>Most searches in a batch.</summary>
    public const int MaxBatch = 100;

    /// <summary>Runs one search.</summary>
    /// <exception cref="VectorStoreException">It does not fit the schema, or gives neither or both of vector and record.</exception>
    /// <exception cref="NotFoundException">There is no such record.</exception>
    public static async Task<SearchResult> SearchAsync(this IVectorCollection collection, VectorSearch search, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(collection);
        ArgumentNullException.ThrowIfNull(search);
        VectorQuery query = await QueryAsync(collection, search, path: "", cancellationToken);
        return Without(search, await collection.SearchAsync(query, cancellationToken));
    }

    /// <summary>Runs several searches.</summary>
    /// <exception cref="VectorStoreException">One does not fit; the field names which: <c>searches[2].k</c>.</exception>
    /// <exception cref="NotFoundException">There is no such record.</exception>
    public static async Task<IReadOnlyList<SearchResult>> SearchAsync(
        this IVectorCollection collection, VectorSearchBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(collection);
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Searches.Count is 0 or > MaxBatch)
            throw new VectorStoreException("searches", $"{batch.Searches.Count} searches", $"1..{MaxBatch} searches");
        var queries = new VectorQuery[batch.Searches.Count];
        for (int i = 0; i < queries.Length; i++)
            queries[i] = await QueryAsync(collection, batch.Searches[i], $"searches[{i}].", cancellationToken);
        IReadOnlyList<SearchResult> results = await collection.SearchAsync(queries, cancellationToken);
        return [.. results.Select((result, i) => Without(batch.Searches[i], result))];
    }

    /// <summary>Runs a search by several vectors.</summary>
    /// <exception cref="VectorStoreException">It does not fit; the field names the part: <c>parts[1].value</c>.</exception>
    /// <exception cref="NotFoundException">There is no such record.</exception>
    public static async Task<SearchResult> SearchAsync(this IVectorCollection collection, FusedSearch search, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(collection);
        ArgumentNullException.ThrowIfNull(search);
        var parts = new FusedPart[search.Parts.Count];
        for (int i = 0; i < parts.Length; i++)
        {
            FusedSearchPart part = search.Parts[i];
            string vector = NameOf(collection, part.Vector, $"parts[{i}].");
            parts[i] = new FusedPart(vector, await ValueAsync(collection, vector, part.Value, part.Id, $"parts[{i}].", cancellationToken))
            {
                Weight = part.Weight,
                Candidates = part.Candidates,
                Ef = part.Ef,
            };
        }
        string[] left = [.. search.Parts.Select(part => part.Id).OfType<string>().Distinct(StringComparer.Ordinal)];
        SearchResult result = await collection.SearchAsync(
            new FusedQuery(parts)
            {
                Fusion = search.Fusion,
                K = WithRoom(search.K, search.Group, left.Length),
                Filter = search.Filter,
                MinimumScore = search.MinimumScore,
                Exact = search.Exact,
                Group = WithRoom(search.Group, left.Length),
                IncludeVectors = search.IncludeVectors,
                IncludePayload = search.IncludePayload || (search.Group is not null && left.Length > 0),
            },
            cancellationToken);
        return Without(result, left, search.K, search.Group, search.IncludePayload);
    }

    private static async Task<VectorQuery> QueryAsync(IVectorCollection collection, VectorSearch search, string path, CancellationToken cancellationToken)
    {
        string vector = NameOf(collection, search.Vector, path);
        int left = search.Id is null ? 0 : 1;
        return new VectorQuery(vector, await ValueAsync(collection, vector, search.Value, search.Id, path, cancellationToken))
        {
            K = WithRoom(search.K, search.Group, left),
            Filter = search.Filter,
            Ef = search.Ef,
            Exact = search.Exact,
            MinimumScore = search.MinimumScore,
            Group = WithRoom(search.Group, left),
            IncludeVectors = search.IncludeVectors,
            IncludePayload = search.IncludePayload || (search.Group is not null && left > 0),
        };
    }

    private static string NameOf(IVectorCollection collection, string? given, string path)
    {
        if (given is not null)
            return given;
        IReadOnlyList<VectorField> vectors = collection.Schema.Vectors;
        return vectors.Count == 1
            ? vectors[0].Name
            : throw new VectorStoreException($"{path}vector", null, $"one of the schema's vectors: {string.Join(", ", vectors.Select(field => field.Name))}");
    }

    private static async Task<VectorValue> ValueAsync(
        IVectorCollection collection, string vector, VectorValue? value, string? id, string path, CancellationToken cancellationToken)
    {
        if (value is { } given && id is null)
            return given;
        if (value is not null || id is null)
            throw new VectorStoreException($"{path}value", value is null ? null : "value and id", "given, or the id of a record in its place, not both");
        VectorRecord record = await collection.GetAsync(id, includeVectors: true, cancellationToken) ?? throw new NotFoundException("record", id);
        return record.Vectors.TryGetValue(vector, out VectorValue own)
            ? own
            : throw new VectorStoreException($"{path}id", id, $"a record that has the vector '{vector}'");
    }

    // A record that is left out takes a place of its group: asking for one more in each group, and for as many more hits as that may
    // bring, leaves the right ones after it is gone.
    private static int WithRoom(int k, GroupBy? group, int left)
    {
        if (left == 0 || k is < 1 or > VectorQuery.MaxK)
            return k;
        long room = group is { Size: > 0 } ? (((long)k * (group.Size + left)) + group.Size - 1) / group.Size : k;
        return (int)Math.Min(VectorQuery.MaxK, room + left);
    }

    private static GroupBy? WithRoom(GroupBy? group, int left) =>
        left == 0 || group is null || group.Size is < 1 or >= VectorQuery.MaxK ? group : group with { Size = Math.Min(VectorQuery.MaxK, group.Size + left) };

    private static SearchResult Without(VectorSearch search, SearchResult result) =>
        search.Id is null ? result : Without(result, [search.Id], search.K, search.Group, search.IncludePayload);

    private static SearchResult Without(SearchResult result, string[] left, int k, GroupBy? group, bool payload)
    {
        if (left.Length == 0)
            return result;
        IEnumerable<SearchHit> hits = result.Hits.Where(hit => !left.Contains(hit.Id, StringComparer.Ordinal));
        if (group is not null)
        {
            Dictionary<PayloadValue, int> taken = [];
            hits = hits.Where(hit => (taken[hit.Payload[group.Field]] = taken.GetValueOrDefault(hit.Payload[group.Field]) + 1) <= group.Size);
        }
        return result with { Hits = [.. hits.Take(k).Select(hit => payload || group is null ? hit : Bare(hit))] };
    }

    private static SearchHit Bare(SearchHit hit) => new()
    {
        Id = hit.Id,
        Score = hit.Score,
        Distance = hit.Distance,
        Parts = hit.Parts,
        Vectors = hit.Vectors,
    };
}
