using System.Runtime.CompilerServices;
using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class FeatureBackfillTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_backfill_gives_the_history_and_the_values_that_living_through_it_gives(SqlDialect engine)
    {
        await using TestFeatures lived = await TestFeatures.OpenAsync(engine);
        await using TestFeatures filled = await TestFeatures.OpenAsync(engine);
        FeatureEvent[] events = Events.Some(Seeds.Random(), lived.Now, 2_500, ordered: true);
        foreach (FeatureEvent[] some in events.Chunk(100))
            await lived.Store.RecordAsync(TestFeatures.Tenant, some, Token);

        BackfillStatus status = await filled.Store.BackfillAsync(TestFeatures.Tenant, "person_activity", new Source(events), cancellationToken: Token);

        Assert.Equal((BackfillState.Done, 2_500, 2_500, "2499"), (status.State, status.Events, status.Counted, status.Position));
        foreach (string person in (string[])["p0", "p1", "p2"])
        {
            Assert.Equal((await lived.ReadAsync(TestFeatures.Activity, person)).ToValues(), (await filled.ReadAsync(TestFeatures.Activity, person)).ToValues());
            Assert.Equal(await HistoryAsync(lived, person), await HistoryAsync(filled, person));
        }
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_backfill_that_is_interrupted_goes_on_in_another_process_and_counts_nothing_twice(SqlDialect engine)
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(engine);
        FeatureEvent[] events = Events.Some(Seeds.Random(), features.Now, 3_500, ordered: true);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        List<long> reported = [];
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => features.Store.BackfillAsync(
            TestFeatures.Tenant, "person_activity", new Source(events), new Told(status =>
            {
                reported.Add(status.Events);
                if (status.Events == 2_000)
                    stop.Cancel();
            }), stop.Token));
        Assert.Equal([1_000, 2_000], reported);
        BackfillStatus half = await features.Store.BackfillStatusAsync(TestFeatures.Tenant, "person_activity", "test", Token);
        Assert.Equal((BackfillState.Running, 2_000L), (half.State, half.Events));

        // What happens meanwhile is left to the source.
        FeatureEvent now = Events.View("now", "p0", "heat", features.Now);
        Assert.Equal(1, (await features.Store.RecordAsync(TestFeatures.Tenant, [now], Token)).Ignored);
        TestFeatures other = features.Other();
        BackfillStatus done = await other.Store.BackfillAsync(TestFeatures.Tenant, "person_activity", new Source([.. events, now]), cancellationToken: Token);
        BackfillStatus again = await other.Store.BackfillAsync(TestFeatures.Tenant, "person_activity", new Source([.. events, now]), cancellationToken: Token);

        Assert.Equal((BackfillState.Done, 3_501L, 3_501L), (done.State, done.Events, done.Counted));
        Assert.Equal((3_501L, 3_501L), (again.Events, again.Counted));
        long views = events.Count(happened => happened.Type == "view" && happened.Keys["person"] == "p0") + 1;
        Assert.Equal(FeatureValue.Of(views), (await other.ReadAsync(TestFeatures.Activity, "p0")).Value("views"));
        // Now the view counts what comes in, and knows what the source had.
        Assert.Equal(new FeatureEventReport(1, 1, 0), await other.Store.RecordAsync(TestFeatures.Tenant, [now, now with { Id = "later" }], Token));
    }

    [Fact]
    public async Task Chunks_from_elsewhere_must_follow_each_other()
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(SqlDialect.Sqlite);
        BackfillChunk Chunk(string? after, string position, int hoursAgo, bool last = false) => new()
        {
            Source = "file",
            After = after,
            Position = position,
            Last = last,
            Events = [Events.View($"e{position}", "ana", "heat", features.Now.AddHours(-hoursAgo))],
        };
        Task<BackfillStatus> SendAsync(BackfillChunk chunk) => features.Store.BackfillAsync(TestFeatures.Tenant, "person_activity", chunk, Token);

        Assert.Equal(1, (await SendAsync(Chunk(null, "1", 9))).Counted);
        Assert.Equal(1, (await SendAsync(Chunk(null, "1", 9))).Counted);
        Assert.Equal("backfill_position", (await Assert.ThrowsAsync<ConflictException>(() => SendAsync(Chunk("5", "6", 8)))).Code);
        Assert.Equal("events[0].at", (await Assert.ThrowsAsync<InvalidValueException>(() => SendAsync(Chunk("1", "2", 10)))).Field);
        Assert.Equal(2, (await SendAsync(Chunk("1", "2", 8, last: true))).Counted);

        FeatureEvent[] disordered = [Events.View("a", "ana", "heat", features.Now), Events.View("b", "ana", "heat", features.Now.AddHours(-1))];
        InvalidValueException refused = await Assert.ThrowsAsync<InvalidValueException>(() => SendAsync(Chunk("2", "3", 1) with { Events = disordered }));
        Assert.Equal("events[1].at", refused.Field);
    }

    [Fact]
    public async Task A_view_with_values_of_its_own_is_not_filled_and_its_next_version_is()
    {
        await using TestFeatures features = await TestFeatures.OpenAsync(SqlDialect.Sqlite);
        FeatureEvent view = Events.View("e1", "ana", "heat", features.Now.AddHours(-1));
        await features.Store.RecordAsync(TestFeatures.Tenant, [view], Token);

        ConflictException refused = await Assert.ThrowsAsync<ConflictException>(
            () => features.Store.BackfillAsync(TestFeatures.Tenant, "person_activity", new Source([view]), cancellationToken: Token));
        Assert.Equal("view_has_values", refused.Code);
        Assert.Equal("view_is_written", (await Assert.ThrowsAsync<ConflictException>(
            () => features.Store.BackfillAsync(TestFeatures.Tenant, "title_score", new Source([view]), cancellationToken: Token))).Code);

        // It lets the present pass until it has its past.
        await features.Store.Views.DeclareAsync(TestFeatures.Tenant, TestFeatures.Activity with { Version = 2, AwaitsBackfill = true }, Token);
        await features.Store.RecordAsync(TestFeatures.Tenant, [view with { Id = "e2", At = features.Now }], Token);
        Assert.Empty((await features.Store.HistoryAsync(TestFeatures.Tenant, "person_activity@2", "ana", new Paging(), Token)).Items);
        Assert.Equal(1, (await features.Store.BackfillAsync(TestFeatures.Tenant, "person_activity@2", new Source([view]), cancellationToken: Token)).Counted);
        await features.Store.RecordAsync(TestFeatures.Tenant, [view with { Id = "e3", At = features.Now }], Token);
        Assert.Equal(2, (await features.Store.HistoryAsync(TestFeatures.Tenant, "person_activity@2", "ana", new Paging(), Token)).Items.Count);
    }

    private static async Task<List<string>> HistoryAsync(TestFeatures features, string person)
    {
        List<string> lines = [];
        string? cursor = null;
        do
        {
            Page<FeatureReadingDocument> page = await features.Store.HistoryAsync(TestFeatures.Tenant, "person_activity", person, new Paging(500, cursor), Token);
            lines.AddRange(page.Items.Select(item => $"{item.EventAt:O} {string.Join(' ', item.Values!)}"));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return lines;
    }

    private sealed class Source(FeatureEvent[] events) : IFeatureEventSource
    {
        public string Name => "test";

        public async IAsyncEnumerable<PositionedEvent> ReadAsync(TenantId tenant, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            for (int i = after is null ? 0 : int.Parse(after, System.Globalization.CultureInfo.InvariantCulture) + 1; i < events.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return new PositionedEvent(i.ToString(System.Globalization.CultureInfo.InvariantCulture), events[i]);
            }
            await Task.CompletedTask;
        }
    }

    private sealed class Told(Action<BackfillStatus> tell) : IProgress<BackfillStatus>
    {
        public void Report(BackfillStatus value) => tell(value);
    }
}
