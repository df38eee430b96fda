using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>Records with one vector each and payload of every kind: what every provider can, also one that keeps no records without a vector.</summary>
public abstract class SingleVectorConformance(IVectorStoreFixture fixture) : VectorStoreConformance(fixture)
{
    private static readonly DateTimeOffset Moment = new(2025, 1, 31, 12, 30, 15, 123, 456, TimeSpan.FromHours(-3));

    public static TheoryData<string> Values => [.. All.Keys];

    private static Dictionary<string, (string Field, PayloadValue Value)> All { get; } = new()
    {
        ["word"] = ("word", "word"),
        ["empty word"] = ("word", ""),
        ["word of Unicode"] = ("word", "ação 🎬 \"'\\\u0001\u2028"),
        ["long word"] = ("word", new string('é', 15_000)),
        ["words"] = ("words", new[] { "b", "a", "b" }),
        ["no words"] = ("words", Array.Empty<string>()),
        ["many words"] = ("words", Enumerable.Range(0, 1_024).Select(i => $"{i}").ToArray()),
        ["zero"] = ("n", 0L),
        ["least integer"] = ("n", long.MinValue),
        ["greatest integer"] = ("n", long.MaxValue),
        ["integer beyond double"] = ("n", (1L << 53) + 1),
        ["fraction"] = ("x", 0.1),
        ["least number"] = ("x", double.MinValue),
        ["smallest number"] = ("x", double.Epsilon),
        ["true"] = ("flag", true),
        ["false"] = ("flag", false),
        ["moment"] = ("at", Moment),
        ["moment before 1970"] = ("at", new DateTimeOffset(1901, 2, 3, 4, 5, 6, 7, 8, TimeSpan.Zero)),
        ["last moment"] = ("at", new DateTimeOffset(9999, 12, 31, 23, 59, 59, 999, 999, TimeSpan.Zero)),
        ["first moment"] = ("at", new DateTimeOffset(1, 1, 1, 0, 0, 0, 0, 1, TimeSpan.Zero)),
    };

    [Theory, MemberData(nameof(Values))]
    public async Task A_value_is_read_back_found_changed_and_removed(string name)
    {
        (string field, PayloadValue value) = All[name];
        IVectorCollection things = await ThingsAsync();
        await things.UpsertAsync([Record("a", field, value), Record("other", 1, 0)]);
        Assert.Equal(value, Assert.Single((await things.GetAsync("a"))!.Payload).Value);
        Assert.Equal(value, (await things.ScrollAsync(new ScrollQuery())).Records[0].Payload[field]);
        Assert.Equal(value, (await things.SearchAsync(Query(1, 0))).Hits[0].Payload[field]);
        Assert.Equal(["a"], await IdsAsync(things, Filter.Exists(field)));
        if (value.Kind is not PayloadKind.Keywords)
            Assert.Equal(["a"], await IdsAsync(things, Filter.Eq(field, value)));

        Assert.True(await things.UpdateAsync("other", new VectorPatch { Payload = { [field] = value } }));
        Assert.Equal(value, (await things.GetAsync("other"))!.Payload[field]);
        Assert.Equal(["a", "other"], await IdsAsync(things, Filter.Exists(field)));

        Assert.True(await things.UpdateAsync("a", new VectorPatch { Payload = { [field] = PayloadValue.None } }));
        Assert.Empty((await things.GetAsync("a"))!.Payload);
        Assert.Equal(["a"], await IdsAsync(things, Filter.Missing(field)));
        VectorIs(await things.GetAsync("a"), "v", 1, 0);
    }

    [Fact]
    public async Task A_value_that_takes_the_place_of_another_leaves_nothing_of_it()
    {
        IVectorCollection things = await ThingsAsync();
        await things.UpsertAsync(Record("a", 1, 0));
        foreach ((string field, PayloadValue value) in All.Values.Concat(All.Values.Reverse()))
        {
            await things.UpdateAsync("a", new VectorPatch { Payload = { [field] = value } });
            Assert.Equal(value, (await things.GetAsync("a"))!.Payload[field]);
            if (value.Kind is not PayloadKind.Keywords)
                Assert.Equal(1, await things.CountAsync(Filter.Eq(field, value)));
        }
    }

    [Fact]
    public async Task What_a_patch_names_is_changed_and_the_rest_stays()
    {
        IVectorCollection things = await ThingsAsync();
        DateTimeOffset expiry = Clock.GetUtcNow().AddHours(1);
        VectorRecord record = Record("a", 1, 2);
        (record.Payload["word"], record.Payload["n"], record.Payload["words"]) = ("old", 1, new[] { "x" });
        await things.UpsertAsync(record);
        Assert.True(await things.UpdateAsync("a", new VectorPatch { Payload = { ["word"] = "new" } }));
        Assert.True(await things.UpdateAsync("a", new VectorPatch { Payload = { ["n"] = PayloadValue.None, ["words"] = Array.Empty<string>() } }));
        Assert.True(await things.UpdateAsync("a", new VectorPatch { Vectors = { ["v"] = new float[] { 3, 4 } } }));
        Assert.True(await things.UpdateAsync("a", new VectorPatch()));
        Assert.False(await things.UpdateAsync("missing", new VectorPatch { Payload = { ["word"] = "new" }, Vectors = { ["v"] = new float[] { 3, 4 } } }));
        VectorRecord read = (await things.GetAsync("a"))!;
        Assert.Equal(["word", "words"], read.Payload.Keys.Order());
        Assert.Equal("new", read.Payload["word"]);
        Assert.Empty(read.Payload["words"].Keywords);
        VectorIs(read, "v", 3, 4);
        Assert.Equal(25, (await things.SearchAsync(Query(3, 4))).Hits[0].Score);
        Assert.Equal(1, await things.CountAsync());

        Requires(VectorStoreCapabilities.Expiry);
        Assert.True(await things.UpdateAsync("a", new VectorPatch { ExpiresAt = expiry }));
        Assert.True(await things.UpdateAsync("a", new VectorPatch { Payload = { ["n"] = PayloadValue.None, ["x"] = 1.5 } }));
        Assert.Equal(expiry, (await things.GetAsync("a"))!.ExpiresAt);
        Assert.True(await things.UpdateAsync("a", new VectorPatch { NeverExpires = true }));
        Clock.Advance(TimeSpan.FromHours(2));
        Assert.Null((await things.GetAsync("a"))!.ExpiresAt);
        Assert.True(await things.UpdateAsync("a", new VectorPatch { ExpiresAt = Clock.GetUtcNow() }));
        Assert.Equal(0, await things.CountAsync());
        Assert.False(await things.UpdateAsync("a", new VectorPatch { NeverExpires = true }));
    }

    [Fact]
    public async Task Records_that_match_are_changed_together_and_once()
    {
        IVectorCollection things = await ThingsAsync();
        await things.UpsertAsync([.. Enumerable.Range(0, 300).Select(i => Record($"{i:000}", "n", i))]);
        Assert.Equal(100, await things.UpdatePayloadAsync(Filter.Lt("n", 100), new Dictionary<string, PayloadValue> { ["n"] = -1, ["word"] = "small" }));
        Assert.Equal(100, await things.CountAsync(Filter.Eq("n", -1) & Filter.Eq("word", "small")));
        Assert.Equal(300, await things.UpdatePayloadAsync(Filter.Everything, new Dictionary<string, PayloadValue> { ["word"] = PayloadValue.None, ["flag"] = true }));
        Assert.Equal(300, await things.CountAsync(Filter.Missing("word") & Filter.Eq("flag", true)));
        Assert.Equal(200, await things.UpdatePayloadAsync(Filter.Gte("n", 0), new Dictionary<string, PayloadValue>()));
        Assert.Equal(0, await things.UpdatePayloadAsync(Filter.Eq("word", "small"), new Dictionary<string, PayloadValue> { ["n"] = 5 }));
        VectorIs(await things.GetAsync("007"), "v", 1, 0);
    }

    [Theory]
    [InlineData("unknown field", "payload.nothing")]
    [InlineData("kind", "payload.n")]
    [InlineData("unknown vector", "vectors.u")]
    [InlineData("dimension", "vectors.v")]
    [InlineData("not finite", "vectors.v[1]")]
    [InlineData("both expiries", "expires_at")]
    [InlineData("id", "id")]
    public async Task A_patch_that_does_not_fit_changes_nothing(string fault, string field)
    {
        IVectorCollection things = await ThingsAsync();
        await things.UpsertAsync(Record("a", "word", "old"));
        VectorPatch bad = fault switch
        {
            "unknown field" => new VectorPatch { Payload = { ["word"] = "changed", ["nothing"] = 1 } },
            "kind" => new VectorPatch { Payload = { ["word"] = "changed", ["n"] = "one" } },
            "unknown vector" => new VectorPatch { Payload = { ["word"] = "changed" }, Vectors = { ["u"] = new float[] { 1 } } },
            "dimension" => new VectorPatch { Payload = { ["word"] = "changed" }, Vectors = { ["v"] = new float[] { 1, 2, 3 } } },
            "not finite" => new VectorPatch { Payload = { ["word"] = "changed" }, Vectors = { ["v"] = new float[] { 1, float.NaN } } },
            "both expiries" => new VectorPatch { Payload = { ["word"] = "changed" }, ExpiresAt = DateTimeOffset.UnixEpoch, NeverExpires = true },
            _ => new VectorPatch { Payload = { ["word"] = "changed" } },
        };
        await RefusesAsync(field, () => things.UpdateAsync(fault == "id" ? "" : "a", bad).AsTask());
        Assert.Equal("old", (await things.GetAsync("a"))!.Payload["word"]);
    }

    [Theory]
    [InlineData(FusionMethod.ReciprocalRank)]
    [InlineData(FusionMethod.WeightedScore)]
    [InlineData(FusionMethod.ZScore)]
    [InlineData(FusionMethod.DistributionBased)]
    public async Task Searches_of_the_one_vector_are_fused(FusionMethod fusion)
    {
        IVectorCollection things = await ThingsAsync();
        await things.UpsertAsync([Word("a", 4, 0, "x"), Word("b", 3, 1, "x"), Word("c", 1, 3, "y"), Word("d", 0, 4, "y"), Word("e", -9, -9, "y")]);
        FusedQuery query = new(new FusedPart("v", new float[] { 1, 0 }) { Candidates = 3 }, new FusedPart("v", new float[] { 0, 1 }) { Weight = 2, Candidates = 2 })
        {
            K = 2,
            Fusion = fusion,
            IncludeVectors = true,
        };
        SearchResult found = await things.SearchAsync(query);

        // By x: a 4, b 3, c 1. By y, twice: d 4, c 3. Standard scores are over a b c d: 4 3 1 1 and 3 3 3 4.
        double x = Math.Sqrt(6.75 / 4), y = Math.Sqrt(0.75 / 4);
        (string Id, double Score)[] expected = fusion switch
        {
            FusionMethod.ReciprocalRank => [("c", (1 / 63.0) + (2 / 62.0)), ("d", 2 / 61.0)],
            FusionMethod.WeightedScore => [("d", 2), ("a", 1)],
            FusionMethod.ZScore => [("d", (-1.25 / x) + (2 * 0.75 / y)), ("a", (1.75 / x) - (2 * 0.25 / y))],
            _ => [("d", 1 + (1 / (6 * Math.Sqrt(0.5)))), ("c", 0.5 - (5 / 3.0 / (6 * Math.Sqrt(7 / 3.0))) + 1 - (1 / (6 * Math.Sqrt(0.5))))],
        };
        Assert.Equal(expected.Select(hit => hit.Id), Ids(found));
        Assert.All(expected.Zip(found.Hits), pair => Assert.Equal(pair.First.Score, pair.Second.Score, 1e-6));
        Assert.Equal("fused", found.Explain.Strategy);
        Assert.Equal(2, found.Explain.Parts.Count);
        Assert.Equal("y", found.Hits[0].Payload["word"]);
        Assert.Equal(2, found.Hits[0].Vectors["v"].Dense.Length);

        // K raises the candidates: d and b are the best of their words.
        Assert.Equal(["d", "b"], Ids(await things.SearchAsync(new FusedQuery(query.Parts) { K = 4, Group = new GroupBy("word") })));
        Assert.Equal(["b"], Ids(await things.SearchAsync(new FusedQuery(query.Parts) { Filter = Filter.Eq("word", "x") & Filter.Ne("n", 4) })));
        Assert.Empty((await things.SearchAsync(new FusedQuery(query.Parts) { MinimumScore = 5 })).Hits);
        Assert.Empty((await things.SearchAsync(new FusedQuery(query.Parts) { Filter = Filter.In("word") })).Hits);

        static VectorRecord Word(string id, float x, float y, string word) =>
            new(id) { Vectors = { ["v"] = new[] { x, y } }, Payload = { ["word"] = word, ["n"] = (int)x } };
    }

    private Task<IVectorCollection> ThingsAsync() => CollectionAsync(s => s.Dense("v", 2, Metric.Dot)
        .Keyword("word").Keywords("words").Integer("n").Number("x").Boolean("flag").Time("at"));
}
