using System.Collections.ObjectModel;
using Perto.Vectors;

namespace Perto.Pinecone;

/// <summary>Answers queries. They and their conditions are bound to the schema; a condition matches only what has not expired.</summary>
internal sealed class NamespaceSearch(
    VectorField field, IndexNamespace records, RecordReader reader, PineconeSettings settings, TimeProvider clock, CancellationToken cancellationToken)
{
    private const int GroupGrowth = 4;
    private const int TieGrowth = 4;

    // An answer has 4 MB at most. Up to here records come with the hits; where they are too many after all they are read afterwards.
    private const int HitsWithPayload = 1_000;
    private const int BytesOfVectors = 2_000_000;
    private const int BytesOfValue = 16;

    // A page of an exact search: vectors and some payload.
    private const int BytesOfPage = 2_000_000;
    private const int BytesOfPayload = 1_024;

    /// <summary>Answers a query.</summary>
    public async Task<SearchResult> RunAsync(VectorQuery query, Condition condition, bool filtered)
    {
        long start = clock.GetTimestamp();
        bool payload = query.IncludePayload || query.Group is not null;
        (List<Hit> hits, bool compared) = query switch
        {
            _ when condition == Condition.Never => ([], query.Exact),
            { Exact: true } => (await CompareAsync(query.Value.Dense, query.K, query.Group, condition), true),
            { Group: { } group } => await FindGroupsAsync(query, group, condition),
            _ => (await FindAsync(query.Value.Dense, query.K, condition, payload, query.IncludeVectors), false),
        };
        hits.RemoveAll(hit => hit.Score < query.MinimumScore);
        GroupCounts groups = new(query.Group);
        Hit[] taken = [.. hits.Where(hit => query.Group is null || groups.Takes(hit.Record!.Payload)).Take(query.K)];
        // Of what was compared for groups only the value of the group was kept.
        if (compared && query.Group is not null)
            taken = [.. taken.Select(hit => hit with { Record = null })];
        return new SearchResult(
            [.. (await CompletedAsync(taken, query.IncludePayload, query.IncludeVectors)).Select(hit => hit.ToSearchHit(query.IncludePayload, query.IncludeVectors))],
            new SearchExplain { Strategy = Strategy(compared, filtered), Elapsed = clock.GetElapsedTime(start) });
    }

    /// <summary>Answers a query of several vectors.</summary>
    public async Task<SearchResult> RunAsync(FusedQuery query, Condition condition, bool filtered)
    {
        long start = clock.GetTimestamp();
        List<SearchExplain> explained = [];
        List<RankedId[]> rankings = [];
        foreach (FusedPart part in query.Parts)
        {
            long begun = clock.GetTimestamp();
            int candidates = Math.Max(part.Candidates, query.K);
            List<Hit> found = condition == Condition.Never ? []
                : query.Exact ? await CompareAsync(part.Value.Dense, candidates, group: null, condition)
                : await FindAsync(part.Value.Dense, candidates, condition, payload: false, vectors: false);
            rankings.Add([.. found.Take(candidates).Select(hit => new RankedId(hit.Id!, hit.Score))]);
            explained.Add(new SearchExplain { Strategy = Strategy(query.Exact, filtered), Elapsed = clock.GetElapsedTime(begun) });
        }
        IEnumerable<FusedHit> fused = Fusion.Fuse(query.Fusion, [.. query.Parts.Select(part => part.Weight)], rankings)
            .TakeWhile(hit => !(hit.Score < query.MinimumScore));
        // Without groups the best K are the answer; with them any of the candidates may be.
        FusedHit[] candidatesOfAll = [.. query.Group is null ? fused.Take(query.K) : fused];
        bool read = query.IncludePayload || query.IncludeVectors || query.Group is not null;
        Dictionary<string, VectorRecord> of = read ? await ReadAsync([.. candidatesOfAll.Select(hit => RecordId.Encode(hit.Id))]) : [];
        GroupCounts groups = new(query.Group);
        SearchHit[] hits =
        [
            .. candidatesOfAll
                // One that was deleted since is no hit.
                .Where(hit => !read || of.ContainsKey(hit.Id))
                .Where(hit => query.Group is null || groups.Takes(of[hit.Id].Payload))
                .Take(query.K)
                .Select(hit => new SearchHit
                {
                    Id = hit.Id,
                    Score = hit.Score,
                    Distance = 1 - hit.Score,
                    Parts = hit.Parts,
                    Payload = query.IncludePayload ? of[hit.Id].Payload.AsReadOnly() : ReadOnlyDictionary<string, PayloadValue>.Empty,
                    Vectors = query.IncludeVectors ? of[hit.Id].Vectors.AsReadOnly() : ReadOnlyDictionary<string, VectorValue>.Empty,
                }),
        ];
        return new SearchResult(hits, new SearchExplain { Strategy = "fused", Parts = explained, Elapsed = clock.GetElapsedTime(start) });
    }

    private static string Strategy(bool compared, bool filtered) => (compared, filtered) switch
    {
        (true, true) => "exact over the matches",
        (true, false) => "exact scan",
        (false, true) => "index, filtered",
        _ => "index",
    };

    /// <summary>
    /// The best <paramref name="k"/>. More than these are asked for as long as the last place is shared: of equal scores the smaller ids are hits, and
    /// the service orders them otherwise.
    /// </summary>
    private async Task<List<Hit>> FindAsync(ReadOnlyMemory<float> value, int k, Condition condition, bool payload, bool vectors)
    {
        StoredVector query = StoredVector.Of(field, value);
        for (int most = Math.Min(k + 1, IndexNamespace.MostHits); ; most = Math.Min(most * TieGrowth, IndexNamespace.MostHits))
        {
            List<Hit> hits = await AskAsync(query, most, condition, payload, vectors);
            bool all = hits.Count < most || most == IndexNamespace.MostHits;
            hits.Sort(Hit.Order);
            if (all || hits[k - 1].Score != hits[^1].Score)
                return hits.Count > k ? hits[..k] : hits;
        }
    }

    private async Task<List<Hit>> AskAsync(StoredVector query, int most, Condition condition, bool payload, bool vectors)
    {
        bool values = vectors && (long)most * field.Dimension * BytesOfValue <= BytesOfVectors;
        bool withRecords = (payload || vectors) && most <= HitsWithPayload && (values || !vectors);
        IReadOnlyList<QueryMatch>? found = null;
        if (withRecords)
            found = await records.QueryAsync(query.Values, most, condition, values, reader.Read, cancellationToken);
        found ??= await records.QueryAsync(query.Values, most, condition, values: false, read: null, cancellationToken) ?? [];
        List<Hit> hits = [.. found.Select(match => Hit.Of(field.Metric, match, query.IsZero))];

        // The ids of those that were cut are with the records.
        string[] cut = [.. hits.Where(hit => hit.Id is null).Select(hit => hit.Sent)];
        if (cut.Length > 0)
        {
            Dictionary<string, VectorRecord> read = (await ReadAsync(cut)).Values.ToDictionary(record => RecordId.Encode(record.Id), StringComparer.Ordinal);
            hits = [.. hits.Where(hit => hit.Id is not null || read.ContainsKey(hit.Sent)).Select(hit => hit.Id is null ? hit.With(read[hit.Sent]) : hit)];
        }
        return hits;
    }

    /// <summary>
    /// Asks for more and more hits until the groups give K, or there are no more hits: the answer is that of grouping all hits. Where the service gives
    /// no more although there are, all are compared.
    /// </summary>
    private async Task<(List<Hit> Hits, bool Compared)> FindGroupsAsync(VectorQuery query, GroupBy group, Condition condition)
    {
        for (int k = Math.Min(query.K * GroupGrowth, IndexNamespace.MostHits); ; k = Math.Min(k * GroupGrowth, IndexNamespace.MostHits))
        {
            List<Hit> hits = await FindAsync(query.Value.Dense, k, condition, payload: true, query.IncludeVectors);
            bool all = hits.Count < k;
            hits = await CompletedAsync(hits, payload: true, vectors: false);
            GroupCounts groups = new(group);
            if (all || hits.Count(hit => groups.Takes(hit.Record!.Payload)) >= query.K)
                return (hits, false);
            if (k == IndexNamespace.MostHits)
                return (await CompareAsync(query.Value.Dense, query.K, group, condition), true);
        }
    }

    /// <summary>
    /// The best of all records that match, compared here: <paramref name="k"/>, or with groups all, of which no more is kept than what they are grouped by.
    /// </summary>
    private async Task<List<Hit>> CompareAsync(ReadOnlyMemory<float> value, int k, GroupBy? group, Condition condition)
    {
        float[] query = Comparable(value.Span);
        int limit = Math.Clamp(BytesOfPage / ((field.Dimension * BytesOfValue) + BytesOfPayload), 1, 1_000);
        // The worst is at hand.
        PriorityQueue<Hit, Hit> best = new(Comparer<Hit>.Create(static (x, y) => Hit.Order(y, x)));
        int compared = 0;
        string? token = null;
        do
        {
            (List<VectorRecord> page, token) = await records.FetchAsync(condition, limit, token, reader.Read, cancellationToken);
            compared += page.Count;
            if (compared > settings.ExactRecords)
            {
                throw new VectorStoreException(
                    "exact", $"more than {settings.ExactRecords} records to compare",
                    "left out, or asked with a narrower filter: Pinecone does not compare all, so they are read and compared here. Perto:Pinecone:ExactRecords says how many");
            }
            foreach (VectorRecord record in page)
            {
                float raw = MetricKernel.One(field.Metric, query, Comparable(record.Vectors[field.Name].Dense.Span)) * MetricKernel.Sign(field.Metric);
                Hit hit = new(
                    RecordId.Encode(record.Id), record.Id, MetricKernel.Score(field.Metric, raw), MetricKernel.Distance(field.Metric, raw), Kept(record, group));
                best.Enqueue(hit, hit);
                if (group is null && best.Count > k)
                    best.Dequeue();
            }
        }
        while (token is not null);
        List<Hit> hits = [.. best.UnorderedItems.Select(item => item.Element)];
        hits.Sort(Hit.Order);
        return hits;
    }

    private static VectorRecord Kept(VectorRecord record, GroupBy? group)
    {
        if (group is null)
            return record;
        VectorRecord kept = new(record.Id);
        if (record.Payload.TryGetValue(group.Field, out PayloadValue value))
            kept.Payload[group.Field] = value;
        return kept;
    }

    private float[] Comparable(ReadOnlySpan<float> vector)
    {
        if (!field.Metric.IsNormalised())
            return vector.ToArray();
        float[] unit = new float[vector.Length];
        UnitVector.Write(vector, unit);
        return unit;
    }

    /// <summary>The hits with what was asked of their records and did not come with them; those that were deleted since are left out.</summary>
    private async Task<List<Hit>> CompletedAsync(IReadOnlyList<Hit> hits, bool payload, bool vectors)
    {
        string[] missing =
            [.. hits.Where(hit => (payload && hit.Record is null) || (vectors && hit.Record?.Vectors.ContainsKey(field.Name) != true)).Select(hit => hit.Sent)];
        if (missing.Length == 0)
            return [.. hits];
        Dictionary<string, VectorRecord> read = await ReadAsync(missing);
        HashSet<string> asked = [.. missing];
        return [.. hits.Where(hit => !asked.Contains(hit.Sent) || read.ContainsKey(hit.Id!)).Select(hit => asked.Contains(hit.Sent) ? hit.With(read[hit.Id!]) : hit)];
    }

    private async Task<Dictionary<string, VectorRecord>> ReadAsync(IReadOnlyList<string> sent) =>
        (await records.FetchAsync(sent, reader.Read, cancellationToken)).ToDictionary(record => record.Id, StringComparer.Ordinal);
}
