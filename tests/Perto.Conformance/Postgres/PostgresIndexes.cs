using Npgsql;
using Perto.Platform;
using Perto.Postgres;
using Perto.Testing;
using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>When indexes are built, which, and that searches by them find nearly all, and always k.</summary>
public sealed class PostgresIndexes(PostgresFixture server) : IClassFixture<PostgresFixture>, IAsyncDisposable
{
    private const int Dimension = 32, Records = 3_000, Clusters = 50;

    private readonly TenantId _tenant = new(TestContext.Current.Test!.UniqueID[..32]);
    private readonly Random _random = Seeds.Random();
    private readonly float[][] _centers = [.. Enumerable.Range(0, Clusters).Select(i => Values(new Random(i), Dimension, 2))];
    private NpgsqlDataSource? _source;

    public ValueTask DisposeAsync() => _source?.DisposeAsync() ?? ValueTask.CompletedTask;

    public static TheoryData<VectorIndexMethod, Metric> Indexed =>
    [
        (VectorIndexMethod.Hnsw, Metric.Cosine), (VectorIndexMethod.Hnsw, Metric.Dot), (VectorIndexMethod.Hnsw, Metric.Euclidean), (VectorIndexMethod.Hnsw, Metric.Manhattan),
        (VectorIndexMethod.IvfFlat, Metric.Cosine), (VectorIndexMethod.IvfFlat, Metric.Dot), (VectorIndexMethod.IvfFlat, Metric.Euclidean),
    ];

    [Theory, MemberData(nameof(Indexed))]
    public async Task A_search_by_the_index_finds_nearly_all(VectorIndexMethod method, Metric metric)
    {
        PostgresVectorStore store = Store(new PostgresVectorOptions { Index = method, IndexFrom = 500, Lists = 30, Probes = 8, CompareUpTo = 0 });
        (IVectorCollection things, VectorRecord[] records) = await FilledAsync(store, metric);
        Assert.Equal(Records, (await things.StatisticsAsync()).Indexed["v"]);
        string strategy = method == VectorIndexMethod.Hnsw ? "graph" : "lists";
        Assert.InRange(await RecallAsync(things, records, metric, filter: null, _ => true, strategy), 0.95, 1);
        Assert.InRange(await RecallAsync(things, records, metric, Filter.Lt("n", 30), n => n < 30, $"{strategy}, filtered"), 0.95, 1);
        // Most of it lies where no query is near: a walk may end before it is there, and lists stop at the first that have enough.
        Assert.InRange(
            await RecallAsync(things, records, metric, Filter.Gte("n", 94), n => n >= 94, strategy: null), method == VectorIndexMethod.Hnsw ? 0.9 : 0.75, 1);
    }

    [Fact]
    public async Task A_walk_that_ends_before_it_has_k_is_followed_by_an_exact_search()
    {
        PostgresVectorStore store = Store(new PostgresVectorOptions { IndexFrom = 500, CompareUpTo = 0, MaxScanTuples = 1 });
        (IVectorCollection things, VectorRecord[] records) = await FilledAsync(store, Metric.Cosine);
        Assert.Equal(1, await RecallAsync(things, records, Metric.Cosine, Filter.Gte("n", 96), n => n >= 96, "exact over the matches"));
    }

    [Fact]
    public async Task Few_matches_are_compared_although_there_is_an_index()
    {
        PostgresVectorStore store = Store(new PostgresVectorOptions { IndexFrom = 500, CompareUpTo = 300 });
        (IVectorCollection things, VectorRecord[] records) = await FilledAsync(store, Metric.Euclidean);
        Assert.Equal(1, await RecallAsync(things, records, Metric.Euclidean, Filter.Lt("n", 4), n => n < 4, "exact over the matches"));
        SearchExplain explain = (await things.SearchAsync(new VectorQuery("v", Near()) { Filter = Filter.Lt("n", 4) })).Explain;
        Assert.Equal(records.Count(record => record.Payload["n"].Integer < 4), explain.Passing);
        Assert.False(explain.PassingIsEstimate);
    }

    [Fact]
    public async Task Few_records_have_no_index_until_one_is_asked_for()
    {
        PostgresVectorStore store = Store(new PostgresVectorOptions { IndexFrom = int.MaxValue });
        (IVectorCollection things, VectorRecord[] records) = await FilledAsync(store, Metric.Cosine);
        Assert.Empty((await things.StatisticsAsync()).Indexed);
        Assert.Equal(1, await RecallAsync(things, records, Metric.Cosine, filter: null, _ => true, "exact scan"));
        await store.BuildIndexesAsync(things);
        Assert.Equal(Records, (await things.StatisticsAsync()).Indexed["v"]);

        // Anew with other options: what was a graph becomes lists.
        PostgresVectorStore other = Store(new PostgresVectorOptions { Index = VectorIndexMethod.IvfFlat, Lists = 7 });
        Assert.Equal("collection", (await Assert.ThrowsAsync<VectorStoreException>(() => other.BuildIndexesAsync(things, anew: true))).Field);
        await other.BuildIndexesAsync((await other.FindAsync(_tenant, "things"))!, anew: true);
        Assert.Contains("ivfflat", await IndexOfAsync("lists='7'"), StringComparison.Ordinal);
        await things.StatisticsAsync();
        Assert.Equal("lists", (await things.SearchAsync(new VectorQuery("v", Near()))).Explain.Strategy);
    }

    [Theory]
    [InlineData(2_000, "graph", "vector_ip_ops")]
    [InlineData(2_001, "graph", "halfvec_ip_ops")]
    [InlineData(4_000, "graph", "halfvec_ip_ops")]
    [InlineData(4_096, "exact scan", "")]
    public async Task Long_vectors_are_indexed_by_halves_and_the_longest_are_compared(int dimension, string strategy, string operators)
    {
        PostgresVectorStore store = Store(new PostgresVectorOptions { IndexFrom = 100 });
        IVectorCollection things = await store.CollectionAsync(_tenant, "things", s => s.Dense("v", dimension, Metric.Cosine, new VectorIndexSettings { GraphFrom = 100 }));
        float[][] vectors = [.. Enumerable.Range(0, 200).Select(_ => Values(_random, dimension, 1))];
        await things.UpsertAsync([.. vectors.Select((vector, i) => new VectorRecord($"{i}") { Vectors = { ["v"] = vector } })]);
        for (int q = 0; q < 5; q++)
        {
            float[] query = Values(_random, dimension, 1);
            SearchResult found = await things.SearchAsync(new VectorQuery("v", query) { K = 3, Ef = 200 });
            Assert.Equal(strategy, found.Explain.Strategy);
            (string, double)[] expected = [.. vectors.Select((v, i) => ($"{i}", Distance: Model.Distance(Metric.Cosine, query, v))).OrderBy(v => v.Distance).Take(3)];
            Assert.Equal(expected.Select(hit => hit.Item1), found.Hits.Select(hit => hit.Id));
            Assert.All(found.Hits.Zip(expected), pair => Assert.Equal(pair.Second.Item2, pair.First.Distance, 1e-5));
        }
        Assert.Contains(operators, await IndexOfAsync(operators), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_that_have_no_half_are_kept_and_found()
    {
        PostgresVectorStore store = Store(new PostgresVectorOptions { IndexFrom = 1 });
        IVectorCollection things = await store.CollectionAsync(_tenant, "things", s => s.Dense("v", 2_500, Metric.Euclidean));
        float[] far = Values(_random, 2_500, 1e12f), near = Values(_random, 2_500, 1);
        await things.UpsertAsync([new VectorRecord("far") { Vectors = { ["v"] = far } }, new VectorRecord("near") { Vectors = { ["v"] = near } }]);
        Assert.Equal(["far", "near"], (await things.SearchAsync(new VectorQuery("v", far))).Hits.Select(hit => hit.Id));
    }

    [Fact]
    public async Task Bits_have_an_index_too()
    {
        PostgresVectorStore store = Store(new PostgresVectorOptions { IndexFrom = 500 });
        IVectorCollection things = await store.CollectionAsync(_tenant, "things", s => s.Add(new VectorField("b", 128, Metric.Hamming, VectorKind.Bits) { Index = new VectorIndexSettings { GraphFrom = 500 } }));
        byte[][] codes = [.. Enumerable.Range(0, 2_000).Select(_ => Bytes())];
        await things.UpsertAsync([.. codes.Select((code, i) => new VectorRecord($"{i}") { Vectors = { ["b"] = new BitVector(code) } })]);
        for (int i = 0; i < 20; i++)
        {
            SearchResult found = await things.SearchAsync(new VectorQuery("b", new BitVector(codes[i * 90])) { K = 1, Ef = 200 });
            Assert.Equal("graph", found.Explain.Strategy);
            Assert.Equal($"{i * 90}", found.Hits[0].Id);
        }

        byte[] Bytes()
        {
            byte[] bytes = new byte[16];
            _random.NextBytes(bytes);
            return bytes;
        }
    }

    [Fact]
    public async Task What_expired_is_purged()
    {
        ManualTimeProvider clock = new();
        PostgresVectorStore store = Store(new PostgresVectorOptions(), clock);
        IVectorCollection things = await store.CollectionAsync(_tenant, "things", s => s.Dense("v", 2, Metric.Dot).Sparse("t"));
        await things.UpsertAsync([.. Enumerable.Range(0, 100).Select(i => new VectorRecord($"{i}")
        {
            Vectors = { ["v"] = new float[] { i, 1 }, ["t"] = new SparseVector([1], [i + 1]) },
            ExpiresAt = i < 60 ? clock.GetUtcNow().AddMinutes(1) : null,
        })]);
        float before = (await things.SearchAsync(new VectorQuery("t", new SparseVector([1], [1])) { K = 1 })).Hits[0].Score;
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(60, (await things.StatisticsAsync()).DeadRecords);
        float expired = (await things.SearchAsync(new VectorQuery("t", new SparseVector([1], [1])) { K = 1 })).Hits[0].Score;
        Assert.Equal(60, await store.PurgeAsync(things));
        Assert.Equal(0, (await things.StatisticsAsync()).DeadRecords);

        // The statistics of BM25 leave them out from the moment on, and not from the purge on.
        Assert.NotEqual(before, expired, 1e-4f);
        Assert.Equal(expired, (await things.SearchAsync(new VectorQuery("t", new SparseVector([1], [1])) { K = 1 })).Hits[0].Score, 1e-5f);
    }

    [Theory]
    [InlineData(0, 10, "lists")]
    [InlineData(10, 0, "probes")]
    public void An_option_out_of_its_range_is_refused(int lists, int probes, string field)
    {
        TestPostgres.SkipUnlessAvailable();
        Assert.Equal(field, Assert.Throws<VectorStoreException>(() => Store(new PostgresVectorOptions { Lists = lists, Probes = probes })).Field);
    }

    private static float[] Values(Random random, int dimension, float scale) =>
        [.. Enumerable.Range(0, dimension).Select(_ => ((random.NextSingle() * 2) - 1) * scale)];

    private float[] Near() => [.. _centers[_random.Next(Clusters / 2)].Select(x => x + ((_random.NextSingle() - 0.5f) * 0.4f))];

    // The higher n, the more of it lies in the clusters that queries are not of.
    private async Task<(IVectorCollection Things, VectorRecord[] Records)> FilledAsync(PostgresVectorStore store, Metric metric)
    {
        VectorRecord[] records = [.. Enumerable.Range(0, Records).Select(i => new VectorRecord($"{i:0000}")
        {
            Vectors = { ["v"] = _centers[i % Clusters].Select(x => x + ((_random.NextSingle() - 0.5f) * 0.4f)).ToArray() },
            Payload = { ["n"] = i % Clusters < Clusters / 2 ? _random.Next(95) : _random.Next(100) },
        })];
        IVectorCollection things = await store.CollectionAsync(
            _tenant, "things", s => s.Dense("v", Dimension, metric, new VectorIndexSettings { GraphFrom = 500 }).Integer("n"));
        foreach (VectorRecord[] batch in records.Chunk(1_000))
            await things.UpsertAsync(batch);
        return (things, records);
    }

    private async Task<double> RecallAsync(
        IVectorCollection things, VectorRecord[] records, Metric metric, Filter? filter, Func<long, bool> matches, string? strategy)
    {
        VectorRecord[] matching = [.. records.Where(record => matches(record.Payload["n"].Integer))];
        int found = 0;
        for (int q = 0; q < 20; q++)
        {
            float[] query = Near();
            HashSet<string> best = [.. matching.OrderBy(r => Model.Distance(metric, query, r.Vectors["v"].Dense.Span)).Take(10).Select(r => r.Id)];
            SearchResult result = await things.SearchAsync(new VectorQuery("v", query) { Filter = filter, Ef = 200 });
            Assert.Equal(strategy ?? result.Explain.Strategy, result.Explain.Strategy);
            Assert.Equal(10, result.Hits.Select(hit => hit.Id).Distinct().Count());
            Assert.All(result.Hits, hit => Assert.True(matches(hit.Payload["n"].Integer)));
            found += result.Hits.Count(hit => best.Contains(hit.Id));
        }
        return found / 200.0;
    }

    private PostgresVectorStore Store(PostgresVectorOptions options, TimeProvider? clock = null)
    {
        _source ??= NpgsqlDataSource.Create(PostgresUrl.Parse(server.ConnectionString));
        return new PostgresVectorStore(_source, options, clock);
    }

    // Tests of this class leave their tables to the next: the words tell which is meant.
    private async Task<string> IndexOfAsync(string words)
    {
        await using NpgsqlCommand command = _source!.CreateCommand(
            "select coalesce(string_agg(indexdef, ' '), '') from pg_indexes where schemaname = 'perto_vectors' and position($1 in indexdef) > 0");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = words });
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
