using System.Runtime.CompilerServices;
using System.Text.Json;
using Perto.Vectors;

namespace Perto.Qdrant;

/// <summary>Answers queries. They and their filters are bound to the schema.</summary>
internal sealed class CollectionSearch(PointCalls points, CollectionSchema schema, TimeProvider clock, long now)
{
    private const int MostSearches = 100;

    /// <summary>Answers queries, as many as may be in one request.</summary>
    public async Task<IReadOnlyList<SearchResult>> RunAsync(IReadOnlyList<VectorQuery> queries, IReadOnlyList<Filter?> filters, CancellationToken cancellationToken)
    {
        long start = clock.GetTimestamp();
        PendingSearch[] searches = [.. queries.Select((query, i) => new PendingSearch(query, filters[i], schema.Vector(query.Vector, "vector")))];
        await FindAsync(searches, cancellationToken);
        TimeSpan elapsed = clock.GetElapsedTime(start);
        return [.. searches.Select(search => search.Result(elapsed))];
    }

    /// <summary>Answers a query of several vectors: its parts in one request, fused as every store does.</summary>
    public async Task<SearchResult> RunAsync(FusedQuery query, Filter? filter, CancellationToken cancellationToken)
    {
        long start = clock.GetTimestamp();
        VectorQuery[] parts =
        [
            .. query.Parts.Select(part => new VectorQuery(part.Vector, part.Value)
            {
                K = Math.Max(part.Candidates, query.K),
                Ef = part.Ef,
                Exact = query.Exact,
                IncludePayload = false,
            }),
        ];
        IReadOnlyList<SearchResult> found = await RunAsync(parts, [.. parts.Select(_ => filter)], cancellationToken);
        RankedId[][] rankings = [.. found.Select(result => result.Hits.Select(hit => new RankedId(hit.Id, hit.Score)).ToArray())];
        IEnumerable<FusedHit> fused = Fusion.Fuse(query.Fusion, [.. query.Parts.Select(part => part.Weight)], rankings)
            .TakeWhile(hit => !(hit.Score < query.MinimumScore));
        // Without groups the best K are the answer; with them any of the candidates may be.
        FusedHit[] candidates = [.. query.Group is null ? fused.Take(query.K) : fused];
        Dictionary<string, VectorRecord> records = await points.GetAsync([.. candidates.Select(hit => hit.Id)], query.IncludeVectors, now, cancellationToken);
        GroupCounts groups = new(query.Group);
        SearchHit[] hits =
        [
            // One that was deleted meanwhile is no hit any more.
            .. candidates.Where(hit => records.TryGetValue(hit.Id, out VectorRecord? record) && groups.Takes(record.Payload)).Take(query.K).Select(hit => new SearchHit
            {
                Id = hit.Id,
                Score = hit.Score,
                Distance = 1 - hit.Score,
                Parts = hit.Parts,
                Payload = query.IncludePayload ? records[hit.Id].Payload.AsReadOnly() : System.Collections.ObjectModel.ReadOnlyDictionary<string, PayloadValue>.Empty,
                Vectors = records[hit.Id].Vectors.AsReadOnly(),
            }),
        ];
        return new SearchResult(hits, new SearchExplain { Strategy = "fused", Elapsed = clock.GetElapsedTime(start), Parts = [.. found.Select(result => result.Explain)] });
    }

    private async Task FindAsync(IReadOnlyList<PendingSearch> searches, CancellationToken cancellationToken)
    {
        while (searches.Any(search => !search.IsDone))
        {
            PendingSearch[] asked = [.. searches.Where(search => !search.IsDone)];
            int answered = 0;
            foreach (IReadOnlyList<ReadOnlyMemory<byte>> group in JsonBatches.Of(asked, MostSearches, (writer, search) => search.Write(writer, schema, now)))
            {
                JsonElement[] answers = await points.SearchAsync(group, cancellationToken);
                foreach (JsonElement answer in answers)
                {
                    PendingSearch search = asked[answered++];
                    search.Take(points.Read(() => Read(answer, search.Field)));
                }
            }
        }
        foreach (PendingSearch search in searches.Where(search => search.NeedsCancelled))
            await search.AddAsync(CancelledAsync(search, cancellationToken));
    }

    private List<Hit> Read(JsonElement answer, VectorField field)
    {
        RecordForm form = new(schema);
        List<Hit> hits = [];
        foreach (JsonElement point in answer.GetProperty("points"u8).EnumerateArray())
        {
            (float score, float distance) = VectorForm.Measured(field, point.GetProperty("score"u8).GetSingle());
            hits.Add(new Hit(form.Read(point), score, distance));
        }
        return hits;
    }

    /// <summary>
    /// Records of a sparse field that share a dimension with the query, of all those whose products may cancel out: where the query has only clear
    /// weights these are the few that have a value of 0 or less.
    /// </summary>
    private async IAsyncEnumerable<Hit> CancelledAsync(PendingSearch search, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        SparseVector query = search.Value.Sparse;
        bool onlySigned = VectorForm.IsClearlyPositive(query);
        Dictionary<uint, float> weights = [];
        for (int i = 0; i < query.Count; i++)
            weights.Add(query.Dimensions.Span[i], query.Values.Span[i]);
        await foreach (VectorRecord record in points.ScrollAsync(
            search.Filter,
            now,
            form =>
            {
                if (onlySigned)
                    form.IsSigned(search.Field.Name);
                else
                    form.HasVector(search.Field.Name);
            },
            cancellationToken))
        {
            if (record.Vectors.TryGetValue(search.Field.Name, out VectorValue value) && Product(weights, value.Sparse) is { } score)
                yield return new Hit(record, score, 0 - score);
        }
    }

    private static float? Product(Dictionary<uint, float> weights, SparseVector vector)
    {
        double sum = 0;
        bool shares = false;
        for (int i = 0; i < vector.Count; i++)
        {
            if (!weights.TryGetValue(vector.Dimensions.Span[i], out float weight))
                continue;
            shares = true;
            sum += (double)weight * vector.Values.Span[i];
        }
        return shares ? (float)sum : null;
    }
}
