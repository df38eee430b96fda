using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;

namespace Perto.Streaming.Tests;

public sealed class EventTests
{
    private static StreamingEvent Sound => new() { Type = EventType.View, User = "ana", Title = "t01", Progress = 0.5 };

    public static TheoryData<string, StreamingEvent> Unsound => new()
    {
        { "events[1].user", Sound with { User = "" } },
        { "events[1].user", Sound with { User = new string('x', 257) } },
        { "events[1].user", Sound with { User = "a\nb" } },
        { "events[1].title", Sound with { Title = "no such title" } },
        { "events[1].progress", Sound with { Progress = null } },
        { "events[1].progress", Sound with { Progress = 1.01 } },
        { "events[1].progress", Sound with { Progress = double.NaN } },
        { "events[1].rating", Sound with { Type = EventType.Rating } },
        { "events[1].rating", Sound with { Type = EventType.Rating, Rating = 5.5 } },
        { "events[1].seconds", Sound with { Seconds = -1 } },
        { "events[1].at", Sound with { At = Service.Now.AddDays(1) } },
        { "events[1].at", Sound with { At = DateTimeOffset.UnixEpoch.AddSeconds(-1) } },
        { "events[1].rank", Sound with { Type = EventType.Impression, Rank = 0 } },
    };

    [Theory]
    [MemberData(nameof(Unsound))]
    public async Task One_event_that_breaks_a_rule_keeps_all_from_being_written(string field, StreamingEvent unsound)
    {
        await using Service service = await Service.OpenAsync();
        await service.ImportAsync(Service.Movies(), Service.Ratings());

        InvalidValueException refused = await Assert.ThrowsAsync<InvalidValueException>(() => service.RecordAsync(Sound, unsound));

        Assert.Equal(field, refused.Field);
        Assert.Empty((await service.Browser.HistoryAsync(TenantId.Local, "ana", new Paging(), CancellationToken.None)).Items);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task A_batch_has_1_to_1000_events(SqlDialect dialect)
    {
        await using Service service = await Service.OpenAsync(dialect);
        await service.ImportAsync(Service.Movies(), Service.Ratings());

        Assert.Equal("events", (await Assert.ThrowsAsync<InvalidValueException>(() => service.RecordAsync())).Field);
        Assert.Equal("events", (await Assert.ThrowsAsync<InvalidValueException>(() => service.RecordAsync([.. Enumerable.Repeat(Sound, 1_001)]))).Field);
        Assert.Equal(1_000, (await service.RecordAsync([.. Enumerable.Repeat(Sound, 1_000)])).Accepted);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task Events_build_a_history_with_the_latest_first(SqlDialect dialect)
    {
        await using Service service = await Service.OpenAsync(dialect);
        await service.ImportAsync(Service.Movies(), Service.Ratings());

        await service.RecordAsync(
            Sound with { At = Service.Now.AddHours(-3) },
            new StreamingEvent { Type = EventType.Rating, User = "ana", Title = "t02", Rating = 4, At = Service.Now.AddHours(-1) },
            new StreamingEvent { Type = EventType.Impression, User = "ana", Title = "t03", Row = "trending", Rank = 2 },
            new StreamingEvent { Type = EventType.Click, User = "ana", Title = "t03", Row = "trending", Rank = 2 });

        Page<HistoryItem> history = await service.Browser.HistoryAsync(TenantId.Local, "ana", new Paging(), CancellationToken.None);
        Assert.Equal([("t02", 4.0, null), ("t01", (double?)null, 0.5)], history.Items.Select(item => (item.Title.Id, item.Rating, item.Progress)));
        PersonSummary ana = Assert.Single((await service.Browser.PeopleAsync(TenantId.Local, "an", new Paging(), CancellationToken.None)).Items);
        Assert.Equal((1, 1), (ana.Ratings, ana.Views));
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task A_view_that_reports_its_progress_is_one_watching(SqlDialect dialect)
    {
        await using Service service = await Service.OpenAsync(dialect);
        await service.ImportAsync(Service.Movies(), Service.Ratings());
        DateTimeOffset began = Service.Now.AddMinutes(-30);

        for (int minute = 1; minute <= 5; minute++)
            await service.RecordAsync(Sound with { At = began, Progress = minute / 10.0 });
        await service.RecordAsync(Sound with { At = began, Progress = 0.6 }, Sound with { At = began, Progress = 0.7 });

        Catalogue catalogue = await service.Services.GetRequiredService<CatalogueStore>().GetAsync(TenantId.Local, CancellationToken.None);
        Catalogue reloaded = await ReloadAsync(service);
        Title watched = catalogue.Find(Sound.Title)!;
        Assert.Equal(reloaded.Trending.Score(watched.Ordinal), catalogue.Trending.Score(watched.Ordinal), tolerance: 1e-9);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task Somebody_erased_who_comes_back_does_not_get_the_old_history(SqlDialect dialect)
    {
        await using Service service = await Service.TrainedAsync(dialect);
        await service.HomeAsync("p0");

        LocalPrivacy privacy = service.Services.GetRequiredService<PrivacyTenants>().For(TenantId.Local);
        await privacy.EraseAsync("p0", CancellationToken.None);
        await privacy.AllowAsync("p0", CancellationToken.None);
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        await service.RecordAsync(new StreamingEvent { Type = EventType.View, User = "p0", Title = "t59", Progress = 1 });

        Page<HistoryItem> history = await service.Browser.HistoryAsync(TenantId.Local, "p0", new Paging(), CancellationToken.None);
        Assert.Equal(["t59"], history.Items.Select(item => item.Title.Id));
        Assert.False((await service.HomeAsync("p0")).Cached);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task History_and_people_come_in_pages_that_neither_repeat_nor_skip(SqlDialect dialect)
    {
        await using Service service = await Service.OpenAsync(dialect);
        await service.ImportAsync(Service.Movies(), Service.Ratings());

        List<string> people = await AllAsync(cursor => service.Browser.PeopleAsync(TenantId.Local, null, new Paging(7, cursor), CancellationToken.None), person => person.Id);
        List<string> titles = await AllAsync(cursor => service.Browser.TitlesAsync(TenantId.Local, "horror", new Paging(7, cursor), CancellationToken.None), title => title.Id);
        List<string> history = await AllAsync(cursor => service.Browser.HistoryAsync(TenantId.Local, "p0", new Paging(5, cursor), CancellationToken.None), item => item.Title.Id);

        Assert.Equal(30, people.Count);
        Assert.Equal(people.Distinct().Order(StringComparer.Ordinal), people);
        Assert.Equal(Service.TitlesOfAKind, titles.Count);
        Assert.Equal(12, history.Distinct().Count());
    }

    private static Task<Catalogue> ReloadAsync(Service service)
    {
        CatalogueStore catalogues = service.Services.GetRequiredService<CatalogueStore>();
        catalogues.Invalidate(TenantId.Local);
        return catalogues.GetAsync(TenantId.Local, CancellationToken.None);
    }

    private static async Task<List<string>> AllAsync<T>(Func<string?, Task<Page<T>>> read, Func<T, string> id)
    {
        List<string> all = [];
        string? cursor = null;
        do
        {
            Page<T> page = await read(cursor);
            all.AddRange(page.Items.Select(id));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return all;
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task A_batch_sent_again_under_its_key_counts_once(SqlDialect dialect)
    {
        await using Service service = await Service.OpenAsync(dialect);
        await service.ImportAsync(Service.Movies(), Service.Ratings());
        StreamingEvent seen = Sound with { Type = EventType.Impression, At = Service.Now };
        StreamingEvent[] batch = [seen, seen with { Type = EventType.Click }, seen];

        for (int time = 0; time < 3; time++)
            await service.Events.RecordAsync(TenantId.Local, batch, "key-1", TestContext.Current.CancellationToken);
        await service.Events.RecordAsync(TenantId.Local, batch, "key-2", TestContext.Current.CancellationToken);

        Assert.Equal(2 * batch.Length, await service.Services.GetRequiredService<IDatabase>().ReadAsync(
            session => session.ScalarAsync<long>("select count(*) from streaming_exposure"), TestContext.Current.CancellationToken));
    }
}
