using Microsoft.Extensions.DependencyInjection;
using Perto.Numerics;
using Perto.Platform;
using Perto.Recommendations;
using Perto.Testing;

namespace Perto.Streaming.Tests;

/// <summary>Pages are written down with features of which it is known what they are worth, by people who notice the first places more.</summary>
public sealed class RankerTrainingTests
{
    private const int People = 60;
    private const int TitlesOfAPage = 20;
    private static readonly string[] Features = ["appeal", "noise", "hour"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_ranker_learns_what_people_want_and_goes_live(SqlDialect dialect)
    {
        await using Service service = await ServedAsync(dialect, pages: 600, Appealing);

        RankerReport report = await Training(service).TrainAsync(TenantId.Local, progress: null, Cancellation);

        Assert.True(report.Live, report.Refusal);
        Assert.Equal("home-ranker@1", report.Model);
        Assert.Equal("blend", report.Against);
        Assert.True(report.Metrics["difference_low"] > 0, string.Join(' ', report.Metrics));
        Assert.Equal("appeal", report.Importance.First().Key);
        Assert.InRange(report.Metrics["calibration_error"], 0, 0.05);
        Assert.Equal("home-ranker@1", (await service.HomeAsync("p1")).Model);
    }

    [Fact]
    public async Task Where_titles_stood_is_told_apart_from_what_they_are()
    {
        await using Service service = await ServedAsync(SqlDialect.Sqlite, pages: 1_500, Appealing);

        RankerReport report = await Training(service).TrainAsync(TenantId.Local, progress: null, Cancellation);

        // People notice the first place always, the second half the time, the third a third of it: 1 / place.
        Assert.Equal(1, report.Noticed[0], 0.05);
        Assert.Equal(1 / 2.0, report.Noticed[1], 0.1);
        Assert.Equal(1 / 3.0, report.Noticed[2], 0.1);
        Assert.Equal(1 / 5.0, report.Noticed[4], 0.08);
    }

    [Fact]
    public async Task A_version_is_compared_with_the_live_one_on_pages_that_neither_has_learned_from()
    {
        await using Service service = await ServedAsync(SqlDialect.Sqlite, pages: 600, Appealing);
        Assert.True((await Training(service).TrainAsync(TenantId.Local, progress: null, Cancellation)).Live);

        ConflictException refused = await Assert.ThrowsAsync<ConflictException>(() => Training(service).TrainAsync(TenantId.Local, progress: null, Cancellation));

        Assert.Contains("0 pages with a click are there to compare home-ranker@1 with", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_is_worse_than_what_serves_is_refused_and_what_serves_stays()
    {
        await using Service service = await ServedAsync(SqlDialect.Sqlite, pages: 600, Appealing);
        Assert.True((await Training(service).TrainAsync(TenantId.Local, progress: null, Cancellation)).Live);

        // Since then the logged appeal says nothing in the pages to learn from, and all in the last ones, which decide.
        await ServeAsync(service, first: 600, pages: 1_600, _ => 0.3);
        await ServeAsync(service, first: 2_200, pages: 400, Appealing);
        service.Clock.Advance(TimeSpan.FromDays(2));
        RankerReport second = await Training(service).TrainAsync(TenantId.Local, progress: null, Cancellation);

        Assert.Equal("home-ranker@1", second.Against);
        Assert.False(second.Live);
        Assert.Contains("the lower end must be", second.Refusal, StringComparison.Ordinal);
        Assert.Equal("home-ranker@1", (await service.HomeAsync("p1")).Model);
    }

    [Fact]
    public async Task With_too_few_pages_it_says_how_many_are_needed()
    {
        await using Service service = await ServedAsync(SqlDialect.Sqlite, pages: 20, Appealing);

        ConflictException refused = await Assert.ThrowsAsync<ConflictException>(() => Training(service).TrainAsync(TenantId.Local, progress: null, Cancellation));

        Assert.Equal("nothing_to_learn", refused.Code);
        Assert.Contains("200 are needed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_pages_make_the_same_ranker()
    {
        string[] digests = new string[2];
        for (int time = 0; time < digests.Length; time++)
        {
            await using Service service = await ServedAsync(SqlDialect.Sqlite, pages: 300, Appealing);
            await Training(service).TrainAsync(TenantId.Local, progress: null, Cancellation);
            digests[time] = (await service.Services.GetRequiredService<ModelRegistry>().ListAsync(TenantId.Local, RankerModel.ModelName, Cancellation))[0].Sha256;
        }
        Assert.Equal(digests[0], digests[1]);
    }

    [Fact]
    public async Task Parts_of_a_score_sum_to_it()
    {
        await using Service service = await ServedAsync(SqlDialect.Sqlite, pages: 600, Appealing);
        Assert.True((await Training(service).TrainAsync(TenantId.Local, progress: null, Cancellation)).Live);
        RankerModel ranker = (await service.Services.GetRequiredService<RankerModels>().LiveAsync(TenantId.Local, Cancellation))!;
        var table = new FeatureTable(["hour", "unknown", "appeal"], 50);
        var random = new SeededRandom(3);
        for (int row = 0; row < table.Rows; row++)
        {
            table[row][0] = random.Next(24);
            table[row][2] = random.Next(10) == 0 ? float.NaN : (float)random.NextDouble();
        }
        var scores = new float[table.Rows];

        ranker.Score(table, scores);

        for (int row = 0; row < table.Rows; row++)
            Assert.Equal(scores[row], ranker.Parts(table, row).Values.Sum(), 0.001);
        Assert.All(scores, score => Assert.InRange(score, 0, 1));
        Assert.True(scores.Distinct().Count() > 10);
    }

    [Fact]
    public async Task A_ranker_that_cannot_be_read_leaves_the_page_to_the_blend()
    {
        using var folder = new TemporaryFolder();
        await using (Service first = await ServedAsync(SqlDialect.Sqlite, pages: 600, Appealing, folder))
        {
            Assert.True((await Training(first).TrainAsync(TenantId.Local, progress: null, Cancellation)).Live);
            await first.Services.GetRequiredService<IDatabase>().WriteAsync(
                session => session.ExecuteAsync("update model_part set bytes = @bytes where name = @name", new { bytes = new byte[8], name = RankerModel.ModelName }), Cancellation);
        }

        await using Service second = await Service.OpenAsync(folder: folder);
        HomePage page = await second.HomeAsync("p2");

        Assert.NotEmpty(page.Rows);
        Assert.Null(page.Model);
        Assert.Null(await second.Services.GetRequiredService<RankerModels>().LiveAsync(TenantId.Local, Cancellation));
    }

    private static double Appealing(float appeal) => Math.Pow(appeal, 2);

    private static RankerTraining Training(Service service) => service.Services.GetRequiredService<RankerTraining>();

    private static async Task<Service> ServedAsync(SqlDialect dialect, int pages, Func<float, double> wanted, TemporaryFolder? folder = null)
    {
        Service service = await Service.OpenAsync(dialect, folder, settings: [("Perto:Streaming:Served:PagesPerSecond", "10000"), ("Perto:Streaming:Ranker:MinDataInLeaf", "20")]);
        await service.ImportAsync(Service.Movies(), Service.Ratings());
        service.Clock.Advance(TimeSpan.FromDays(1));
        await ServeAsync(service, first: 0, pages, wanted);
        service.Clock.Advance(TimeSpan.FromDays(2));
        return service;
    }

    /// <summary>
    /// Pages of one row in an order that has nothing to do with what people want. A title is noticed with 1 / place, and then clicked and played by its
    /// appeal; half of the plays are completed.
    /// </summary>
    private static async Task ServeAsync(Service service, int first, int pages, Func<float, double> wanted)
    {
        const int PagesOfBatch = 20;
        var random = new SeededRandom(11 + first);
        ServedLog log = service.Services.GetRequiredService<ServedLog>();
        List<StreamingEvent> events = [];
        for (int page = first; page < first + pages; page++)
        {
            service.Clock.Advance(TimeSpan.FromMinutes(10));
            DateTimeOffset now = service.Clock.GetUtcNow();
            string id = $"page{page:0000}", user = $"p{page % People}";
            int[] titles = [.. Enumerable.Range(0, Service.Kinds.Count * Service.TitlesOfAKind)];
            random.Shuffle<int>(titles);
            var features = new FeatureTable(Features, TitlesOfAPage);
            for (int place = 0; place < TitlesOfAPage; place++)
            {
                features[place][0] = (float)random.NextDouble();
                features[place][1] = (float)random.NextDouble();
                features[place][2] = page % 24;
                string title = Service.TitleId(titles[place]);
                StreamingEvent Event(EventType type) => new() { Type = type, User = user, Title = title, At = now, Request = id, Row = "top_picks", Rank = place + 1 };
                events.Add(Event(EventType.Impression));
                if (random.NextDouble() >= wanted(features[place][0]) / (place + 1))
                    continue;
                events.Add(Event(EventType.Click));
                events.Add(Event(EventType.View) with { Progress = random.Next(2) == 0 ? 0.9 : 0.3, At = now.AddSeconds(place) });
            }
            log.Add(TenantId.Local, () => new ServedPage
            {
                Id = id,
                User = user,
                Profile = "",
                At = now,
                Titles = [.. Enumerable.Range(0, TitlesOfAPage).Select(place => new ServedTitle(Service.TitleId(titles[place]), "top_picks", 1, place + 1, 1.0 / (place + 1), 1))],
                Features = features,
            });
            if (page % PagesOfBatch < PagesOfBatch - 1)
                continue;
            await service.RecordAsync([.. events]);
            await log.FlushAsync(Cancellation);
            events.Clear();
        }
    }
}
