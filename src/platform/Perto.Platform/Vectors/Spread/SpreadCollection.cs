using Perto.Vectors;

namespace Perto.Platform;

/// <summary>A collection whose vectors lie in collections of their own. The first of them says which records there are.</summary>
internal sealed class SpreadCollection(string provider, string name, CollectionSchema schema, IReadOnlyList<IVectorCollection> parts) : IVectorCollection
{
    public TenantId Tenant => First.Tenant;

    public string Name => name;

    public CollectionSchema Schema => schema;

    private IVectorCollection First => parts[0];

    private IEnumerable<IVectorCollection> Others => parts.Skip(1);

    public ValueTask UpsertAsync(VectorRecord record, CancellationToken cancellationToken = default)
    {
        CheckWhole(record, "");
        return WriteAsync([schema.Bind(record)], cancellationToken);
    }

    public ValueTask UpsertAsync(IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        IReadOnlyList<VectorRecord> bound = schema.Bind(records);
        for (int i = 0; i < records.Count; i++)
            CheckWhole(records[i], $"records[{i}].");
        return WriteAsync(bound, cancellationToken);
    }

    public async ValueTask<VectorRecord?> GetAsync(string id, bool includeVectors = true, CancellationToken cancellationToken = default)
    {
        VectorRecord? record = await First.GetAsync(id, includeVectors, cancellationToken);
        return record is null || !includeVectors ? record : (await WithVectorsAsync([record], cancellationToken)).SingleOrDefault();
    }

    public async ValueTask<IReadOnlyList<VectorRecord>> GetAsync(
        IReadOnlyList<string> ids, bool includeVectors = true, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<VectorRecord> records = await First.GetAsync(ids, includeVectors, cancellationToken);
        return includeVectors ? await WithVectorsAsync(records, cancellationToken) : records;
    }

    public async ValueTask<long> DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default)
    {
        long deleted = await First.DeleteAsync(ids, cancellationToken);
        foreach (IVectorCollection part in Others)
            await part.DeleteAsync(ids, cancellationToken);
        return deleted;
    }

    public async ValueTask<long> DeleteAsync(Filter filter, CancellationToken cancellationToken = default)
    {
        long deleted = await First.DeleteAsync(filter, cancellationToken);
        foreach (IVectorCollection part in Others)
            await part.DeleteAsync(filter, cancellationToken);
        return deleted;
    }

    public async ValueTask<bool> UpdateAsync(string id, VectorPatch patch, CancellationToken cancellationToken = default)
    {
        VectorPatch bound = schema.Bind(patch);
        foreach ((string vector, VectorValue? value) in bound.Vectors)
        {
            if (value is null)
                throw Missing($"vectors.{vector}");
        }
        if (!await First.UpdateAsync(id, PartOf(bound, First), cancellationToken))
            return false;
        foreach (IVectorCollection part in Others)
            await part.UpdateAsync(id, PartOf(bound, part), cancellationToken);
        return true;
    }

    public async ValueTask<long> UpdatePayloadAsync(
        Filter filter, IReadOnlyDictionary<string, PayloadValue> patch, CancellationToken cancellationToken = default)
    {
        long changed = await First.UpdatePayloadAsync(filter, patch, cancellationToken);
        foreach (IVectorCollection part in Others)
            await part.UpdatePayloadAsync(filter, patch, cancellationToken);
        return changed;
    }

    public ValueTask<long> CountAsync(Filter? filter = null, CancellationToken cancellationToken = default) => First.CountAsync(filter, cancellationToken);

    public async ValueTask<ScrollPage> ScrollAsync(ScrollQuery query, CancellationToken cancellationToken = default)
    {
        ScrollPage page = await First.ScrollAsync(query, cancellationToken);
        return query.IncludeVectors ? page with { Records = await WithVectorsAsync(page.Records, cancellationToken) } : page;
    }

    public async ValueTask<SearchResult> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        schema.Bind(query);
        SearchResult found = await Part(query.Vector).SearchAsync(query, cancellationToken);
        return query.IncludeVectors ? await WithVectorsAsync(found, cancellationToken) : found;
    }

    public async ValueTask<IReadOnlyList<SearchResult>> SearchAsync(IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        for (int i = 0; i < queries.Count; i++)
            schema.Bind(queries[i], $"queries[{i}].");
        var results = new SearchResult[queries.Count];
        foreach (IGrouping<string, int> vector in Enumerable.Range(0, queries.Count).GroupBy(i => queries[i].Vector, StringComparer.Ordinal))
        {
            int[] places = [.. vector];
            IReadOnlyList<SearchResult> found = await Part(vector.Key).SearchAsync([.. places.Select(place => queries[place])], cancellationToken);
            for (int i = 0; i < places.Length; i++)
                results[places[i]] = queries[places[i]].IncludeVectors ? await WithVectorsAsync(found[i], cancellationToken) : found[i];
        }
        return results;
    }

    public async ValueTask<SearchResult> SearchAsync(FusedQuery query, CancellationToken cancellationToken = default)
    {
        schema.Bind(query);
        string vector = query.Parts[0].Vector;
        for (int i = 1; i < query.Parts.Count; i++)
        {
            if (query.Parts[i].Vector != vector)
                throw Missing($"parts[{i}].vector");
        }
        SearchResult found = await Part(vector).SearchAsync(query, cancellationToken);
        return query.IncludeVectors ? await WithVectorsAsync(found, cancellationToken) : found;
    }

    public async ValueTask<CollectionStatistics> StatisticsAsync(CancellationToken cancellationToken = default)
    {
        CollectionStatistics[] all = await Task.WhenAll(parts.Select(part => part.StatisticsAsync(cancellationToken).AsTask()));
        return all[0] with
        {
            Vectors = all.SelectMany(part => part.Vectors).ToDictionary(StringComparer.Ordinal),
            Indexed = all.SelectMany(part => part.Indexed).ToDictionary(StringComparer.Ordinal),
            DeadRecords = all.Sum(part => part.DeadRecords),
            Segments = all.Sum(part => part.Segments),
            Bytes = all.Sum(part => part.Bytes),
            BytesInMemory = all.Sum(part => part.BytesInMemory),
            BytesOnDisk = all.Sum(part => part.BytesOnDisk),
            LogBytes = all.Sum(part => part.LogBytes),
        };
    }

    public async ValueTask<CollectionHealth> HealthAsync(CancellationToken cancellationToken = default)
    {
        foreach (IVectorCollection part in parts)
        {
            if (await part.HealthAsync(cancellationToken) is { State: not HealthState.Ok } ill)
                return ill;
        }
        return CollectionHealth.Ok;
    }

    // The first is written last, so that a record that can be counted and read can be found by all its vectors.
    private async ValueTask WriteAsync(IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken)
    {
        foreach (IVectorCollection part in Others.Append(First))
            await part.UpsertAsync([.. records.Select(record => PartOf(record, part))], cancellationToken);
    }

    private static VectorRecord PartOf(VectorRecord record, IVectorCollection part)
    {
        string vector = part.Schema.Vectors[0].Name;
        return new VectorRecord(record.Id)
        {
            Vectors = { [vector] = record.Vectors[vector] },
            Payload = new Dictionary<string, PayloadValue>(record.Payload, StringComparer.Ordinal),
            ExpiresAt = record.ExpiresAt,
        };
    }

    private static VectorPatch PartOf(VectorPatch patch, IVectorCollection part) => new()
    {
        Payload = new Dictionary<string, PayloadValue>(patch.Payload, StringComparer.Ordinal),
        Vectors = patch.Vectors.Where(vector => vector.Key == part.Schema.Vectors[0].Name).ToDictionary(StringComparer.Ordinal),
        ExpiresAt = patch.ExpiresAt,
        NeverExpires = patch.NeverExpires,
    };

    private void CheckWhole(VectorRecord record, string path)
    {
        ArgumentNullException.ThrowIfNull(record);
        foreach (VectorField vector in schema.Vectors)
        {
            if (!record.Vectors.ContainsKey(vector.Name))
                throw Missing($"{path}vectors.{vector.Name}");
        }
    }

    private CapabilityMissingException Missing(string field) => new(field, provider, VectorStoreCapabilities.NamedVectors);

    private IVectorCollection Part(string vector) => parts.Single(part => part.Schema.Vectors[0].Name == vector);

    private async ValueTask<SearchResult> WithVectorsAsync(SearchResult found, CancellationToken cancellationToken)
    {
        Dictionary<string, VectorRecord> records =
            (await GetAsync([.. found.Hits.Select(hit => hit.Id)], includeVectors: true, cancellationToken)).ToDictionary(record => record.Id, StringComparer.Ordinal);
        return found with
        {
            Hits =
            [
                // One that was deleted meanwhile is no hit any more.
                .. found.Hits.Where(hit => records.ContainsKey(hit.Id)).Select(hit => new SearchHit
                {
                    Id = hit.Id, Score = hit.Score, Distance = hit.Distance, Parts = hit.Parts, Payload = hit.Payload, Vectors = records[hit.Id].Vectors.AsReadOnly(),
                }),
            ],
        };
    }

    private async ValueTask<IReadOnlyList<VectorRecord>> WithVectorsAsync(IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken)
    {
        string[] ids = [.. records.Select(record => record.Id)];
        foreach (IVectorCollection part in Others)
        {
            string vector = part.Schema.Vectors[0].Name;
            Dictionary<string, VectorRecord> found = (await part.GetAsync(ids, includeVectors: true, cancellationToken)).ToDictionary(record => record.Id, StringComparer.Ordinal);
            // Nobody else has these records yet.
            foreach (VectorRecord record in records)
            {
                if (found.TryGetValue(record.Id, out VectorRecord? other))
                    record.Vectors[vector] = other.Vectors[vector];
            }
        }
        return records;
    }
}
