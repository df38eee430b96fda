using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>Several vectors in one search, with ranks and scores by hand.</summary>
public abstract class FusionConformance(IVectorStoreFixture fixture) : VectorStoreConformance(fixture)
{
    [Fact]
    public async Task Reciprocal_ranks_are_summed()
    {
        IVectorCollection things = await ThingsAsync();
        SearchResult found = await things.SearchAsync(Both());

        // Ranks by v: a b c d; by w: c a e b.
        (string, double)[] expected =
        [
            ("a", (1 / 61.0) + (1 / 62.0)), ("c", (1 / 63.0) + (1 / 61.0)), ("b", (1 / 62.0) + (1 / 64.0)), ("e", 1 / 63.0), ("d", 1 / 64.0),
        ];
        Scores(expected, found);
        Assert.All(found.Hits, hit => Assert.Equal(1 - hit.Score, hit.Distance));
        Assert.Equal([new PartScore(0, 1, 4), new PartScore(1, 2, 3)], found.Hits[0].Parts);
        Assert.Equal([new PartScore(1, 3, 2)], found.Hits[3].Parts);
    }

    [Fact]
    public async Task Weights_multiply_ranks()
    {
        IVectorCollection things = await ThingsAsync();
        SearchResult found = await things.SearchAsync(new FusedQuery(
            new FusedPart("v", new float[] { 1, 0 }) { Weight = 0.5 }, new FusedPart("w", new float[] { 1, 0, 0 }) { Weight = 2 }));
        Scores(
            [
                ("c", (0.5 / 63) + (2 / 61.0)), ("a", (0.5 / 61) + (2 / 62.0)), ("b", (0.5 / 62) + (2 / 64.0)), ("e", 2 / 63.0), ("d", 0.5 / 64),
            ],
            found);
    }

    [Fact]
    public async Task Scaled_scores_are_summed()
    {
        IVectorCollection things = await ThingsAsync();
        SearchResult found = await things.SearchAsync(Both(FusionMethod.WeightedScore));

        // v: a 4, b 3, c 2, d 1; w: c 4, a 3, e 2, b 0.
        Scores([("a", 1 + 0.75), ("c", (1 / 3.0) + 1), ("b", (2 / 3.0) + 0), ("e", 0.5), ("d", 0)], found);
    }

    [Fact]
    public async Task Standard_scores_are_summed()
    {
        IVectorCollection things = await ThingsAsync();
        SearchResult found = await things.SearchAsync(Both(FusionMethod.ZScore));

        // Over a b c d e: v 4 3 2 1 and 1 for e, mean 2.2, deviation sqrt(6.8 / 5); w 3 0 4 2 and 0 for d, mean 1.8, deviation sqrt(12.8 / 5).
        double v = Math.Sqrt(6.8 / 5), w = Math.Sqrt(12.8 / 5);
        Scores(
            [("a", (1.8 / v) + (1.2 / w)), ("c", (-0.2 / v) + (2.2 / w)), ("b", (0.8 / v) - (1.8 / w)), ("e", (-1.2 / v) + (0.2 / w)), ("d", (-1.2 / v) - (1.8 / w))],
            found);
    }

    [Fact]
    public async Task Distributions_are_summed()
    {
        IVectorCollection things = await ThingsAsync();
        SearchResult found = await things.SearchAsync(Both(FusionMethod.DistributionBased));

        // v 4 3 2 1: mean 2.5, sample deviation sqrt(5 / 3); w 4 3 2 0: mean 2.25, sample deviation sqrt(8.75 / 3).
        double v = 6 * Math.Sqrt(5 / 3.0), w = 6 * Math.Sqrt(8.75 / 3);
        Scores(
            [
                ("a", 1 + (1.5 / v) + (0.75 / w)), ("c", 1 - (0.5 / v) + (1.75 / w)), ("b", 1 + (0.5 / v) - (2.25 / w)), ("e", 0.5 - (0.25 / w)), ("d", 0.5 - (1.5 / v)),
            ],
            found);
    }

    [Fact]
    public async Task Scaled_scores_have_weights_and_equal_ones_count_whole()
    {
        IVectorCollection things = await ThingsAsync();
        await things.UpsertAsync([.. "abcde".Select(id => Both($"{id}", 1, 1))]);
        SearchResult found = await things.SearchAsync(new FusedQuery(
            new FusedPart("v", new float[] { 1, 0 }) { Weight = 3 }, new FusedPart("w", new float[] { 1, 0, 0 }) { Weight = 0.25 })
        {
            Fusion = FusionMethod.WeightedScore,
        });
        Scores([("a", 3.25), ("b", 3.25), ("c", 3.25), ("d", 3.25), ("e", 3.25)], found);
    }

    [Fact]
    public async Task Only_the_candidates_of_a_part_take_part()
    {
        IVectorCollection things = await ThingsAsync();
        SearchResult found = await things.SearchAsync(new FusedQuery(
            new FusedPart("v", new float[] { 1, 0 }) { Candidates = 1 }, new FusedPart("w", new float[] { 1, 0, 0 }) { Candidates = 3 })
        {
            K = 1,
        });
        Assert.Equal(["a"], Ids(found));
        Assert.Equal(2, found.Hits[0].Parts.Count);

        // K raises the candidates: b, second by v and fourth by w, is found.
        SearchResult wider = await things.SearchAsync(new FusedQuery(
            new FusedPart("v", new float[] { 1, 0 }) { Candidates = 1 }, new FusedPart("w", new float[] { 1, 0, 0 }) { Candidates = 1 })
        {
            K = 4,
        });
        Assert.Equal(["a", "c", "b", "e"], Ids(wider));
    }

    [Fact]
    public async Task Parts_may_search_the_same_vector()
    {
        IVectorCollection things = await ThingsAsync();
        SearchResult found = await things.SearchAsync(new FusedQuery(
            new FusedPart("v", new float[] { 1, 0 }), new FusedPart("v", new float[] { -1, 0 }), new FusedPart("w", new float[] { 1, 0, 0 })));
        Scores(
            [
                ("c", (1 / 63.0) + (1 / 62.0) + (1 / 61.0)), ("a", (1 / 61.0) + (1 / 64.0) + (1 / 62.0)), ("b", (1 / 62.0) + (1 / 63.0) + (1 / 64.0)),
                ("d", (1 / 64.0) + (1 / 61.0)), ("e", 1 / 63.0),
            ],
            found);
        Assert.Equal([0, 1, 2], found.Hits[0].Parts.Select(part => part.Part));
    }

    [Fact]
    public async Task Equal_fused_scores_come_in_id_order()
    {
        IVectorCollection things = await ThingsAsync();
        await things.DeleteAsync(Filter.Everything);
        await things.UpsertAsync([Both("\U00010000", 2, 1), Both("\uFFFD", 1, 2)]);
        Assert.Equal(["\uFFFD", "\U00010000"], Ids(await things.SearchAsync(Both())));
    }

    [Fact]
    public async Task A_filter_holds_for_every_part()
    {
        IVectorCollection things = await ThingsAsync();
        SearchResult found = await things.SearchAsync(new FusedQuery(Both().Parts) { Filter = Filter.Ne("word", "x") });
        Scores([("c", (1 / 62.0) + (1 / 61.0)), ("b", (1 / 61.0) + (1 / 63.0)), ("e", 1 / 62.0), ("d", 1 / 63.0)], found);
    }

    [Theory]
    [InlineData(0.0325f, "a")]
    [InlineData(0.03f, "a c b")]
    [InlineData(1f, "")]
    [InlineData(-1f, "a c b e d")]
    public async Task A_minimum_score_is_about_the_fused_score(float minimum, string expected)
    {
        IVectorCollection things = await ThingsAsync();
        SearchResult found = await things.SearchAsync(new FusedQuery(Both().Parts) { MinimumScore = minimum });
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), Ids(found));
    }

    [Theory]
    [InlineData(1, "a c")]
    [InlineData(2, "a c b")]
    [InlineData(5, "a c b e")]
    public async Task Groups_are_made_of_what_was_fused(int size, string expected)
    {
        // a is x; c, b and e, in this order, are y; d has no word.
        IVectorCollection things = await ThingsAsync();
        SearchResult found = await things.SearchAsync(new FusedQuery(Both().Parts) { Group = new GroupBy("word", size) });
        Assert.Equal(expected.Split(' '), Ids(found));
    }

    [Fact]
    public async Task Hits_carry_payload_and_vectors_as_asked()
    {
        IVectorCollection things = await ThingsAsync();
        SearchHit plain = (await things.SearchAsync(Both())).Hits[0];
        Assert.Equal("x", plain.Payload["word"]);
        Assert.Empty(plain.Vectors);
        SearchHit other = (await things.SearchAsync(new FusedQuery(Both().Parts) { IncludePayload = false, IncludeVectors = true })).Hits[0];
        Assert.Empty(other.Payload);
        Assert.Equal([4f, 0], other.Vectors["v"].Dense.ToArray());
        Assert.Equal([3f, 0, 0], other.Vectors["w"].Dense.ToArray());
    }

    [Fact]
    public async Task Explain_tells_of_every_part()
    {
        Requires(VectorStoreCapabilities.ExplainCounts);
        IVectorCollection things = await ThingsAsync();
        SearchExplain explain = (await things.SearchAsync(new FusedQuery(Both().Parts) { Exact = true })).Explain;
        Assert.Equal("fused", explain.Strategy);
        Assert.Equal(6, explain.Records);
        Assert.Equal(2, explain.Parts.Count);
        Assert.Equal([4, 4], explain.Parts.Select(part => part.Passing));
        Assert.Equal(explain.Parts.Sum(part => part.Compared), explain.Compared);
    }

    [Fact]
    public async Task An_empty_collection_has_no_hits()
    {
        IVectorCollection things = await ThingsAsync();
        await things.DeleteAsync(Filter.Everything);
        foreach (FusionMethod method in Enum.GetValues<FusionMethod>())
            Assert.Empty((await things.SearchAsync(Both(method))).Hits);
    }

    [Fact]
    public async Task Words_and_meaning_are_fused()
    {
        IVectorCollection texts = await CollectionAsync(s => s.Dense("v", 2, Metric.Cosine).Sparse("t"));
        await texts.UpsertAsync(
        [
            new VectorRecord("both") { Vectors = { ["v"] = new float[] { 9, 1 }, ["t"] = new SparseVector([1, 2], [1, 1]) } },
            new VectorRecord("meaning") { Vectors = { ["v"] = new float[] { 1, 0 }, ["t"] = new SparseVector([7], [1]) } },
            new VectorRecord("words") { Vectors = { ["v"] = new float[] { -1, 0 }, ["t"] = new SparseVector([1, 2], [3, 3]) } },
        ]);
        SearchResult found = await texts.SearchAsync(new FusedQuery(
            new FusedPart("t", SparseVector.FromCounts([(1, 1), (2, 1)])), new FusedPart("v", new float[] { 1, 0 })));
        Scores([("words", (1 / 61.0) + (1 / 63.0)), ("both", (1 / 62.0) + (1 / 62.0)), ("meaning", 1 / 61.0)], found);
    }

    [Fact]
    public async Task Bits_and_floats_are_fused()
    {
        IVectorCollection things = await CollectionAsync(s => s.Dense("v", 2, Metric.Dot).Bits("b", 8));
        await things.UpsertAsync(
        [
            new VectorRecord("a") { Vectors = { ["v"] = new float[] { 3, 0 }, ["b"] = new BitVector(new byte[] { 0b111 }) } },
            new VectorRecord("b") { Vectors = { ["v"] = new float[] { 2, 0 }, ["b"] = new BitVector(new byte[] { 0b001 }) } },
        ]);
        SearchResult found = await things.SearchAsync(new FusedQuery(
            new FusedPart("v", new float[] { 1, 0 }) { Weight = 2 }, new FusedPart("b", new BitVector(new byte[1]))));
        Scores([("a", (2 / 61.0) + (1 / 62.0)), ("b", (2 / 62.0) + (1 / 61.0))], found);
    }

    [Theory]
    [InlineData("one part", "parts")]
    [InlineData("nine parts", "parts")]
    [InlineData("unknown vector", "parts[1].vector")]
    [InlineData("dimension", "parts[1].value")]
    [InlineData("not finite", "parts[1].value[0]")]
    [InlineData("weight 0", "parts[1].weight")]
    [InlineData("weight NaN", "parts[1].weight")]
    [InlineData("candidates 0", "parts[1].candidates")]
    [InlineData("candidates 10001", "parts[1].candidates")]
    [InlineData("ef 0", "parts[1].ef")]
    [InlineData("k 0", "k")]
    [InlineData("k 10001", "k")]
    [InlineData("minimum", "minimum_score")]
    [InlineData("fusion", "fusion")]
    [InlineData("filter", "filter.nothing")]
    [InlineData("group", "group.field")]
    [InlineData("group size", "group.size")]
    public async Task A_query_that_does_not_fit_is_refused(string fault, string field)
    {
        IVectorCollection things = await ThingsAsync();
        FusedPart good = new("v", new float[] { 1, 0 });
        FusedQuery bad = fault switch
        {
            "one part" => new FusedQuery(good),
            "nine parts" => new FusedQuery([.. Enumerable.Repeat(good, 9)]),
            "unknown vector" => new FusedQuery(good, new FusedPart("u", new float[] { 1, 0 })),
            "dimension" => new FusedQuery(good, new FusedPart("w", new float[] { 1, 0 })),
            "not finite" => new FusedQuery(good, new FusedPart("v", new float[] { float.NaN, 0 })),
            "weight 0" => new FusedQuery(good, new FusedPart("v", new float[2]) { Weight = 0 }),
            "weight NaN" => new FusedQuery(good, new FusedPart("v", new float[2]) { Weight = double.NaN }),
            "candidates 0" => new FusedQuery(good, new FusedPart("v", new float[2]) { Candidates = 0 }),
            "candidates 10001" => new FusedQuery(good, new FusedPart("v", new float[2]) { Candidates = 10_001 }),
            "ef 0" => new FusedQuery(good, new FusedPart("v", new float[2]) { Ef = 0 }),
            "k 0" => new FusedQuery(good, good) { K = 0 },
            "k 10001" => new FusedQuery(good, good) { K = 10_001 },
            "minimum" => new FusedQuery(good, good) { MinimumScore = float.NaN },
            "fusion" => new FusedQuery(good, good) { Fusion = (FusionMethod)9 },
            "filter" => new FusedQuery(good, good) { Filter = Filter.Exists("nothing") },
            "group" => new FusedQuery(good, good) { Group = new GroupBy("nothing") },
            _ => new FusedQuery(good, good) { Group = new GroupBy("word", 0) },
        };
        await RefusesAsync(field, () => things.SearchAsync(bad).AsTask());
    }

    private async Task<IVectorCollection> ThingsAsync()
    {
        IVectorCollection things = await CollectionAsync(s => s.Dense("v", 2, Metric.Dot).Dense("w", 3, Metric.Dot).Keyword("word"));
        await things.UpsertAsync(
        [
            Both("a", 4, 3, "x"),
            Both("b", 3, 0, "y"),
            Both("c", 2, 4, "y"),
            new VectorRecord("d") { Vectors = { ["v"] = new float[] { 1, 0 } } },
            new VectorRecord("e") { Vectors = { ["w"] = new float[] { 2, 0, 0 } }, Payload = { ["word"] = "y" } },
            new VectorRecord("f"),
        ]);
        return things;
    }

    private static FusedQuery Both(FusionMethod fusion = FusionMethod.ReciprocalRank) =>
        new(new FusedPart("v", new float[] { 1, 0 }), new FusedPart("w", new float[] { 1, 0, 0 })) { Fusion = fusion };

    private static VectorRecord Both(string id, float v, float w, string? word = null) => new(id)
    {
        Vectors = { ["v"] = new[] { v, 0 }, ["w"] = new[] { w, 0, 0 } },
        Payload = { ["word"] = word },
    };

    private static void Scores((string Id, double Score)[] expected, SearchResult found)
    {
        Assert.Equal(expected.Select(hit => hit.Id), Ids(found));
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i].Score, found.Hits[i].Score, 1e-6);
    }
}
