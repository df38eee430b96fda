using Perto.Platform;
using Perto.Vectors;

namespace Perto.Redis;

/// <summary>
/// Answers queries: the server's graph names candidates, and each is read, tested and compared again here, so that what is found matches the
/// filter as it is now and has its exact score. The queries and filters are bound to the schema.
/// </summary>
internal sealed class CollectionSearch(
    CollectionLayout layout, RecordReader reader, RecordWriter writer, GraphSizes sizes, RedisCalls calls, RedisVectorSettings settings, TimeProvider clock)
{
    // Who needs to look at more of a graph is better off reading the records.
    private const int MostCandidates = 10_000;
    private const int Growth = 4;

    // A walk that may not stop at all that it meets must look at more.
    private const int Detour = 4;

    // Values that the server compares in a millisecond or so.
    private const int FewValues = 500_000;

    // Beyond the candidates that are asked for by the number of hits, as the order of few is easily another.
    private const int FurtherCandidates = 10;

    // As many elements as a filtered walk may look at: all.
    private const int FilterEf = int.MaxValue;

    // The server leaves out what is farther by its own cosine distance; rounding may put opposites above 2.
    private const int Epsilon = 4;

    /// <summary>Answers a query.</summary>
    public async Task<SearchResult> RunAsync(VectorQuery query, Filter? filter, CancellationToken cancellationToken)
    {
        long start = clock.GetTimestamp();
        int vector = layout.Schema.VectorIndex(query.Vector);
        Query asked = new(
            query,
            vector,
            new VectorScorer(layout.Schema.Vectors[vector], query.Value),
            filter is null ? null : PayloadTest.Of(filter),
            query.IncludeVectors ? [vector, .. Enumerable.Range(0, layout.Schema.Vectors.Count).Where(other => other != vector)] : [vector]);
        (IReadOnlyList<Candidate> found, SearchExplain explain) = query.Exact
            ? await ScanAsync(asked, cancellationToken)
            : await WalkAsync(asked, filter is null ? null : FilterExpression.Of(filter, layout.Schema), cancellationToken);
        return new SearchResult(
            [.. found.Select(candidate => candidate.ToHit(query.IncludePayload, query.IncludeVectors))],
            explain with { Elapsed = clock.GetElapsedTime(start) });
    }

    /// <summary>Answers a query of several vectors.</summary>
    public async Task<SearchResult> RunAsync(FusedQuery query, Filter? filter, CancellationToken cancellationToken)
    {
        long start = clock.GetTimestamp();
        SearchResult[] parts = await Task.WhenAll(query.Parts.Select(part => RunAsync(
            new VectorQuery(part.Vector, part.Value)
            {
                K = Math.Max(part.Candidates, query.K),
                Ef = part.Ef,
                Exact = query.Exact,
                IncludeVectors = query.IncludeVectors,
            },
            filter,
            cancellationToken)));
        Dictionary<string, SearchHit> records = new(StringComparer.Ordinal);
        foreach (SearchHit hit in parts.SelectMany(part => part.Hits))
            records[hit.Id] = hit;

        GroupCounts groups = new(query.Group);
        SearchHit[] hits =
        [
            .. Fusion.Fuse(query.Fusion, [.. query.Parts.Select(part => part.Weight)], [.. parts.Select(Ranking)])
                .TakeWhile(hit => !(hit.Score < query.MinimumScore))
                .Where(hit => groups.Takes(records[hit.Id].Payload))
                .Take(query.K)
                .Select(hit => new SearchHit
                {
                    Id = hit.Id,
                    Score = hit.Score,
                    Distance = 1 - hit.Score,
                    Parts = hit.Parts,
                    Payload = query.IncludePayload ? records[hit.Id].Payload : System.Collections.ObjectModel.ReadOnlyDictionary<string, PayloadValue>.Empty,
                    Vectors = records[hit.Id].Vectors,
                }),
        ];
        return new SearchResult(hits, Whole([.. parts.Select(part => part.Explain)], clock.GetElapsedTime(start)));
    }

    private static RankedId[] Ranking(SearchResult part) => [.. part.Hits.Select(hit => new RankedId(hit.Id, hit.Score))];

    private static SearchExplain Whole(SearchExplain[] parts, TimeSpan elapsed) => new()
    {
        Strategy = "fused",
        Records = parts[0].Records,
        Passing = parts.Max(part => part.Passing),
        Compared = parts.Sum(part => part.Compared),
        Rescored = parts.Sum(part => part.Rescored),
        Elapsed = elapsed,
        Parts = parts,
    };

    /// <summary>Asks the server for more and more candidates until the answer is among them, as far as its codes tell.</summary>
    private async Task<(IReadOnlyList<Candidate> Found, SearchExplain Explain)> WalkAsync(Query asked, string? expression, CancellationToken cancellationToken)
    {
        VectorField field = layout.Schema.Vectors[asked.Vector];
        // Of few elements all are compared, which leaves no doubt.
        bool linear = await sizes.OfAsync(layout.Keys.Vectors[asked.Vector].Graph, calls, cancellationToken) < (field.Index.GraphFrom ?? FewValues / field.Dimension);
        int count = (asked.Original.K * Expansion(asked.Vector)) + FurtherCandidates, most = Math.Max(MostCandidates, count);
        while (count <= most)
        {
            int ef = Math.Max((asked.Original.Ef ?? settings.Ef ?? field.Index.SearchEf) * (expression is null ? 1 : Detour), count);
            GraphAnswer answer = await AskAsync(asked, count, ef, expression, linear, cancellationToken);
            (IReadOnlyList<StoredRecord> records, LengthRange lengths) = await reader.ReadAsync(answer.Ids, asked.Vectors, cancellationToken);
            long now = Now();
            if (records.Any(record => record.IsExpired(now)))
            {
                // They stand in the way of others, once.
                await writer.PurgeAsync(now, cancellationToken);
                continue;
            }
            List<Candidate> candidates = [.. records.Select(asked.Compare).OfType<Candidate>()];
            IReadOnlyList<Candidate> found = asked.Take(candidates);
            bool isAll = answer.Ids.Count == answer.Elements || (linear && answer.Ids.Count < count);
            if (isAll || (answer.Ids.Count == count && Suffices(asked, linear, found, candidates, answer, lengths)))
            {
                return (found, new SearchExplain
                {
                    Strategy = (linear ? "scan of codes" : "graph") + (asked.Matches is null ? "" : ", filtered"),
                    Rescored = candidates.Count,
                    Ef = linear ? 0 : ef,
                });
            }
            // A walk may end before it has seen all that match; a scan of all elements does not.
            if (answer.Ids.Count < count && !linear)
                linear = true;
            else
                count *= Growth;
        }
        return await ScanAsync(asked, cancellationToken);
    }

    /// <summary>Whether those that the graph did not name, as they are farther by their angle, do not belong among what was found.</summary>
    private bool Suffices(Query asked, bool linear, IReadOnlyList<Candidate> found, List<Candidate> candidates, GraphAnswer answer, LengthRange lengths)
    {
        bool isFull = found.Count == asked.Original.K;
        double needed = isFull ? found[^1].Score : asked.Original.MinimumScore ?? double.NegativeInfinity;
        VectorField field = layout.Schema.Vectors[asked.Vector];
        AngleError error = AngleError.Of(field, layout.Graphs[asked.Vector]);
        // The order of the graph is that of the metric; a walk through it is no more than a good guess anyhow.
        bool isGuess = !linear && field.Kind is VectorKind.Dense && (field.Metric is Metric.Cosine || lengths.IsOne);
        if (isGuess || !error.IsKnown)
            return isFull || (candidates.Count > 0 && candidates[^1].Score < needed);
        // Where all were compared there shall be no doubt, and where others may be as good, their ids decide.
        return linear || field.Kind is VectorKind.Bits
            ? needed > asked.Scorer.Bound(answer.Cosine + error.Most, lengths)
            : needed >= asked.Scorer.Bound(answer.Cosine - AngleError.Rounding, lengths);
    }

    private async Task<GraphAnswer> AskAsync(Query asked, int count, int ef, string? expression, bool linear, CancellationToken cancellationToken)
    {
        string graph = layout.Keys.Vectors[asked.Vector].Graph;
        List<RedisArgument> arguments =
            [graph, "FP32", asked.Scorer.Direction, "WITHSCORES", "COUNT", count, "EF", ef, "EPSILON", Epsilon];
        if (expression is not null)
            arguments.AddRange(["FILTER", expression, "FILTER-EF", FilterEf]);
        if (linear)
            arguments.Add("TRUTH");
        Task<RedisReply> size = calls.ReadAsync("VCARD", [graph], cancellationToken);
        IReadOnlyList<RedisReply> pairs = (await calls.ReadAsync("VSIM", arguments, cancellationToken)).Items;
        var ids = new string[pairs.Count / 2];
        for (int i = 0; i < ids.Length; i++)
            ids[i] = pairs[2 * i].Text!;
        // The server's score is 1 for a cosine of 1, and 0 for -1.
        double cosine = ids.Length == 0 ? 1 : (2 * pairs[^1].Number) - 1;
        long elements = (await size).Integer;
        sizes.Seen(graph, elements);
        return new GraphAnswer(ids, cosine, elements);
    }

    private async Task<(IReadOnlyList<Candidate> Found, SearchExplain Explain)> ScanAsync(Query asked, CancellationToken cancellationToken)
    {
        long now = Now();
        long seen = 0, compared = 0;
        List<Candidate> best = [];
        await foreach (IReadOnlyList<StoredRecord> page in reader.PagesAsync(after: null, asked.Vectors, cancellationToken: cancellationToken))
        {
            foreach (StoredRecord stored in page.Where(stored => !stored.IsExpired(now)))
            {
                seen++;
                if (asked.Compare(stored) is not { } candidate)
                    continue;
                compared++;
                best.Add(candidate);
            }
            asked.Trim(best);
        }
        return (asked.Take(best), new SearchExplain
        {
            Strategy = asked.Matches is null ? "exact scan" : "exact over the matches",
            Records = seen,
            Passing = compared,
            Compared = compared,
        });
    }

    private int Expansion(int vector) => settings.Expansion ?? layout.Graphs[vector].Quantisation switch
    {
        GraphSettings.Floats => 1,
        GraphSettings.Bytes => 2,
        _ => layout.Schema.Vectors[vector].Kind is VectorKind.Bits ? 1 : 10,
    };

    private long Now() => PayloadValue.UnixMicroseconds(clock.GetUtcNow());

    /// <summary>A query with what is needed to answer it.</summary>
    private sealed record Query(
        VectorQuery Original, int Vector, VectorScorer Scorer, Func<IReadOnlyDictionary<string, PayloadValue>, bool>? Matches, int[] Vectors)
    {
        /// <summary>Compares a record; null where it does not match or has not got the vector.</summary>
        public Candidate? Compare(StoredRecord stored)
        {
            if (!stored.Record.Vectors.TryGetValue(Original.Vector, out VectorValue vector) || Matches?.Invoke(stored.Payload) is false)
                return null;
            (float score, float distance) = Scorer.Compare(vector);
            return new Candidate(stored, score, distance);
        }

        /// <summary>Sorts candidates, and gives those that are the answer if there are no others.</summary>
        public IReadOnlyList<Candidate> Take(List<Candidate> candidates)
        {
            candidates.Sort(Candidate.Compare);
            GroupCounts groups = new(Original.Group);
            return
            [
                .. candidates.TakeWhile(candidate => !(candidate.Score < Original.MinimumScore))
                    .Where(candidate => groups.Takes(candidate.Stored.Payload))
                    .Take(Original.K),
            ];
        }

        /// <summary>Lets go of candidates that are not in the answer, whatever comes.</summary>
        public void Trim(List<Candidate> candidates)
        {
            int kept = 4 * Original.K;
            if (candidates.Count > kept)
            {
                IReadOnlyList<Candidate> best = Take(candidates);
                candidates.Clear();
                candidates.AddRange(best);
            }
        }
    }
}
