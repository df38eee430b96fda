using Perto.Testing;
using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>Searching: distances and scores against known figures, order, limits, named vectors, batches.</summary>
public abstract class SearchConformance(IVectorStoreFixture fixture) : VectorStoreConformance(fixture)
{
    [Theory]
    [InlineData(Metric.Cosine, 0.96f, 0.04f)]
    [InlineData(Metric.Dot, 24f, -24f)]
    [InlineData(Metric.Euclidean, 1 / (1 + 1.41421356f), 1.41421356f)]
    [InlineData(Metric.Manhattan, 1 / 3f, 2f)]
    public async Task Score_and_distance_of_3_4_and_4_3(Metric metric, float score, float distance)
    {
        SearchHit hit = await OnlyHitAsync(metric, stored: [3, 4], query: [4, 3]);
        Assert.Equal(score, hit.Score, 1e-5f);
        Assert.Equal(distance, hit.Distance, 1e-5f);
    }

    [Theory]
    [InlineData(Metric.Cosine)]
    [InlineData(Metric.Dot)]
    [InlineData(Metric.Euclidean)]
    [InlineData(Metric.Manhattan)]
    public async Task The_identical_unit_vector_scores_1(Metric metric)
    {
        SearchHit hit = await OnlyHitAsync(metric, stored: [0.6f, 0.8f], query: [0.6f, 0.8f]);
        Assert.Equal(1f, hit.Score, 1e-6f);
        Assert.InRange(hit.Score, -1f, metric == Metric.Cosine ? 1f : 1.000001f);
        Assert.Equal(metric == Metric.Dot ? -1f : 0f, hit.Distance, 1e-6f);
    }

    [Theory]
    [InlineData(Metric.Cosine)]
    [InlineData(Metric.Dot)]
    public async Task Vectors_at_a_right_angle_score_0(Metric metric)
    {
        SearchHit hit = await OnlyHitAsync(metric, stored: [0, 2], query: [3, 0]);
        Assert.Equal(0f, hit.Score);
        Assert.Equal(metric == Metric.Cosine ? 1f : 0f, hit.Distance);
    }

    [Fact]
    public async Task The_opposite_direction_scores_minus_1()
    {
        SearchHit hit = await OnlyHitAsync(Metric.Cosine, stored: [1, 1], query: [-2, -2]);
        Assert.Equal(-1f, hit.Score, 1e-6f);
        Assert.Equal(2f, hit.Distance, 1e-6f);
    }

    [Theory]
    [InlineData(1e-30f)]
    [InlineData(1e15f)]
    [InlineData(1e-42f)]
    public async Task Length_does_not_count_for_cosine(float length)
    {
        SearchHit hit = await OnlyHitAsync(Metric.Cosine, stored: [length, length], query: [1, 1]);
        Assert.Equal(1f, hit.Score, 1e-6f);
        SearchHit other = await OnlyHitAsync(Metric.Cosine, stored: [1, 1], query: [length, length], name: "other");
        Assert.Equal(1f, other.Score, 1e-6f);
    }

    [Theory]
    [InlineData(Metric.Cosine)]
    [InlineData(Metric.Dot)]
    [InlineData(Metric.Euclidean)]
    [InlineData(Metric.Manhattan)]
    public async Task The_largest_values_of_the_largest_vectors_have_finite_scores(Metric metric)
    {
        float[] large = [.. Enumerable.Repeat(VectorField.MaxMagnitude, VectorField.MaxDimension)];
        SearchHit hit = await OnlyHitAsync(metric, stored: large, query: [.. large.Select(x => -x)]);
        Assert.True(float.IsFinite(hit.Score));
        Assert.True(float.IsFinite(hit.Distance));
    }

    [Theory]
    [InlineData(Metric.Cosine, "same near right opposite")]
    [InlineData(Metric.Dot, "same near right opposite")]
    [InlineData(Metric.Euclidean, "same near right opposite")]
    [InlineData(Metric.Manhattan, "same near right opposite")]
    public async Task The_best_come_first(Metric metric, string expected)
    {
        IVectorCollection things = await CollectionAsync(s => s.Dense("v", 2, metric));
        await things.UpsertAsync([Record("opposite", -1, -0.5f), Record("right", 0, 1), Record("near", 0.8f, 0.6f), Record("same", 1, 0)]);
        SearchResult result = await things.SearchAsync(Query(1, 0));
        Assert.Equal(expected.Split(' '), Ids(result));
        Assert.Equal(result.Hits.OrderByDescending(h => h.Score).Select(h => h.Id), Ids(result));
        Assert.Equal(result.Hits.OrderBy(h => h.Distance).Select(h => h.Id), Ids(result));
    }

    [Fact]
    public async Task Equal_scores_come_in_id_order_whatever_the_order_of_writing()
    {
        IVectorCollection things = await CollectionAsync();
        foreach (string id in new[] { "m", "z", "\U00010000", "\uFFFD", "a", "é" })
            await things.UpsertAsync(Record(id, 1, 1));
        Assert.Equal(["a", "m", "z", "é", "\uFFFD", "\U00010000"], Ids(await things.SearchAsync(Query(1, 0))));
        Assert.Equal(["a", "m"], Ids(await things.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }) { K = 2 })));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 5)]
    [InlineData(20, 20)]
    [InlineData(21, 20)]
    [InlineData(10_000, 20)]
    public async Task K_hits_come_back_if_there_are_so_many(int k, int expected)
    {
        IVectorCollection things = await CollectionAsync();
        await things.UpsertAsync([.. Enumerable.Range(0, 20).Select(i => Record($"{i:00}", i, 1))]);
        SearchResult result = await things.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }) { K = k });
        Assert.Equal(Enumerable.Range(0, 20).Reverse().Take(expected).Select(i => $"{i:00}"), Ids(result));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(10_001)]
    public async Task K_outside_its_range_is_refused(int k)
    {
        IVectorCollection things = await CollectionAsync();
        VectorStoreException refusal = await RefusesAsync("k", () => things.SearchAsync(new VectorQuery("v", new float[2]) { K = k }).AsTask());
        Assert.Equal(k, refusal.Given);
        Assert.Equal("1..10000", refusal.Allowed);
        await RefusesAsync("queries[0].k", () => things.SearchAsync([new VectorQuery("v", new float[2]) { K = k }]).AsTask());
    }

    [Theory]
    [InlineData("w", new float[] { 1, 2 }, "vector")]
    [InlineData("", new float[] { 1, 2 }, "vector")]
    [InlineData("v", new float[] { 1 }, "value")]
    [InlineData("v", new float[] { 1, 2, 3 }, "value")]
    [InlineData("v", new[] { 1, float.NaN }, "value[1]")]
    [InlineData("v", new[] { float.NegativeInfinity, 1 }, "value[0]")]
    [InlineData("v", new[] { 1, 2e15f }, "value[1]")]
    [InlineData("v", new float[] { 0, 0 }, "value")]
    public async Task A_query_that_does_not_fit_is_refused(string vector, float[] value, string field)
    {
        IVectorCollection things = await CollectionAsync(s => s.Dense("v", 2, Metric.Cosine));
        await RefusesAsync(field, () => things.SearchAsync(new VectorQuery(vector, value)).AsTask());
        await RefusesAsync($"queries[1].{field}", () => things.SearchAsync([Query(1, 0), new VectorQuery(vector, value)]).AsTask());
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public async Task A_minimum_score_that_is_no_number_is_refused(float minimum)
    {
        IVectorCollection things = await CollectionAsync();
        await RefusesAsync("minimum_score", () => things.SearchAsync(new VectorQuery("v", new float[2]) { MinimumScore = minimum }).AsTask());
    }

    [Theory]
    [InlineData(Metric.Cosine, 0.5f, "same near")]
    [InlineData(Metric.Cosine, -0.5f, "same near right")]
    [InlineData(Metric.Dot, 0.79f, "same near")]
    [InlineData(Metric.Euclidean, 0.5f, "same near")]
    [InlineData(Metric.Manhattan, 0.5f, "same near")]
    [InlineData(Metric.Euclidean, 1f, "same")]
    [InlineData(Metric.Dot, 2f, "")]
    public async Task A_minimum_score_leaves_out_what_scores_lower(Metric metric, float minimum, string expected)
    {
        IVectorCollection things = await CollectionAsync(s => s.Dense("v", 2, metric));
        await things.UpsertAsync([Record("opposite", -1, 0), Record("right", 0, 1), Record("near", 0.8f, 0.6f), Record("same", 1, 0)]);
        SearchResult result = await things.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }) { MinimumScore = minimum });
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), Ids(result));
    }

    [Fact]
    public async Task A_hit_carries_payload_and_vectors_as_asked()
    {
        IVectorCollection things = await CollectionAsync(s => s.Dense("v", 2, Metric.Dot).Keyword("word"));
        await things.UpsertAsync(Record("a", "word", "x"));

        SearchHit plain = (await things.SearchAsync(Query(1, 0))).Hits[0];
        Assert.Equal("x", plain.Payload["word"]);
        Assert.Empty(plain.Vectors);

        SearchHit full = (await things.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }) { IncludeVectors = true })).Hits[0];
        Assert.Equal(new float[] { 1, 0 }, full.Vectors["v"].Dense.ToArray());

        SearchHit bare = (await things.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }) { IncludePayload = false })).Hits[0];
        Assert.Empty(bare.Payload);
    }

    [Fact]
    public async Task A_search_sees_only_records_that_have_the_vector()
    {
        IVectorCollection things = await CollectionAsync(s => s.Dense("v", 2, Metric.Euclidean).Dense("w", 3, Metric.Cosine));
        await things.UpsertAsync(
        [
            new VectorRecord("both") { Vectors = { ["v"] = new float[] { 1, 0 }, ["w"] = new float[] { 1, 0, 0 } } },
            new VectorRecord("v only") { Vectors = { ["v"] = new float[] { 0, 0 } } },
            new VectorRecord("w only") { Vectors = { ["w"] = new float[] { 0, 1, 0 } } },
            new VectorRecord("neither"),
        ]);
        Assert.Equal(["both", "v only"], Ids(await things.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }))));
        SearchResult w = await things.SearchAsync(new VectorQuery("w", new float[] { 0, 9, 0 }));
        Assert.Equal(["w only", "both"], Ids(w));
    }

    [Fact]
    public async Task An_empty_collection_has_no_hits()
    {
        SearchResult result = await (await CollectionAsync()).SearchAsync(Query(1, 0));
        Assert.Empty(result.Hits);
        Assert.NotEmpty(result.Explain.Strategy);
    }

    [Fact]
    public async Task Explain_says_how_it_was_found_and_what_it_cost()
    {
        Requires(VectorStoreCapabilities.ExplainCounts | VectorStoreCapabilities.NamedVectors);
        IVectorCollection things = await CollectionAsync(s => s.Dense("v", 2, Metric.Dot).Integer("n"));
        await things.UpsertAsync([.. Enumerable.Range(0, 100).Select(i => Record($"{i}", "n", i))]);
        await things.UpsertAsync(new VectorRecord("without") { Payload = { ["n"] = 7 } });
        SearchExplain explain = (await things.SearchAsync(
            new VectorQuery("v", new float[] { 1, 0 }) { Filter = Filter.Lt("n", 30), Exact = true })).Explain;
        Assert.Contains("exact", explain.Strategy, StringComparison.Ordinal);
        Assert.Equal(101, explain.Records);
        Assert.Equal(30, explain.Passing);
        Assert.False(explain.PassingIsEstimate);
        Assert.Equal(30, explain.Compared);
        Assert.Equal(0, explain.Ef);
        Assert.Empty(explain.Parts);

        SearchExplain nothing = (await things.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }) { Filter = Filter.Gt("n", 1_000), Exact = true })).Explain;
        Assert.Equal(101, nothing.Records);
        Assert.Equal(0, nothing.Passing);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3_072)]
    [InlineData(4_096)]
    public async Task Small_and_large_dimensions_are_searched_and_read_back(int dimension)
    {
        IVectorCollection things = await CollectionAsync(s => s.Dense("v", dimension, Metric.Euclidean));
        Random random = Seeds.Random();
        float[][] vectors = [.. Enumerable.Range(0, 30).Select(_ => RandomVector(random, dimension))];
        await things.UpsertAsync([.. vectors.Select((v, i) => Record($"{i}", v))]);
        for (int i = 0; i < vectors.Length; i++)
        {
            SearchHit hit = (await things.SearchAsync(new VectorQuery("v", vectors[i]) { K = 1, IncludeVectors = true })).Hits[0];
            Assert.Equal($"{i}", hit.Id);
            Assert.Equal(0f, hit.Distance);
            Assert.Equal(vectors[i], hit.Vectors["v"].Dense.ToArray());
        }
    }

    [Theory]
    [InlineData(Metric.Cosine, 3_072)]
    [InlineData(Metric.Dot, 3_072)]
    [InlineData(Metric.Euclidean, 3_072)]
    [InlineData(Metric.Manhattan, 3_072)]
    [InlineData(Metric.Cosine, 4_096)]
    [InlineData(Metric.Dot, 4_096)]
    [InlineData(Metric.Euclidean, 4_096)]
    [InlineData(Metric.Manhattan, 4_096)]
    [InlineData(Metric.Cosine, 1_537)]
    [InlineData(Metric.Euclidean, 7)]
    [InlineData(Metric.Manhattan, 17)]
    public async Task The_nearest_of_many_dimensions_are_those_of_a_plain_scan(Metric metric, int dimension)
    {
        IVectorCollection things = await CollectionAsync(s => s.Dense("v", dimension, metric));
        Random random = Seeds.Random();
        float[][] vectors = [.. Enumerable.Range(0, 120).Select(_ => RandomVector(random, dimension))];
        await things.UpsertAsync([.. vectors.Select((v, i) => Record($"{i:000}", v))]);
        float[] query = RandomVector(random, dimension);
        double[] distances = [.. vectors.Select(v => Model.Distance(metric, query, v))];
        SearchResult found = await things.SearchAsync(new VectorQuery("v", query) { K = 120, Exact = true });
        Assert.Equal(120, found.Hits.Select(hit => hit.Id).Distinct().Count());
        double[] expected = [.. distances.Order()];
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], found.Hits[i].Distance, 1e-5 * Math.Max(dimension, Math.Abs(expected[i])));
            Assert.Equal(distances[int.Parse(found.Hits[i].Id)], found.Hits[i].Distance, 1e-5 * Math.Max(dimension, Math.Abs(expected[i])));
        }
    }

    [Theory]
    [InlineData(Metric.Cosine)]
    [InlineData(Metric.Dot)]
    [InlineData(Metric.Euclidean)]
    [InlineData(Metric.Manhattan)]
    public async Task A_minimum_score_cuts_the_ranking_where_scores_fall_below_it(Metric metric)
    {
        IVectorCollection things = await CollectionAsync(s => s.Dense("v", 12, metric));
        Random random = Seeds.Random();
        await things.UpsertAsync([.. Enumerable.Range(0, 1_500).Select(i => Record($"{i:0000}", RandomVector(random, 12)))]);
        float[] query = RandomVector(random, 12);
        SearchResult all = await things.SearchAsync(new VectorQuery("v", query) { K = 1_500, Exact = true });
        foreach (int place in new[] { 0, 1, 9, 99, 1_498, 1_499 })
        {
            SearchResult some = await things.SearchAsync(
                new VectorQuery("v", query) { K = 1_500, Exact = true, MinimumScore = all.Hits[place].Score });
            Assert.Equal(all.Hits.Where(hit => hit.Score >= all.Hits[place].Score).Select(hit => hit.Id), Ids(some));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(4_097)]
    public async Task Ef_outside_its_range_is_refused(int ef)
    {
        IVectorCollection things = await CollectionAsync();
        VectorStoreException refusal = await RefusesAsync("ef", () => things.SearchAsync(new VectorQuery("v", new float[2]) { Ef = ef }).AsTask());
        Assert.Equal("1..4096", refusal.Allowed);
        await RefusesAsync("queries[0].ef", () => things.SearchAsync([new VectorQuery("v", new float[2]) { Ef = ef }]).AsTask());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 100)]
    [InlineData(10, 1_000)]
    [InlineData(4_096, 5)]
    [InlineData(null, 2_000)]
    public async Task Any_ef_gives_k_hits_in_order(int? ef, int k)
    {
        IVectorCollection things = await CollectionAsync(s => s.Dense("v", 8, Metric.Euclidean));
        Random random = Seeds.Random();
        await things.UpsertAsync([.. Enumerable.Range(0, 3_000).Select(i => Record($"{i:0000}", RandomVector(random, 8)))]);
        SearchResult found = await things.SearchAsync(new VectorQuery("v", RandomVector(random, 8)) { K = k, Ef = ef });
        Assert.Equal(k, found.Hits.Select(hit => hit.Id).Distinct().Count());
        Assert.Equal(found.Hits.OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Id, StringComparer.Ordinal).Select(hit => hit.Id), Ids(found));
    }

    // Clusters, because no index can tell uniformly random vectors apart; the filter goes along with the clusters or against them.
    [Theory]
    [InlineData(Metric.Cosine, 1.0, false)]
    [InlineData(Metric.Cosine, 0.5, false)]
    [InlineData(Metric.Cosine, 0.1, false)]
    [InlineData(Metric.Cosine, 0.1, true)]
    [InlineData(Metric.Cosine, 0.01, false)]
    [InlineData(Metric.Cosine, 0.01, true)]
    [InlineData(Metric.Cosine, 0.0005, false)]
    [InlineData(Metric.Dot, 0.1, false)]
    [InlineData(Metric.Euclidean, 1.0, false)]
    [InlineData(Metric.Euclidean, 0.1, true)]
    [InlineData(Metric.Manhattan, 0.1, false)]
    public async Task An_approximate_search_finds_nearly_all_and_always_k(Metric metric, double share, bool correlated)
    {
        const int Records = 20_000, Dimension = 24, Clusters = 100;
        Random random = Seeds.Random();
        float[][] centers = [.. Enumerable.Range(0, Clusters).Select(_ => RandomVector(random, Dimension))];
        VectorRecord[] records = [.. Enumerable.Range(0, Records).Select(i => new VectorRecord($"{i:00000}")
        {
            Vectors = { ["v"] = Near(centers[i % Clusters]) },
            Payload = { ["n"] = correlated ? i % Clusters * (Records / Clusters) : random.Next(Records) },
        })];
        IVectorCollection things = await CollectionAsync(s => s.Dense("v", Dimension, metric, new VectorIndexSettings { GraphFrom = 1 }).Integer("n"));
        foreach (VectorRecord[] batch in records.Chunk(5_000))
            await things.UpsertAsync(batch);
        await IndexedAsync(things, "v");

        Filter? filter = share < 1 ? Filter.Lt("n", (int)(share * Records)) : null;
        VectorRecord[] matching = [.. records.Where(r => filter is null || NaiveFilter.Matches(filter, r))];
        int found = 0, wanted = 0;
        for (int q = 0; q < 20; q++)
        {
            float[] query = Near(centers[random.Next(Clusters)]);
            int k = Math.Min(10, matching.Length);
            HashSet<string> best = [.. matching.OrderBy(r => Model.Distance(metric, query, r.Vectors["v"].Dense.Span)).Take(k).Select(r => r.Id)];
            SearchResult result = await things.SearchAsync(new VectorQuery("v", query) { Filter = filter, Ef = 200 });
            Assert.Equal(k, result.Hits.Select(hit => hit.Id).Distinct().Count());
            Assert.All(result.Hits, hit => Assert.True(filter is null || NaiveFilter.Matches(filter, records[int.Parse(hit.Id)])));
            found += result.Hits.Count(hit => best.Contains(hit.Id));
            wanted += k;
        }
        Assert.InRange(found / (double)wanted, 0.9, 1);

        float[] Near(float[] center) => [.. center.Select(x => x + ((random.NextSingle() - 0.5f) * 0.4f))];
    }

    [Theory]
    [InlineData(Metric.Cosine)]
    [InlineData(Metric.Dot)]
    [InlineData(Metric.Euclidean)]
    [InlineData(Metric.Manhattan)]
    public async Task A_batch_answers_as_its_queries_one_by_one(Metric metric)
    {
        IVectorCollection things = await CollectionAsync(s => s.Dense("v", 32, metric).Dense("w", 5, metric).Integer("n"));
        Random random = Seeds.Random();
        await things.UpsertAsync([.. Enumerable.Range(0, 2_500).Select(i => new VectorRecord($"{i}")
        {
            Vectors = { ["v"] = RandomVector(random, 32), ["w"] = RandomVector(random, 5) },
            Payload = { ["n"] = i % 100 },
        })]);
        VectorQuery[] queries =
        [
            .. Enumerable.Range(0, 11).Select(i => new VectorQuery(i % 4 == 3 ? "w" : "v", RandomVector(random, i % 4 == 3 ? 5 : 32))
            {
                K = 1 + (i * 3),
                Filter = (i % 5) switch { 1 => Filter.Lt("n", 5), 2 => Filter.Lt("n", 90), _ => null },
                MinimumScore = i == 6 ? 0.1f : null,
            }),
        ];
        IReadOnlyList<SearchResult> batch = await things.SearchAsync(queries);
        for (int i = 0; i < queries.Length; i++)
        {
            SearchResult alone = await things.SearchAsync(queries[i]);
            Assert.Equal(alone.Hits.Select(h => (h.Id, h.Score, h.Distance)), batch[i].Hits.Select(h => (h.Id, h.Score, h.Distance)));
        }
    }

    [Fact]
    public async Task An_exact_search_finds_what_a_plain_one_orders_by_hand()
    {
        IVectorCollection things = await CollectionAsync(s => s.Dense("v", 16, Metric.Cosine));
        Random random = Seeds.Random();
        float[][] vectors = [.. Enumerable.Range(0, 3_000).Select(_ => RandomVector(random, 16))];
        await things.UpsertAsync([.. vectors.Select((v, i) => Record($"{i}", v))]);
        for (int q = 0; q < 20; q++)
        {
            float[] query = RandomVector(random, 16);
            string[] expected = [.. Enumerable.Range(0, vectors.Length).OrderByDescending(i => Cosine(query, vectors[i])).Take(10).Select(i => $"{i}")];
            Assert.Equal(expected, Ids(await things.SearchAsync(new VectorQuery("v", query) { Exact = true })));
        }
    }

    private static double Cosine(float[] a, float[] b)
    {
        double dot = 0, aa = 0, bb = 0;
        for (int i = 0; i < a.Length; i++)
        {
            dot += (double)a[i] * b[i];
            aa += (double)a[i] * a[i];
            bb += (double)b[i] * b[i];
        }
        return dot / Math.Sqrt(aa * bb);
    }

    private async Task<SearchHit> OnlyHitAsync(Metric metric, float[] stored, float[] query, string name = "things")
    {
        IVectorCollection things = await CollectionAsync(s => s.Dense("v", stored.Length, metric), name);
        await things.UpsertAsync(Record("a", stored));
        return Assert.Single((await things.SearchAsync(new VectorQuery("v", query))).Hits);
    }
}
