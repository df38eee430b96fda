using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class FeatureFoldTests
{
    private static readonly ViewLayout Layout = new(TestFeatures.Activity);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>After each event the values online are those that a replay of the events so far gives, and the history says the same of that moment for ever.</summary>
    [Theory, InlineData(SqlDialect.Sqlite, true), InlineData(SqlDialect.Sqlite, false), InlineData(SqlDialect.Postgres, true), InlineData(SqlDialect.Postgres, false)]
    public async Task Online_history_and_replay_agree_at_every_event(SqlDialect engine, bool ordered)
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(engine);
        FeatureEvent[] events = Events.Some(Seeds.Random(), features.Now, 120, ordered);
        for (int i = 0; i < events.Length; i++)
        {
            await features.Store.RecordAsync(TestFeatures.Tenant, [events[i]], Token);
            string person = events[i].Keys["person"];
            (long eventAt, byte[] block) = FeatureFold.Replay(Layout, events.Take(i + 1).Where(happened => happened.Keys["person"] == person)).Last();

            FeatureReading online = await features.ReadAsync(TestFeatures.Activity, person);
            FeatureReadingDocument newest = (await features.Store.HistoryAsync(TestFeatures.Tenant, "person_activity", person, new Paging(1), Token)).Items[0];

            Assert.Equal(UnixMicros.ToMoment(eventAt), online.EventAt);
            Assert.Equal(Values(block, UnixMicros.From(features.Now)), online.ToValues());
            Assert.Equal(Values(block, eventAt), newest.Values);
            Assert.Equal(online.EventAt, newest.EventAt);
        }

        // Long after, in another process: the state is what it was, and goes on.
        TestFeatures other = features.Other();
        for (int person = 0; person < 3; person++)
        {
            (_, byte[] block) = FeatureFold.Replay(Layout, events.Where(happened => happened.Keys["person"] == $"p{person}")).Last();
            Assert.Equal(Values(block, UnixMicros.From(features.Now)), (await other.ReadAsync(TestFeatures.Activity, $"p{person}")).ToValues());
        }
    }

    [Fact]
    public async Task A_batch_counts_as_its_events_one_by_one()
    {
        await using TestFeatures batch = await TestFeatures.OpenAsync(SqlDialect.Sqlite);
        FeatureEvent[] events = Events.Some(Seeds.Random(), batch.Now, 300, ordered: false);

        FeatureEventReport report = await batch.Store.RecordAsync(TestFeatures.Tenant, events, Token);

        Assert.Equal(new FeatureEventReport(300, 0, 0), report);
        for (int person = 0; person < 3; person++)
        {
            (_, byte[] block) = FeatureFold.Replay(Layout, events.Where(happened => happened.Keys["person"] == $"p{person}")).Last();
            Assert.Equal(Values(block, UnixMicros.From(batch.Now)), (await batch.ReadAsync(TestFeatures.Activity, $"p{person}")).ToValues());
        }
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task An_event_that_comes_again_is_not_counted_again(SqlDialect engine)
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(engine);
        FeatureEvent view = Events.View("e1", "ana", "heat", features.Now);

        Assert.Equal(new FeatureEventReport(1, 1, 0), await features.Store.RecordAsync(TestFeatures.Tenant, [view, view], Token));
        Assert.Equal(new FeatureEventReport(0, 1, 1), await features.Store.RecordAsync(TestFeatures.Tenant, [view, view with { Id = "e2", Type = "other" }], Token));
        FeatureEventReport[] reports = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => features.Store.RecordAsync(TestFeatures.Tenant, [view with { Id = "e3" }], Token)));

        Assert.Equal(1, reports.Sum(report => report.Counted));
        Assert.Equal(FeatureValue.Of(2L), (await features.ReadAsync(TestFeatures.Activity, "ana")).Value("views"));
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite, true), InlineData(SqlDialect.Sqlite, false), InlineData(SqlDialect.Postgres, true), InlineData(SqlDialect.Postgres, false)]
    public async Task A_state_that_comes_back_at_the_same_moment_is_the_latest_in_the_history_too(SqlDialect engine, bool atOnce)
    {
        FeatureView last = TestFeatures.Activity with { Name = "last_device", Features = [TestFeatures.Activity.Features[0]] };
        await using TestFeatures features = await TestFeatures.OpenAsync(engine, [last]);
        FeatureEvent[] events = [.. new[] { "tv", "phone", "tv" }.Select((device, i) => Events.View($"e{i}", "ana", "heat", features.Now, device: device))];

        foreach (FeatureEvent[] some in atOnce ? [events] : events.Chunk(1))
            await features.Store.RecordAsync(TestFeatures.Tenant, some, Token);

        JoinRow row = new() { Keys = new Dictionary<string, string> { ["person"] = "ana" }, At = features.Now };
        JoinedRow joined = await features.Store.JoinAsync(TestFeatures.Tenant, ["last_device"], new[] { row }.ToAsyncEnumerable(), Token).SingleAsync(Token);
        Assert.Equal(FeatureValue.Of("tv"), (await features.ReadAsync(last, "ana")).Value("device"));
        Assert.Equal(FeatureValue.Of("tv"), joined.Readings[0].Value("device"));
    }

    [Fact]
    public async Task A_periodic_counter_forgets_by_itself_online_and_in_a_join()
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(SqlDialect.Sqlite);
        await features.Store.RecordAsync(TestFeatures.Tenant, [Events.View("e1", "ana", "heat", features.Now)], Token);
        DateTimeOffset seen = features.Now;

        features.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(FeatureValue.Of(1L), (await features.ReadAsync(TestFeatures.Activity, "ana")).Value("views_3d"));
        features.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(FeatureValue.Of(0L), (await features.ReadAsync(TestFeatures.Activity, "ana")).Value("views_3d"));

        JoinRow[] rows = [.. Enumerable.Range(0, 4).Select(day => new JoinRow { Keys = new Dictionary<string, string> { ["person"] = "ana" }, At = seen.AddDays(day) })];
        JoinedRow[] joined = await features.Store.JoinAsync(TestFeatures.Tenant, ["person_activity"], rows.ToAsyncEnumerable(), Token).ToArrayAsync(Token);
        Assert.Equal([1L, 1, 1, 0], joined.Select(row => (long)row.Readings[0].Value("views_3d")!.Raw));
    }

    [Fact]
    public async Task An_event_that_does_not_fit_names_the_place_and_nothing_is_counted()
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(SqlDialect.Sqlite);
        FeatureEvent good = Events.View("e1", "ana", "heat", features.Now);
        FeatureEvent With(string field, FeatureValue value) => good with { Id = "e2", Values = new Dictionary<string, FeatureValue>(good.Values!) { [field] = value } };
        foreach ((FeatureEvent bad, string field) in ((FeatureEvent, string)[])
        [
            (good with { Id = "" }, "events[1].id"),
            (good with { Type = "View" }, "events[1].type"),
            (good with { At = features.Now.AddDays(1) }, "events[1].at"),
            (good with { Keys = new Dictionary<string, string>() }, "events[1].keys"),
            (good with { Keys = new Dictionary<string, string> { ["person"] = "" } }, "events[1].keys.person"),
            (With("hours", FeatureValue.Of("many")), "events[1].values.hours"),
            (With("title", FeatureValue.Of(1L)), "events[1].values.title"),
            (With("genre", FeatureValue.Of(new string('x', 300))), "events[1].values.genre"),
        ])
        {
            InvalidValueException refused = await Assert.ThrowsAsync<InvalidValueException>(() => features.Store.RecordAsync(TestFeatures.Tenant, [good, bad], Token));
            Assert.Equal(field, refused.Field);
        }
        Assert.Equal(FeatureStatus.NeverWritten, (await features.ReadAsync(TestFeatures.Activity, "ana")).Status);
    }

    private static IReadOnlyDictionary<string, FeatureValue?> Values(byte[] block, long at) => new FeatureReading(Layout, FeatureStatus.Present, at, at, block).ToValues()!;
}
