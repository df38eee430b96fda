using Microsoft.Extensions.DependencyInjection;

namespace Perto.Platform.Tests;

public sealed class FeatureStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Values_of_every_kind_are_read_as_they_were_written(SqlDialect engine)
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(engine);
        Dictionary<string, FeatureValue?> values = new()
        {
            ["rating"] = FeatureValue.Of(8.25),
            ["year"] = FeatureValue.Of(1995L),
            ["original"] = FeatureValue.Of(true),
            ["country"] = FeatureValue.Of("Österreich 🎬"),
            ["genres"] = FeatureValue.Of("crime", "drama"),
            ["plot"] = FeatureValue.Of(0.5f, -1f, 2f),
            ["shares"] = FeatureValue.Of([KeyValuePair.Create("tv", 0.75), KeyValuePair.Create("phone", 0.25)]),
        };

        FeatureWriteReport report = await features.WriteAsync("title_facts", new FeatureWrite { Key = "heat", EventAt = features.Now.AddMinutes(-5), Values = values });

        Assert.Equal(new FeatureWriteReport(1, 0, 1), report);
        foreach (TestFeatures process in (TestFeatures[])[features, features.Other()])
        {
            FeatureReading reading = await process.ReadAsync(TestFeatures.Facts, "heat");
            Assert.Equal((FeatureStatus.Present, TimeSpan.FromMinutes(5)), (reading.Status, reading.Age));
            Assert.Equal(values, reading.ToValues());
            Assert.True(reading.TryNumber(reading.Ordinal("rating"), out double rating));
            Assert.Equal(8.25, rating);
            Assert.True(reading.TryText(reading.Ordinal("country"), out ReadOnlySpan<byte> country));
            Assert.Equal("Österreich 🎬"u8, country);
            Assert.True(reading.TryVector(reading.Ordinal("plot"), out ReadOnlySpan<float> plot));
            Assert.Equal([0.5f, -1f, 2f], plot);
            Assert.False(reading.TryNumber(reading.Ordinal("country"), out _));
        }
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task One_request_gives_many_entities_and_views_and_says_why_something_is_missing(SqlDialect engine)
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(engine);
        await features.WriteAsync("title_facts", [.. Enumerable.Range(0, 500).Select(i => TestFeatures.Write($"t{i}", features.Now.AddMinutes(-i), ("year", FeatureValue.Of((long)i))))]);
        await features.WriteAsync("title_score", features.Scored("t7", 1, 77));
        string[] keys = [.. Enumerable.Range(0, 501).Select(i => $"t{i}")];

        OnlineFeatures read = await features.Other().Store.GetAsync(
            TestFeatures.Tenant,
            [
                new EntityRequest { Entity = "person", Keys = ["ana"], Views = ["person_activity"] },
                new EntityRequest { Entity = "title", Keys = keys, Views = ["title_facts", "title_score@1"] },
            ],
            Token);

        Assert.Equal(FeatureStatus.NeverWritten, read[0, 0, 0].Status);
        for (int i = 0; i <= 500; i++)
        {
            FeatureStatus expected = i == 500 ? FeatureStatus.NeverWritten : i > 60 ? FeatureStatus.Expired : FeatureStatus.Present;
            Assert.Equal(expected, read[1, i, 0].Status);
            Assert.Equal(expected == FeatureStatus.Present ? FeatureValue.Of((long)i) : null, read[1, i, 0].Value("year"));
            Assert.Null(read[1, i, 0].Value("rating"));
            Assert.Equal(i == 7 ? FeatureStatus.Present : FeatureStatus.NeverWritten, read[1, i, 1].Status);
        }
        Assert.Equal(TimeSpan.FromMinutes(61), read[1, 61, 0].Age);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task What_comes_late_is_in_the_history_and_does_not_hide_what_is_newer(SqlDialect engine)
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(engine);

        Assert.Equal(new FeatureWriteReport(1, 0, 1), await features.WriteAsync("title_score", features.Scored("heat", 10, 1)));
        Assert.Equal(new FeatureWriteReport(1, 0, 0), await features.WriteAsync("title_score", features.Scored("heat", 20, 2)));
        Assert.Equal(1, await features.ScoreAsync("heat"));
        Assert.Equal(new FeatureWriteReport(2, 0, 1), await features.WriteAsync("title_score", features.Scored("heat", 5, 3), features.Scored("heat", 15, 4)));

        Assert.Equal(3, await features.ScoreAsync("heat"));
        Assert.Equal([3L, 1, 4, 2], await HistoryAsync(features, "heat"));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_write_that_comes_again_changes_nothing_and_of_one_moment_the_later_write_holds(SqlDialect engine)
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(engine);
        FeatureWrite first = features.Scored("heat", 10, 1);
        FeatureWrite second = features.Scored("heat", 10, 2);

        await features.WriteAsync("title_score", first);
        Assert.Equal(new FeatureWriteReport(0, 1, 0), await features.WriteAsync("title_score", first));
        await features.WriteAsync("title_score", second);
        Assert.Equal(2, await features.ScoreAsync("heat"));

        // The first comes once more, as from a queue that delivers at least once.
        Assert.Equal(1, (await features.WriteAsync("title_score", first)).Repeated);
        Assert.Equal(2, await features.ScoreAsync("heat"));
        Assert.Equal(2, await features.Other().ScoreAsync("heat"));
        Assert.Equal([2L, 1], await HistoryAsync(features, "heat"));

        await features.WriteAsync("title_score", features.Scored("ronin", 1, 5), features.Scored("ronin", 1, 6));
        Assert.Equal(6, await features.ScoreAsync("ronin"));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Of_one_moment_the_later_write_holds_though_its_process_is_behind_in_time(SqlDialect engine)
    {
        await using TestFeatures ahead = await TestFeatures.OpenAsync(engine);
        TestFeatures behind = ahead.Other();
        FeatureWrite second = behind.Scored("heat", 10, 2);
        ahead.Clock.Advance(TimeSpan.FromMinutes(1));

        await ahead.WriteAsync("title_score", second with { Values = ahead.Scored("heat", 10, 1).Values });
        await behind.WriteAsync("title_score", second);

        Assert.Equal(2, await ahead.Other().ScoreAsync("heat"));
        Assert.Equal([2L, 1], await HistoryAsync(ahead, "heat"));
    }

    [Fact]
    public async Task A_key_that_could_not_be_written_is_not_looked_up_either()
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(SqlDialect.Sqlite);
        foreach (string key in (string[])["", "a\0b", "a\nb", "a\u0085b", "\ud800", new string('x', 513), new string('ü', 257)])
        {
            InvalidValueException refused = await Assert.ThrowsAsync<InvalidValueException>(() => features.Store.GetAsync(
                TestFeatures.Tenant, [new EntityRequest { Entity = "title", Keys = ["heat", key], Views = ["title_score"] }], Token).AsTask());
            Assert.Equal("entities[0].keys[1]", refused.Field);
        }
        Assert.Equal(FeatureStatus.NeverWritten, (await features.ReadAsync(TestFeatures.Score, new string('ü', 256))).Status);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Writers_of_one_entity_at_once_lose_nothing(SqlDialect engine)
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(engine);
        await features.Store.Views.ListAsync(TestFeatures.Tenant, Token);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => i % 2 == 0
            ? features.WriteAsync("title_score", features.Scored("heat", 100 - i, i))
            : features.WriteAsync("title_facts", TestFeatures.Write("heat", features.Now.AddMinutes(-30 + i), ("year", FeatureValue.Of((long)i))))));

        TestFeatures other = features.Other();
        Assert.Equal(18, await other.ScoreAsync("heat"));
        Assert.Equal(FeatureValue.Of(19L), (await other.ReadAsync(TestFeatures.Facts, "heat")).Value("year"));
        Assert.Equal(18, await features.ScoreAsync("heat"));
        Assert.Equal(10, (await HistoryAsync(features, "heat")).Count);
    }

    [Fact]
    public async Task The_history_is_paged()
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(SqlDialect.Sqlite);
        await features.WriteAsync("title_score", [.. Enumerable.Range(0, 25).Select(i => features.Scored("heat", i, i))]);

        List<long> seen = [];
        string? cursor = null;
        do
        {
            Page<FeatureReadingDocument> page = await features.Store.HistoryAsync(TestFeatures.Tenant, "title_score", "heat", new Paging(10, cursor), Token);
            seen.AddRange(page.Items.Select(item => (long)item.Values!["score"]!.Raw));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(0, 25).Select(i => (long)i), seen);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_view_may_change_its_words_and_not_what_its_values_mean(SqlDialect engine)
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(engine);
        FeatureCatalogue views = features.Store.Views;
        FeatureView own = TestFeatures.Score with { Name = "own" };

        Assert.True((await views.DeclareAsync(TestFeatures.Tenant, own, Token)).Made);
        (FeatureViewInfo said, bool made) = await views.DeclareAsync(TestFeatures.Tenant, own with { Owner = "films", ExpectedSeconds = 60 }, Token);
        Assert.Equal((false, "films"), (made, said.View.Owner));

        foreach ((FeatureView changed, string what) in ((FeatureView, string)[])
        [
            (own with { TtlSeconds = 60 }, "ttl_seconds is 60 and was not set"),
            (own with { Entity = "film" }, "the entity is film and was title"),
            (own with { Features = [new Feature { Name = "score", Kind = FeatureKind.Number }] }, "feature score is defined otherwise"),
            (own with { Features = [.. own.Features, new Feature { Name = "more", Kind = FeatureKind.Number }] }, "feature more is new"),
        ])
        {
            ConflictException refused = await Assert.ThrowsAsync<ConflictException>(() => views.DeclareAsync(TestFeatures.Tenant, changed, Token));
            Assert.Equal("view_changed", refused.Code);
            Assert.Contains(what, refused.Message, StringComparison.Ordinal);
            Assert.Contains("version 2", refused.Message, StringComparison.Ordinal);
        }
        Assert.True((await views.DeclareAsync(TestFeatures.Tenant, own with { Version = 2, TtlSeconds = 60 }, Token)).Made);
        Assert.Equal("version", (await Assert.ThrowsAsync<InvalidValueException>(() => views.DeclareAsync(new TenantId("other"), own with { Version = 0 }, Token))).Field);
        FeatureViewInfo shown = await features.Other().Store.Views.ShowAsync(TestFeatures.Tenant, "own", cancellationToken: Token);
        Assert.Equal([1, 2], shown.Versions);
        Assert.Equal(2, shown.View.Version);
        await Assert.ThrowsAsync<NotFoundException>(() => views.ShowAsync(new TenantId("other"), "own", cancellationToken: Token));
    }

    [Fact]
    public async Task Two_generations_of_a_view_are_read_side_by_side_and_older_ones_leave_the_row()
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(SqlDialect.Sqlite);
        for (int version = 1; version <= 3; version++)
        {
            await features.Store.Views.DeclareAsync(TestFeatures.Tenant, TestFeatures.Score with { Name = "own", Version = version }, Token);
            await features.WriteAsync("own", features.Scored("heat", 10 - version, version));
        }

        OnlineFeatures read = await features.Store.GetAsync(
            TestFeatures.Tenant, [new EntityRequest { Entity = "title", Keys = ["heat"], Views = ["own", "own@3", "own@2", "own@1"] }], Token);

        Assert.Equal(3L, read[0, 0, 0].Value("score")!.Raw);
        Assert.Equal(3L, read[0, 0, 1].Value("score")!.Raw);
        Assert.Equal(2L, read[0, 0, 2].Value("score")!.Raw);
        Assert.Equal(FeatureStatus.NeverWritten, read[0, 0, 3].Status);
    }

    [Fact]
    public async Task Processes_of_two_generations_share_rows_and_neither_takes_away_what_the_other_wrote()
    {
        FeatureView next = TestFeatures.Score with { Version = 2 };
        await using TestFeatures old = await TestFeatures.OpenAsync(SqlDialect.Sqlite, [TestFeatures.Score]);
        await old.WriteAsync("title_score", old.Scored("heat", 5, 1));
        TestFeatures fresh = old.Other([next]);
        await fresh.WriteAsync("title_score", fresh.Scored("heat", 4, 2));
        // It does not know the next version yet.
        await old.Store.WriteAsync(TestFeatures.Tenant, "title_score@1", [old.Scored("heat", 3, 3)], Token);

        OnlineFeatures read = await fresh.Other([next]).Store.GetAsync(
            TestFeatures.Tenant, [new EntityRequest { Entity = "title", Keys = ["heat"], Views = ["title_score@1", "title_score@2"] }], Token);

        Assert.Equal((3L, 2L), (read[0, 0, 0].Value("score")!.Raw, read[0, 0, 1].Value("score")!.Raw));
        // Of a tenant that came after, a process of the older generation uses what there is.
        await fresh.Store.Views.ListAsync(new TenantId("late"), Token);
        Assert.Equal(2, (await old.Store.Views.ShowAsync(new TenantId("late"), "title_score", cancellationToken: Token)).View.Version);
    }

    [Fact]
    public async Task What_does_not_fit_names_the_place_and_nothing_is_written()
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(SqlDialect.Sqlite);
        FeatureWrite good = features.Scored("heat", 1, 1);
        foreach ((FeatureWrite bad, string field) in ((FeatureWrite, string)[])
        [
            (good with { Key = "" }, "values[1].key"),
            (good with { Key = "a\0b" }, "values[1].key"),
            (good with { Key = "\ud800" }, "values[1].key"),
            (good with { Key = new string('x', 513) }, "values[1].key"),
            (good with { EventAt = features.Now.AddMinutes(6) }, "values[1].event_at"),
            (good with { EventAt = default }, "values[1].event_at"),
            (TestFeatures.Write("heat", features.Now, ("score", FeatureValue.Of(1.5))), "values[1].values.score"),
            (TestFeatures.Write("heat", features.Now, ("score", FeatureValue.Of("1"))), "values[1].values.score"),
            (TestFeatures.Write("heat", features.Now, ("none", FeatureValue.Of(1L))), "values[1].values.none"),
        ])
        {
            InvalidValueException refused = await Assert.ThrowsAsync<InvalidValueException>(() => features.WriteAsync("title_score", good, bad));
            Assert.Equal(field, refused.Field);
        }
        foreach ((string name, FeatureValue value) in ((string, FeatureValue)[])
        [
            ("plot", FeatureValue.Of(1f, 2f)),
            ("plot", FeatureValue.Of(1f, 2f, float.NaN)),
            ("country", FeatureValue.Of(new string('x', FeatureValue.MaxTextBytes + 1))),
            ("genres", FeatureValue.Of([.. Enumerable.Repeat("x", FeatureValue.MaxItems + 1)])),
            ("genres", FeatureValue.Of("fine", new string('x', FeatureValue.MaxKeywordBytes + 1))),
            ("shares", FeatureValue.Of([KeyValuePair.Create("x", double.PositiveInfinity)])),
        ])
        {
            InvalidValueException refused = await Assert.ThrowsAsync<InvalidValueException>(() => features.WriteAsync("title_facts", TestFeatures.Write("heat", features.Now, (name, value))));
            Assert.Equal($"values[0].values.{name}", refused.Field);
        }
        Assert.Equal("values", (await Assert.ThrowsAsync<InvalidValueException>(() => features.WriteAsync("title_score"))).Field);
        Assert.Equal("view_is_folded", (await Assert.ThrowsAsync<ConflictException>(() => features.WriteAsync("person_activity", good))).Code);
        Assert.Empty(await HistoryAsync(features, "heat"));
        Assert.Null(await features.ScoreAsync("heat"));
    }

    [Fact]
    public async Task A_definition_that_breaks_a_rule_names_the_place()
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(SqlDialect.Sqlite);
        Feature counted = TestFeatures.Activity.Features[3];
        foreach ((Feature feature, string field) in ((Feature, string)[])
        [
            (new Feature { Name = "Bad", Kind = FeatureKind.Number }, "features[1].name"),
            (new Feature { Name = "score", Kind = FeatureKind.Number }, "features[1].name"),
            (new Feature { Name = "v", Kind = FeatureKind.Vector }, "features[1].dimension"),
            (new Feature { Name = "v", Kind = FeatureKind.Number, Dimension = 3 }, "features[1].dimension"),
            (new Feature { Name = "v", Kind = FeatureKind.Vector, Dimension = 5_000 }, "features[1].dimension"),
            (counted, "features[1].state"),
            (counted with { Kind = FeatureKind.Text }, "features[1].state.primitive"),
            (counted with { State = counted.State! with { Windows = null } }, "features[1].state.windows"),
            (counted with { State = counted.State! with { Windows = 1_001 } }, "features[1].state.windows"),
            (counted with { State = counted.State! with { Size = 3 } }, "features[1].state.size"),
            (counted with { State = counted.State! with { Event = "" } }, "features[1].state.event"),
        ])
        {
            FeatureView view = TestFeatures.Score with { Name = "own", Features = [.. TestFeatures.Score.Features, feature] };
            InvalidValueException refused = await Assert.ThrowsAsync<InvalidValueException>(() => features.Store.Views.DeclareAsync(TestFeatures.Tenant, view, Token));
            Assert.Equal(field, refused.Field);
        }
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Tenants_have_views_and_values_of_their_own(SqlDialect engine)
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(engine);
        await features.WriteAsync("title_score", features.Scored("heat", 1, 1));
        TenantId other = new("other");

        OnlineFeatures read = await features.Store.GetAsync(other, [new EntityRequest { Entity = "title", Keys = ["heat"], Views = ["title_score"] }], Token);

        Assert.Equal(FeatureStatus.NeverWritten, read[0, 0, 0].Status);
        Assert.Empty((await features.Store.HistoryAsync(other, "title_score", "heat", new Paging(), Token)).Items);
    }

    [Fact]
    public async Task A_row_that_is_damaged_is_told_and_not_served()
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(SqlDialect.Sqlite);
        await features.WriteAsync("title_score", features.Scored("heat", 1, 1));
        await features.Database.WriteAsync(session => session.ExecuteAsync("update feature_online set packed = @packed", new { packed = new byte[] { 1, 2, 3 } }), Token);

        FeatureRowCorruptException told = await Assert.ThrowsAsync<FeatureRowCorruptException>(() => features.Other().ScoreAsync("heat"));

        Assert.Equal(new EntityKey("title", "heat"), told.Entity);
    }

    [Fact]
    public async Task On_postgres_what_another_process_wrote_is_seen_after_the_age_of_the_process_memory()
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(SqlDialect.Postgres);
        await features.WriteAsync("title_score", features.Scored("heat", 10, 1));
        Assert.Equal(1, await features.ScoreAsync("heat"));
        await features.Other().WriteAsync("title_score", features.Scored("heat", 5, 2));

        Assert.Equal(1, await features.ScoreAsync("heat"));
        features.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(2, await features.ScoreAsync("heat"));
    }

    private static async Task<List<long>> HistoryAsync(TestFeatures features, string key) =>
        [.. (await features.Store.HistoryAsync(TestFeatures.Tenant, "title_score", key, new Paging(), Token)).Items.Select(item => (long)item.Values!["score"]!.Raw)];
}
