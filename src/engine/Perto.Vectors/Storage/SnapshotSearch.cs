using System.Collections.ObjectModel;

namespace Perto.Vectors.Storage;

/// <summary>Answers the queries of the contract on one snapshot, at one moment. The queries are bound to the schema.</summary>
internal readonly struct SnapshotSearch(CollectionSnapshot snapshot, TimeProvider clock, long now)
{
    private const int GroupGrowth = 4;

    public SearchResult Run(VectorQuery query, CompiledFilter? filter)
    {
        long start = clock.GetTimestamp();
        (Hit[] hits, ScanCost cost) = query.Group is null ? Find(query, filter) : FindGroups(query, query.Group, filter);
        return Answer(query, hits, cost, clock.GetElapsedTime(start));
    }

    /// <summary>Several queries, answered in their order. Those of one vector go over the rows together.</summary>
    public SearchResult[] Run((VectorQuery Query, CompiledFilter? Filter)[] queries, CancellationToken cancellationToken)
    {
        SearchResult[] results = new SearchResult[queries.Length];
        Dictionary<string, List<int>> waiting = new(StringComparer.Ordinal);
        for (int i = 0; i < queries.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (VectorQuery query, CompiledFilter? filter) = queries[i];
            if (query.Group is not null)
            {
                results[i] = Run(query, filter);
                continue;
            }
            if (!waiting.TryGetValue(query.Vector, out List<int>? together))
                waiting.Add(query.Vector, together = new List<int>(ExactScan.MaxQueries));
            together.Add(i);
            if (together.Count == ExactScan.MaxQueries)
                RunTogether(queries, together, results);
        }
        foreach (List<int> together in waiting.Values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (together.Count > 0)
                RunTogether(queries, together, results);
        }
        return results;
    }

    public SearchResult Run(FusedQuery query, CompiledFilter? filter, CancellationToken cancellationToken)
    {
        long start = clock.GetTimestamp();
        Hit[][] found = new Hit[query.Parts.Count][];
        RankedId[][] rankings = new RankedId[found.Length][];
        double[] weights = new double[found.Length];
        SearchExplain[] explained = new SearchExplain[found.Length];
        for (int p = 0; p < found.Length; p++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            FusedPart part = query.Parts[p];
            long begun = clock.GetTimestamp();
            VectorQuery ofPart = new(part.Vector, part.Value)
            {
                K = Math.Max(part.Candidates, query.K),
                Ef = part.Ef,
                Exact = query.Exact,
            };
            (found[p], ScanCost cost) = Find(ofPart, filter);
            rankings[p] = Array.ConvertAll(found[p], hit => new RankedId(hit.Id, hit.Score));
            weights[p] = part.Weight;
            explained[p] = Explain(cost, clock.GetElapsedTime(begun));
        }

        List<SearchHit> hits = new(query.K);
        GroupCount groups = new(snapshot, query.Group);
        foreach (FusedHit fused in Fusion.Fuse(query.Fusion, weights, rankings))
        {
            if (hits.Count == query.K || fused.Score < query.MinimumScore)
                break;
            PartScore first = fused.Parts[0];
            Hit hit = found[first.Part][first.Rank - 1];
            if (groups.Takes(hit))
                hits.Add(Describe(fused, hit, query));
        }
        return new SearchResult(hits, Explain(explained, clock.GetElapsedTime(start)));
    }

    private void RunTogether((VectorQuery Query, CompiledFilter? Filter)[] queries, List<int> together, SearchResult[] results)
    {
        long start = clock.GetTimestamp();
        (VectorQuery, CompiledFilter?)[] asked = new (VectorQuery, CompiledFilter?)[together.Count];
        for (int i = 0; i < asked.Length; i++)
            asked[i] = queries[together[i]];
        (Hit[] Hits, ScanCost Cost)[] found = snapshot.Search(asked, now);
        TimeSpan elapsed = clock.GetElapsedTime(start);
        for (int i = 0; i < found.Length; i++)
            results[together[i]] = Answer(queries[together[i]].Query, found[i].Hits, found[i].Cost, elapsed);
        together.Clear();
    }

    private (Hit[] Hits, ScanCost Cost) Find(VectorQuery query, CompiledFilter? filter) => snapshot.Search([(query, filter)], now)[0];

    /// <summary>
    /// Asks for more and more hits until the groups give K, or there are no more hits: the answer is that of grouping all hits.
    /// </summary>
    private (Hit[] Hits, ScanCost Cost) FindGroups(VectorQuery query, GroupBy group, CompiledFilter? filter)
    {
        int k = query.K * GroupGrowth;
        ScanCost before = default;
        while (true)
        {
            VectorQuery wider = new(query.Vector, query.Value)
            {
                K = k,
                Ef = query.Ef,
                Exact = query.Exact,
                MinimumScore = query.MinimumScore,
            };
            (Hit[] hits, ScanCost cost) = Find(wider, filter);
            cost = cost with { Compared = before.Compared + cost.Compared, Rescored = before.Rescored + cost.Rescored };
            before = cost;
            List<Hit> taken = new(query.K);
            GroupCount groups = new(snapshot, group);
            foreach (Hit hit in hits)
            {
                if (taken.Count == query.K)
                    break;
                if (groups.Takes(hit))
                    taken.Add(hit);
            }
            if (taken.Count == query.K || hits.Length < k)
                return ([.. taken], cost);
            // One more than there are ends it.
            k = (int)Math.Min((long)k * GroupGrowth, cost.Records + 1);
        }
    }

    private SearchResult Answer(VectorQuery query, Hit[] hits, ScanCost cost, TimeSpan elapsed)
    {
        SearchHit[] described = new SearchHit[hits.Length];
        for (int i = 0; i < hits.Length; i++)
            described[i] = Describe(hits[i], query);
        return new SearchResult(described, Explain(cost, elapsed));
    }

    private static SearchExplain Explain(ScanCost cost, TimeSpan elapsed) => new()
    {
        Strategy = Words(cost.Strategy),
        Records = cost.Records,
        Passing = cost.Passed,
        PassingIsEstimate = cost.PassedIsEstimate,
        Compared = cost.Compared,
        Rescored = cost.Rescored,
        Ef = cost.Ef,
        Unindexed = cost.Unindexed,
        Elapsed = elapsed,
    };

    private static string Words(SearchStrategy strategy) => strategy switch
    {
        SearchStrategy.Matches => "exact over the matches",
        SearchStrategy.Graph => "graph",
        SearchStrategy.MatchingGraph => "graph, filtered",
        SearchStrategy.Postings => "postings",
        _ => "exact scan",
    };

    private static SearchExplain Explain(SearchExplain[] parts, TimeSpan elapsed)
    {
        SearchExplain whole = new() { Strategy = "fused", Records = parts[0].Records, Elapsed = elapsed, Parts = parts };
        foreach (SearchExplain part in parts)
        {
            whole = whole with
            {
                Passing = Math.Max(whole.Passing, part.Passing),
                PassingIsEstimate = whole.PassingIsEstimate || part.PassingIsEstimate,
                Compared = whole.Compared + part.Compared,
                Rescored = whole.Rescored + part.Rescored,
                Unindexed = whole.Unindexed + part.Unindexed,
            };
        }
        return whole;
    }

    private SearchHit Describe(in Hit hit, VectorQuery query) => new()
    {
        Id = hit.Id,
        Score = hit.Score,
        Distance = hit.Distance,
        Payload = Payload(hit, query.IncludePayload),
        Vectors = Vectors(hit, query.IncludeVectors),
    };

    private SearchHit Describe(FusedHit fused, in Hit hit, FusedQuery query) => new()
    {
        Id = fused.Id,
        Score = fused.Score,
        Distance = 1 - fused.Score,
        Parts = fused.Parts,
        Payload = Payload(hit, query.IncludePayload),
        Vectors = Vectors(hit, query.IncludeVectors),
    };

    private IReadOnlyDictionary<string, PayloadValue> Payload(in Hit hit, bool include) =>
        include ? snapshot.Payload(hit) : ReadOnlyDictionary<string, PayloadValue>.Empty;

    private IReadOnlyDictionary<string, VectorValue> Vectors(in Hit hit, bool include) =>
        include ? snapshot.Vectors(hit) : ReadOnlyDictionary<string, VectorValue>.Empty;
}
