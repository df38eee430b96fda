using Perto.Numerics;
using Perto.Vectors;

namespace Perto.Platform;

/// <summary>
/// Measures recall on a collection's own records: draws some as queries, searches each with the index and exactly, and counts how many of
/// the exact answer's records the index found. It reads only, and works over any store.
/// </summary>
/// <param name="collection">What is measured.</param>
/// <param name="clock">Ends a measurement that takes too long.</param>
public sealed class RecallMeasurement(IVectorCollection collection, TimeProvider clock)
{
    /// <summary>Records looked at for the draw: the first of them in id order.</summary>
    public const int MaxDrawnFrom = 1_000_000;

    private const int PageRecords = 10_000;

    // Records without the vector cannot be queries, so that more are drawn than are needed.
    private const int DrawnForOne = 4;

    // Equal vectors may come in another order and with another last bit.
    private const float Tolerance = 1e-5f;

    /// <summary>How long the searches may take together; what was measured until then is the answer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>Measures.</summary>
    /// <param name="request">What to try.</param>
    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="VectorStoreException">The request does not fit the collection.</exception>
    public async Task<RecallReport> RunAsync(
        RecallRequest request, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        string vector = Check(request);
        (List<VectorRecord> queries, long drawnFrom) = await DrawAsync(request, vector, cancellationToken);
        Tally exact = new(0);
        Tally[] tallies = [.. request.Ef.Distinct().Order().Select(ef => new Tally(ef))];
        long start = clock.GetTimestamp();
        int done = 0;
        if (queries.Count > 0)
            await WarmUpAsync(queries[0], vector, request, cancellationToken);
        while (done < queries.Count && (done == 0 || clock.GetElapsedTime(start) < Longest))
        {
            await MeasureAsync(queries[done], vector, request, exact, tallies, cancellationToken);
            done++;
            progress?.Report((double)done / queries.Count);
        }
        return new RecallReport
        {
            Vector = vector,
            K = request.K,
            Queries = done,
            DrawnFrom = drawnFrom,
            ExactMs = exact.MeanMs,
            Shortened = done < queries.Count,
            Points = [.. tallies.Select(tally => tally.ToPoint())],
        };
    }

    private string Check(RecallRequest request)
    {
        IReadOnlyList<VectorField> fields = collection.Schema.Vectors;
        string names = string.Join(", ", fields.Select(field => field.Name));
        string vector = request.Vector ?? (fields.Count == 1 ? fields[0].Name : throw new VectorStoreException("vector", null, $"one of the schema's vectors: {names}"));
        if (fields.All(field => field.Name != vector))
            throw new VectorStoreException("vector", vector, $"one of the schema's vectors: {names}");
        if (request.K is < 1 or > RecallRequest.MaxK)
            throw new VectorStoreException("k", request.K, $"1..{RecallRequest.MaxK}");
        if (request.Queries is < 1 or > RecallRequest.MaxQueries)
            throw new VectorStoreException("queries", request.Queries, $"1..{RecallRequest.MaxQueries}");
        if (request.Ef.Count is 0 or > RecallRequest.MaxEfs)
            throw new VectorStoreException("ef", $"{request.Ef.Count} values", $"1..{RecallRequest.MaxEfs} values");
        foreach (int ef in request.Ef)
        {
            if (ef is < 1 or > VectorQuery.MaxEf)
                throw new VectorStoreException("ef", ef, $"values of 1..{VectorQuery.MaxEf}");
        }
        return vector;
    }

    private async Task<(List<VectorRecord> Queries, long DrawnFrom)> DrawAsync(RecallRequest request, string vector, CancellationToken cancellationToken)
    {
        var random = new SeededRandom(request.Seed);
        var drawn = new List<string>(request.Queries * DrawnForOne);
        int seen = 0;
        string? cursor = null;
        do
        {
            var query = new ScrollQuery { Limit = PageRecords, Cursor = cursor, Filter = request.Filter };
            ScrollPage page = await collection.ScrollAsync(query, cancellationToken);
            foreach (VectorRecord record in page.Records)
            {
                // Reservoir sampling: each record seen so far is among the drawn ones with the same chance.
                seen++;
                if (drawn.Count < drawn.Capacity)
                    drawn.Add(record.Id);
                else if (random.Next(seen) is var place && place < drawn.Count)
                    drawn[place] = record.Id;
            }
            cursor = page.Cursor;
        }
        while (cursor is not null && seen < MaxDrawnFrom);

        var queries = new List<VectorRecord>();
        foreach (string[] some in drawn.Chunk(request.Queries))
        {
            if (queries.Count == request.Queries)
                break;
            IReadOnlyList<VectorRecord> records = await collection.GetAsync(some, includeVectors: true, cancellationToken);
            queries.AddRange(records.Where(record => record.Vectors.ContainsKey(vector)).Take(request.Queries - queries.Count));
        }
        return (queries, seen);
    }

    // The first searches of a process are compiled while they run.
    private async Task WarmUpAsync(VectorRecord record, string vector, RecallRequest request, CancellationToken cancellationToken)
    {
        await collection.SearchAsync(Query(record, vector, request, ef: null), cancellationToken);
        await collection.SearchAsync(Query(record, vector, request, request.Ef[0]), cancellationToken);
    }

    private async Task MeasureAsync(
        VectorRecord record, string vector, RecallRequest request, Tally exact, Tally[] tallies, CancellationToken cancellationToken)
    {
        SearchResult truth = await collection.SearchAsync(Query(record, vector, request, ef: null), cancellationToken);
        float[] scores = Scores(truth, record.Id, request.K);
        exact.Add(truth.Explain, recall: 1);
        foreach (Tally tally in tallies)
        {
            SearchResult found = await collection.SearchAsync(Query(record, vector, request, tally.Ef), cancellationToken);
            tally.Add(found.Explain, Recall(scores, Scores(found, record.Id, request.K)));
        }
    }

    // One more than is compared, for the record itself.
    private static VectorQuery Query(VectorRecord record, string vector, RecallRequest request, int? ef) => new(vector, record.Vectors[vector])
    {
        K = request.K + 1,
        Ef = ef,
        Exact = ef is null,
        Filter = request.Filter,
        IncludePayload = false,
    };

    private static float[] Scores(SearchResult result, string self, int k) =>
        [.. result.Hits.Where(hit => hit.Id != self).Take(k).Select(hit => hit.Score)];

    // By scores and not by ids: of records that are equally near any is right.
    private static double Recall(float[] truth, float[] found)
    {
        if (truth.Length == 0)
            return 1;
        float lowest = truth[^1] - (Tolerance * MathF.Max(1, MathF.Abs(truth[^1])));
        return (double)Math.Min(truth.Length, found.Count(score => score >= lowest)) / truth.Length;
    }

    private sealed class Tally(int ef)
    {
        private readonly Dictionary<string, int> _strategies = [];
        private int _searches;
        private double _recall;
        private double _milliseconds;
        private long _compared;

        public int Ef => ef;

        public double MeanMs => _milliseconds / Math.Max(1, _searches);

        public void Add(SearchExplain explain, double recall)
        {
            _searches++;
            _recall += recall;
            _milliseconds += explain.Elapsed.TotalMilliseconds;
            _compared += explain.Compared;
            _strategies[explain.Strategy] = _strategies.GetValueOrDefault(explain.Strategy) + 1;
        }

        public RecallPoint ToPoint() => new()
        {
            Ef = ef,
            Recall = _recall / Math.Max(1, _searches),
            MeanMs = MeanMs,
            Compared = (double)_compared / Math.Max(1, _searches),
            Strategy = _strategies.Count == 0 ? "" : _strategies.MaxBy(strategy => strategy.Value).Key,
        };
    }
}
