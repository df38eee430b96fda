using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>Changes to parts of records.</summary>
public abstract class UpdateConformance(IVectorStoreFixture fixture) : VectorStoreConformance(fixture)
{
    [Fact]
    public async Task What_the_patch_names_is_changed_and_the_rest_stays()
    {
        IVectorCollection things = await ThingsAsync();
        Assert.True(await things.UpdateAsync("a", new VectorPatch { Payload = { ["word"] = "new", ["n"] = PayloadValue.None } }));
        VectorRecord read = (await things.GetAsync("a"))!;
        Assert.Equal(["flag", "word"], read.Payload.Keys.Order());
        Assert.Equal("new", read.Payload["word"]);
        VectorIs(read, "v", 1, 2);
        VectorIs(read, "w", 3, 4, 5);
    }

    [Fact]
    public async Task A_vector_is_set_removed_and_added()
    {
        IVectorCollection things = await ThingsAsync();
        Assert.True(await things.UpdateAsync("a", new VectorPatch { Vectors = { ["v"] = new float[] { 7, 8 }, ["w"] = null } }));
        VectorRecord read = (await things.GetAsync("a"))!;
        VectorIs(read, "v", 7, 8);
        Assert.False(read.Vectors.ContainsKey("w"));
        Assert.Equal(3, read.Payload.Count);
        Assert.Empty((await things.SearchAsync(new VectorQuery("w", new float[] { 1, 1, 1 }) { Filter = Filter.Eq("word", "old") })).Hits);
        Assert.Equal(23f, (await things.SearchAsync(new VectorQuery("v", new float[] { 1, 2 }) { Filter = Filter.Eq("word", "old") })).Hits[0].Score);

        Assert.True(await things.UpdateAsync("a", new VectorPatch { Vectors = { ["w"] = new float[] { 1, 0, 0 } } }));
        VectorIs(await things.GetAsync("a"), "w", 1, 0, 0);
        VectorIs(await things.GetAsync("a"), "v", 7, 8);
    }

    [Fact]
    public async Task A_change_is_found_by_filters_at_once()
    {
        IVectorCollection things = await ThingsAsync();
        await things.UpdateAsync("a", new VectorPatch { Payload = { ["word"] = "new", ["n"] = 100 } });
        Assert.Equal(["a"], await IdsAsync(things, Filter.Eq("word", "new")));
        Assert.Equal(["b"], await IdsAsync(things, Filter.Eq("word", "old")));
        Assert.Equal(["a"], await IdsAsync(things, Filter.Gt("n", 50)));
        Assert.Equal(3, await things.CountAsync());
    }

    [Fact]
    public async Task An_empty_patch_changes_nothing_and_says_whether_there_is_a_record()
    {
        IVectorCollection things = await ThingsAsync();
        Assert.True(await things.UpdateAsync("a", new VectorPatch()));
        Assert.False(await things.UpdateAsync("missing", new VectorPatch()));
        VectorRecord read = (await things.GetAsync("a"))!;
        Assert.Equal(3, read.Payload.Count);
        Assert.Equal(2, read.Vectors.Count);
    }

    [Fact]
    public async Task A_missing_record_is_not_made()
    {
        IVectorCollection things = await ThingsAsync();
        Assert.False(await things.UpdateAsync("missing", new VectorPatch { Vectors = { ["v"] = new float[] { 1, 1 } }, Payload = { ["n"] = 1 } }));
        Assert.Null(await things.GetAsync("missing"));
        Assert.Equal(3, await things.CountAsync());
    }

    [Fact]
    public async Task A_value_is_kept_in_the_kind_of_its_field()
    {
        IVectorCollection things = await ThingsAsync();
        await things.UpdateAsync("a", new VectorPatch { Payload = { ["number"] = 3, ["n"] = 4.0, ["time"] = "2025-01-31T12:00:00Z" } });
        VectorRecord read = (await things.GetAsync("a"))!;
        Assert.Equal(3.0, read.Payload["number"]);
        Assert.Equal(4, read.Payload["n"]);
        Assert.Equal(new DateTimeOffset(2025, 1, 31, 12, 0, 0, TimeSpan.Zero), read.Payload["time"]);
    }

    [Fact]
    public async Task The_expiry_is_set_moved_kept_and_removed()
    {
        Requires(VectorStoreCapabilities.Expiry);
        IVectorCollection things = await ThingsAsync();
        DateTimeOffset start = Clock.GetUtcNow();
        await things.UpdateAsync("a", new VectorPatch { ExpiresAt = start.AddHours(1) });
        await things.UpdateAsync("b", new VectorPatch { ExpiresAt = start.AddHours(1) });
        await things.UpdateAsync("c", new VectorPatch { ExpiresAt = start.AddHours(1) });
        await things.UpdateAsync("a", new VectorPatch { Payload = { ["n"] = 5 } });
        await things.UpdateAsync("b", new VectorPatch { NeverExpires = true });
        await things.UpdateAsync("c", new VectorPatch { ExpiresAt = start.AddHours(3) });
        Assert.Equal(start.AddHours(1), (await things.GetAsync("a"))!.ExpiresAt);
        Assert.Null((await things.GetAsync("b"))!.ExpiresAt);

        Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(["b", "c"], await IdsAsync(things));
        Assert.False(await things.UpdateAsync("a", new VectorPatch { NeverExpires = true }));
        Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(["b"], await IdsAsync(things));
    }

    [Fact]
    public async Task A_patch_may_let_a_record_expire_at_once()
    {
        Requires(VectorStoreCapabilities.Expiry);
        IVectorCollection things = await ThingsAsync();
        Assert.True(await things.UpdateAsync("a", new VectorPatch { ExpiresAt = Clock.GetUtcNow() }));
        Assert.Equal(["b", "c"], await IdsAsync(things));
    }

    [Theory]
    [InlineData("unknown field", "payload.nothing")]
    [InlineData("kind", "payload.n")]
    [InlineData("unknown vector", "vectors.u")]
    [InlineData("removing an unknown vector", "vectors.u")]
    [InlineData("dimension", "vectors.w")]
    [InlineData("not finite", "vectors.v[1]")]
    [InlineData("sparse for dense", "vectors.v")]
    [InlineData("both expiries", "expires_at")]
    [InlineData("id", "id")]
    public async Task A_patch_that_does_not_fit_changes_nothing(string fault, string field)
    {
        IVectorCollection things = await ThingsAsync();
        VectorPatch bad = fault switch
        {
            "unknown field" => new VectorPatch { Payload = { ["word"] = "changed", ["nothing"] = 1 } },
            "kind" => new VectorPatch { Payload = { ["word"] = "changed", ["n"] = "one" } },
            "unknown vector" => new VectorPatch { Payload = { ["word"] = "changed" }, Vectors = { ["u"] = new float[] { 1 } } },
            "removing an unknown vector" => new VectorPatch { Payload = { ["word"] = "changed" }, Vectors = { ["u"] = null } },
            "dimension" => new VectorPatch { Payload = { ["word"] = "changed" }, Vectors = { ["w"] = new float[] { 1, 2 } } },
            "not finite" => new VectorPatch { Payload = { ["word"] = "changed" }, Vectors = { ["v"] = new float[] { 1, float.PositiveInfinity } } },
            "sparse for dense" => new VectorPatch { Payload = { ["word"] = "changed" }, Vectors = { ["v"] = new SparseVector([0, 1], [1, 1]) } },
            "both expiries" => new VectorPatch { Payload = { ["word"] = "changed" }, ExpiresAt = DateTimeOffset.UnixEpoch, NeverExpires = true },
            _ => new VectorPatch { Payload = { ["word"] = "changed" } },
        };
        await RefusesAsync(field, () => things.UpdateAsync(fault == "id" ? "" : "a", bad).AsTask());
        Assert.Equal(0, await things.CountAsync(Filter.Eq("word", "changed")));
        Assert.Equal(3, await things.CountAsync());
    }

    [Fact]
    public async Task Records_that_match_are_changed_together()
    {
        IVectorCollection things = await ThingsAsync();
        Assert.Equal(2, await things.UpdatePayloadAsync(
            Filter.Eq("word", "old"), new Dictionary<string, PayloadValue> { ["word"] = "new", ["flag"] = PayloadValue.None }));
        Assert.Equal(["a", "b"], await IdsAsync(things, Filter.Eq("word", "new")));
        Assert.Equal(["a", "b", "c"], await IdsAsync(things, Filter.Missing("flag")));
        VectorRecord read = (await things.GetAsync("a"))!;
        Assert.Equal(1, read.Payload["n"]);
        VectorIs(read, "w", 3, 4, 5);
        Assert.Equal(0, await things.UpdatePayloadAsync(Filter.Eq("word", "old"), new Dictionary<string, PayloadValue> { ["word"] = "x" }));
        Assert.Equal(3, await things.UpdatePayloadAsync(Filter.Everything, new Dictionary<string, PayloadValue> { ["n"] = 9 }));
        Assert.Equal(3, await things.CountAsync(Filter.Eq("n", 9)));
    }

    [Fact]
    public async Task A_change_that_makes_records_match_does_not_change_them_again()
    {
        IVectorCollection things = await CollectionAsync(s => s.Dense("v", 2, Metric.Dot).Integer("n"));
        await things.UpsertAsync([.. Enumerable.Range(0, 3_000).Select(i => Record($"{i:0000}", "n", i))]);
        Assert.Equal(1_500, await things.UpdatePayloadAsync(Filter.Lt("n", 1_500), new Dictionary<string, PayloadValue> { ["n"] = -1 }));
        Assert.Equal(1_500, await things.CountAsync(Filter.Eq("n", -1)));
        Assert.Equal(3_000, await things.CountAsync());
    }

    [Theory]
    [InlineData("filter", "filter.nothing")]
    [InlineData("field", "payload.nothing")]
    [InlineData("value", "payload.n")]
    public async Task A_change_by_filter_that_does_not_fit_changes_nothing(string fault, string field)
    {
        IVectorCollection things = await ThingsAsync();
        await RefusesAsync(field, () => things.UpdatePayloadAsync(
            fault == "filter" ? Filter.Exists("nothing") : Filter.Everything,
            new Dictionary<string, PayloadValue> { ["word"] = "changed", [fault == "field" ? "nothing" : "n"] = fault == "value" ? "one" : 1 }).AsTask());
        Assert.Equal(0, await things.CountAsync(Filter.Eq("word", "changed")));
    }

    [Fact]
    public async Task Expired_records_are_not_changed_by_filter()
    {
        Requires(VectorStoreCapabilities.Expiry);
        IVectorCollection things = await ThingsAsync();
        await things.UpdateAsync("a", new VectorPatch { ExpiresAt = Clock.GetUtcNow().AddMinutes(1) });
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, await things.UpdatePayloadAsync(Filter.Everything, new Dictionary<string, PayloadValue> { ["n"] = 9 }));
    }

    [Fact]
    public async Task Records_that_are_changed_all_the_time_do_not_pile_up()
    {
        IVectorCollection things = await ThingsAsync();
        for (int i = 0; i < 5_000; i++)
            await things.UpdateAsync("a", new VectorPatch { Payload = { ["n"] = i } });
        Assert.Equal(3, await things.CountAsync());
        Assert.Equal(4_999, (await things.GetAsync("a"))!.Payload["n"]);
        Assert.InRange((await things.StatisticsAsync()).DeadRecords, 0, 4_000);
    }

    private async Task<IVectorCollection> ThingsAsync()
    {
        IVectorCollection things = await CollectionAsync(s => s.Dense("v", 2, Metric.Dot).Dense("w", 3, Metric.Dot)
            .Keyword("word").Integer("n").Boolean("flag").Number("number").Time("time"));
        await things.UpsertAsync(
        [
            new VectorRecord("a")
            {
                Vectors = { ["v"] = new float[] { 1, 2 }, ["w"] = new float[] { 3, 4, 5 } },
                Payload = { ["word"] = "old", ["n"] = 1, ["flag"] = true },
            },
            new VectorRecord("b") { Vectors = { ["v"] = new float[] { 2, 2 } }, Payload = { ["word"] = "old", ["n"] = 2 } },
            new VectorRecord("c") { Payload = { ["word"] = "other" } },
        ]);
        return things;
    }
}
