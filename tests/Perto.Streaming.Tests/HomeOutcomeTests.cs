using Microsoft.Extensions.DependencyInjection;
using Perto.Learning;
using Perto.Platform;
using Perto.Targeting;
using static Perto.Streaming.Tests.HomeExperimentTests;

namespace Perto.Streaming.Tests;

public sealed class HomeOutcomeTests
{
    private static readonly ExperimentMetric[] Metrics =
    [
        new() { Name = "clicks", Kind = MetricKind.Ratio, Denominator = "impressions" },
        new() { Name = "plays_from_clicks", Kind = MetricKind.Ratio, Denominator = "clicks" },
        new() { Name = "completions", Kind = MetricKind.Ratio, Denominator = "plays" },
        new() { Name = "minutes", Kind = MetricKind.Ratio, Denominator = "sessions" },
        new() { Name = "engagement", Covariate = "engagement" },
        new() { Name = "discovered" },
        new() { Name = "stars", Kind = MetricKind.Ratio, Denominator = "ratings" },
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task What_exposed_people_do_is_counted_once_from_the_exposure_on_and_before_it(SqlDialect dialect)
    {
        await using Service service = await Service.OpenAsync(dialect);
        await service.ImportAsync(Service.Movies(), "userId,movieId,rating,timestamp\n");
        await RunAsync(service, Define("pages", Arm("one"), Arm("two")) with { Metrics = Metrics });
        // Before: one title shown, clicked and half watched, an hour ago, and one that lies too far back.
        await service.RecordAsync(
            Event(EventType.Impression, "t01", -60), Event(EventType.Click, "t01", -60), Played("t01", -59, 0.5), Played("t02", -60 * 24 * 31, 1));
        await MeetAsync(service, "ana");
        await service.RecordAsync(Event(EventType.Impression, "t01", 1), Event(EventType.Impression, "t03", 1), Event(EventType.Click, "t03", 2));
        StreamingEvent[] plays = [Played("t03", 3, 0.9), Played("t01", 4, 0.2)];
        await service.RecordAsync(plays);
        // Players report again, and somebody who has met no page plays too.
        await service.RecordAsync(plays);
        await service.RecordAsync(Event(EventType.Rating, "t03", 5) with { Rating = 4 }, Played("t03", 6, 0.9) with { User = "rui" });
        service.Clock.Advance(TimeSpan.FromHours(1));

        ExperimentUnit ana = Assert.Single((await ExperimentsOf(service).UnitsAsync("pages", null, new Paging(), Cancellation)).Items);

        Assert.Equal(
            [
                ("clicks", 1), ("completions", 1), ("discovered", 1), ("engagement", 1), ("impressions", 2), ("minutes", 40), ("plays", 2), ("plays_from_clicks", 1),
                ("ratings", 1), ("sessions", 1), ("stars", 4),
            ],
            ana.Values.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, Math.Round(pair.Value, 9))));
        Assert.Equal((1, 1, 0.4, 0), (ana.Before["clicks"], ana.Before["plays"], Math.Round(ana.Before["engagement"], 9), ana.Before["stars"]));
    }

    [Fact]
    public async Task What_comes_late_or_by_an_import_counts_by_its_own_moment_and_what_came_after_the_end_does_not()
    {
        await using Service service = await Service.OpenAsync();
        await service.ImportAsync(Service.Movies(), "userId,movieId,rating,timestamp\n");
        await RunAsync(service, Define("pages", Arm("one"), Arm("two")) with { Metrics = Metrics });
        await MeetAsync(service, "ana");
        service.Clock.Advance(TimeSpan.FromDays(2));
        await ExperimentsOf(service).StopAsync("pages", Cancellation);
        service.Clock.Advance(TimeSpan.FromDays(1));

        await service.ImportAsync(
            Service.Movies(),
            FormattableString.Invariant($"userId,movieId,rating,timestamp\nana,t05,3,{Service.Now.AddDays(1).ToUnixTimeSeconds()}\nana,t06,5,{Service.Now.AddDays(2.5).ToUnixTimeSeconds()}\n"));
        await service.RecordAsync(Event(EventType.Click, "t03", 60), Event(EventType.Click, "t04", 60 * 60));
        ExperimentUnit ana = Assert.Single((await ExperimentsOf(service).UnitsAsync("pages", null, new Paging(), Cancellation)).Items);

        Assert.Equal((1, 3, 1), (ana.Values["ratings"], ana.Values["stars"], ana.Values["clicks"]));
    }

    [Fact]
    public async Task What_is_counted_from_events_is_not_taken_from_elsewhere_and_what_is_not_counted_is()
    {
        await using Service service = await Service.OpenAsync();
        await service.ImportAsync(Service.Movies(), "userId,movieId,rating,timestamp\n");
        await RunAsync(service, Define("pages", Arm("one"), Arm("two")) with { Metrics = [.. Metrics, new ExperimentMetric { Name = "cancelled" }] });
        await MeetAsync(service, "ana");
        service.Clock.Advance(TimeSpan.FromMinutes(1));

        InvalidValueException refused = await Assert.ThrowsAsync<InvalidValueException>(
            () => ExperimentsOf(service).RecordAsync("pages", [new Outcome { Unit = "ana", Metric = "cancelled" }, new Outcome { Unit = "ana", Metric = "clicks" }], Cancellation));
        await ExperimentsOf(service).RecordAsync("pages", [new Outcome { Unit = "ana", Metric = "cancelled" }], Cancellation);

        Assert.Equal("outcomes[1].metric", refused.Field);
        Assert.Contains("which streaming-home counts from events", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single((await ExperimentsOf(service).UnitsAsync("pages", null, new Paging(), Cancellation)).Items).Values["cancelled"]);
    }

    private static async Task MeetAsync(Service service, string user)
    {
        Assert.NotEmpty((await service.HomeAsync(user)).Experiments);
        await service.Services.GetRequiredService<ExposureLog>().FlushAsync(Cancellation);
    }

    private static StreamingEvent Event(EventType type, string title, int minutes) =>
        new() { Type = type, User = "ana", Title = title, At = Service.Now.AddMinutes(minutes) };

    private static StreamingEvent Played(string title, int minutes, double progress) => Event(EventType.View, title, minutes) with { Progress = progress, Seconds = 1_200 };
}
