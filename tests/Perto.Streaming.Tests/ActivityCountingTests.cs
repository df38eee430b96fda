using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;

namespace Perto.Streaming.Tests;

public sealed class ActivityCountingTests
{
    private static readonly DateTimeOffset Began = Service.Now.AddMinutes(-10);

    private static StreamingEvent View => new() { Type = EventType.View, User = "ana", Title = "t01", At = Began, Progress = 0, Device = DeviceKind.Tv };

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task A_viewing_counts_once_and_its_reports_by_what_they_add(SqlDialect dialect)
    {
        await using Service service = await EmptyAsync(dialect);
        await service.RecordAsync(View);
        await CountAsync(service);
        await service.RecordAsync(View with { Progress = .3, Seconds = 1_800 });
        await service.RecordAsync(View with { Progress = .2, Seconds = 1_200 }, View with { Progress = .8, Seconds = 4_800 });
        await service.RecordAsync(View with { Progress = .8, Seconds = 4_800 });
        Assert.Equal(2, await CountAsync(service));

        FeatureReading views = await PersonAsync(service, ActivityViews.PersonViews);
        FeatureReading watching = await PersonAsync(service, ActivityViews.PersonWatching);
        Assert.Equal(FeatureValue.Of(1L), views.Value("views"));
        Assert.Equal(FeatureValue.Of([KeyValuePair.Create("tv", 1.0)]), views.Value("devices"));
        Assert.Equal(FeatureValue.Of([KeyValuePair.Create("Western", 1.0)]), views.Value("genres"));
        Assert.Equal(.8, watching.Value("progress")!.AsNumber(), 12);
        Assert.Equal(4_800, watching.Value("seconds")!.AsNumber(), 9);
        FeatureReading title = await TitleAsync(service, ActivityViews.TitleViews);
        Assert.Equal(FeatureValue.Of(1L), title.Value("views_24h"));
        Assert.Equal(FeatureValue.Of(1.0), title.Value("tv"));
        Assert.Equal(FeatureValue.Of(1.0), title.Value("morning"));
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task A_second_rating_of_a_title_takes_the_place_of_the_first(SqlDialect dialect)
    {
        await using Service service = await EmptyAsync(dialect);
        StreamingEvent rating = new() { Type = EventType.Rating, User = "ana", Title = "t01", Rating = 2, At = Began };
        await service.RecordAsync(rating);
        await service.RecordAsync(rating with { Rating = 4.5, At = Began.AddMinutes(1) });
        // It is older than what is known.
        await service.RecordAsync(rating with { Rating = 1, At = Began.AddMinutes(-1) });
        await CountAsync(service);

        FeatureReading ratings = await TitleAsync(service, ActivityViews.TitleRatings);
        Assert.Equal((1.0, 4.5), (ratings.Value("count")!.AsNumber(), ratings.Value("sum")!.AsNumber()));
    }

    [Fact]
    public async Task A_batch_that_is_sent_again_under_its_key_counts_once()
    {
        await using Service service = await EmptyAsync();
        StreamingEvent[] batch =
        [
            View with { Type = EventType.Impression }, View with { Type = EventType.Impression, Title = "t02" }, View with { Type = EventType.Click }, View,
        ];
        for (int i = 0; i < 3; i++)
        {
            await service.Events.RecordAsync(TenantId.Local, batch, "key", TestContext.Current.CancellationToken);
            await CountAsync(service);
        }

        FeatureReading exposure = await TitleAsync(service, ActivityViews.TitleExposure);
        Assert.Equal((FeatureValue.Of(1L), FeatureValue.Of(1L)), (exposure.Value("impressions"), exposure.Value("clicks")));
        Assert.Equal(FeatureValue.Of(1L), (await PersonAsync(service, ActivityViews.PersonViews)).Value("views"));
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task The_same_import_again_counts_nothing(SqlDialect dialect)
    {
        await using Service service = await Service.OpenAsync(dialect);
        await service.ImportAsync(Service.Movies(), Service.Ratings());
        Assert.Equal(360, await CountAsync(service));

        await service.ImportAsync(Service.Movies(), Service.Ratings());

        Assert.Equal(0, await CountAsync(service));
        FeatureReading person = await PersonAsync(service, ActivityViews.PersonRatings, "p0");
        Assert.Equal((12.0, 54.0), (person.Value("count")!.AsNumber(), person.Value("sum")!.AsNumber()));
    }

    [Fact]
    public async Task Three_titles_in_one_evening_are_a_binge()
    {
        await using Service service = await EmptyAsync();
        for (int day = 0; day < 2; day++)
        {
            for (int title = 0; title < 3 - day; title++)
            {
                service.Clock.Advance(TimeSpan.FromHours(2));
                await service.RecordAsync(View with { At = null, Title = Service.TitleId(title) });
            }
            service.Clock.Advance(TimeSpan.FromDays(1));
        }
        await CountAsync(service);
        FeatureReading views = await PersonAsync(service, ActivityViews.PersonViews);
        Assert.Equal((FeatureValue.Of(2L), FeatureValue.Of(1L)), (views.Value("sessions"), views.Value("binges")));

        service.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(FeatureValue.Of(0L), (await PersonAsync(service, ActivityViews.PersonViews)).Value("binges"));
    }

    [Fact]
    public async Task What_happened_long_ago_counts_from_when_it_happened_and_what_is_fresh_from_when_it_came()
    {
        await using Service service = await EmptyAsync();
        await service.RecordAsync(View with { At = Service.Now.AddDays(-20) });
        await CountAsync(service);
        Assert.Equal(Service.Now.AddDays(-20), (await TitleAsync(service, ActivityViews.TitleViews)).EventAt);

        await service.RecordAsync(View);
        await CountAsync(service);
        Assert.Equal(Service.Now, (await TitleAsync(service, ActivityViews.TitleViews)).EventAt);
        Assert.Equal(FeatureValue.Of(1L), (await TitleAsync(service, ActivityViews.TitleViews)).Value("views_7d"));
    }

    [Fact]
    public async Task Nothing_of_a_person_who_was_erased_is_counted()
    {
        await using Service service = await EmptyAsync();
        await service.RecordAsync(View);
        await CountAsync(service);
        await service.RecordAsync(View with { Title = "t02" });
        await service.Services.GetRequiredService<PrivacyTenants>().For(TenantId.Local).EraseAsync("ana", TestContext.Current.CancellationToken);

        Assert.Equal(0, await CountAsync(service));
        Assert.Equal(FeatureStatus.NeverWritten, (await PersonAsync(service, ActivityViews.PersonViews)).Status);
        IDatabase database = service.Services.GetRequiredService<IDatabase>();
        foreach (string table in (string[])["streaming_uncounted", "streaming_change"])
            Assert.Equal(0, await database.ReadAsync(session => session.ScalarAsync<long>($"select count(*) from {table} where user_id = 'ana'"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Batches_are_told_and_what_is_interrupted_goes_on()
    {
        await using Service service = await EmptyAsync();
        await service.RecordAsync([.. Enumerable.Range(0, 900).Select(i => View with { User = $"u{i}" })]);
        await service.RecordAsync([.. Enumerable.Range(0, 900).Select(i => View with { User = $"v{i}" })]);
        ActivityCounting counting = service.Services.GetRequiredService<ActivityCounting>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        List<long> told = [];

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => counting.CountAsync(TenantId.Local, new Stop(told, stop), stop.Token));

        Assert.Equal([1_000], told);
        Assert.Equal(800, await counting.WaitingAsync(TenantId.Local, TestContext.Current.CancellationToken));
        Assert.Equal(800, await CountAsync(service));
        Assert.Equal(FeatureValue.Of(1_800L), (await TitleAsync(service, ActivityViews.TitleViews)).Value("views"));
    }

    private static async Task<Service> EmptyAsync(SqlDialect dialect = SqlDialect.Sqlite)
    {
        Service service = await Service.OpenAsync(dialect);
        await service.ImportAsync(Service.Movies(), "userId,movieId,rating,timestamp\n");
        return service;
    }

    private static Task<long> CountAsync(Service service) =>
        service.Services.GetRequiredService<ActivityCounting>().CountAsync(TenantId.Local, cancellationToken: TestContext.Current.CancellationToken);

    private static Task<FeatureReading> PersonAsync(Service service, FeatureView view, string person = "ana") => ReadAsync(service, view, person);

    private static Task<FeatureReading> TitleAsync(Service service, FeatureView view) => ReadAsync(service, view, "t01");

    private static async Task<FeatureReading> ReadAsync(Service service, FeatureView view, string key) =>
        (await service.Services.GetRequiredService<FeatureStore>().GetAsync(
            TenantId.Local, [new EntityRequest { Entity = view.Entity, Keys = [key], Views = [view.Name] }], TestContext.Current.CancellationToken))[0, 0, 0];

    private sealed class Stop(List<long> told, CancellationTokenSource stop) : IProgress<long>
    {
        public void Report(long value)
        {
            told.Add(value);
            stop.Cancel();
        }
    }
}
