using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Recommendations;
using Perto.Testing;

namespace Perto.Streaming.Tests;

/// <summary>What a page was served with is what a model is trained on.</summary>
public sealed class FeatureReplayTests
{
    private static readonly DeviceKind?[] Devices = [null, .. Enum.GetValues<DeviceKind>().Cast<DeviceKind?>()];
    private static readonly TimeOfDay?[] Times = [null, .. Enum.GetValues<TimeOfDay>().Cast<TimeOfDay?>()];

    [Theory]
    [InlineData(SqlDialect.Sqlite, 1)]
    [InlineData(SqlDialect.Sqlite, 2)]
    [InlineData(SqlDialect.Sqlite, 3)]
    [InlineData(SqlDialect.Sqlite, 4)]
    [InlineData(SqlDialect.Postgres, 5)]
    public async Task Features_made_later_for_a_moment_are_those_that_were_served(SqlDialect dialect, int seed)
    {
        await using Service service = await Service.OpenAsync(dialect);
        await service.ImportAsync(Service.Movies(), Service.Ratings());
        var life = new Life(service, new Random(seed));
        await life.CountAsync();

        await life.LiveAsync(events: 60);
        FeatureTable early = await life.ReplayAsync(life.Served.Count);
        await life.LiveAsync(events: 60);
        FeatureTable late = await life.ReplayAsync(life.Served.Count);

        // What came after a moment changes nothing about it.
        Assert.True(early.Rows > 0);
        Assert.Equal(early.Values.ToArray(), late.Values[..early.Values.Length].ToArray());
        Assert.True(late.Rows > early.Rows);
        for (int row = 0; row < late.Rows; row++)
        {
            for (int column = 0; column < late.Names.Count; column++)
            {
                float served = life.Served[row].Features[column];
                Assert.True(
                    float.IsNaN(served) ? float.IsNaN(late[row][column]) : Math.Abs(served - late[row][column]) <= 1e-6 * Math.Max(1, Math.Abs(served)),
                    $"{late.Names[column]} of {life.Served[row].Example}: served {served}, made later {late[row][column]}");
            }
        }
        // All of it would hold for a table of nothing.
        string[] alive = [.. late.Names.Where((_, column) => Enumerable.Range(0, late.Rows).Select(row => late[row][column]).Where(value => !float.IsNaN(value)).Distinct().Count() > 1)];
        string[] meant =
        [
            "user_view_count", "user_completion_rate", "user_session_count", "user_binge_score", "user_average_rating", "content_view_count_7d", "content_popularity_score",
            "content_trending_score", "content_completion", "content_avg_rating", "content_ctr", "content_novelty", "user_genre_affinity", "similar_content_watched",
            "watched_percentage", "progress_in_progress", "days_since_watched", "time_of_day_match", "device_match", "device_is_tv", "candidate_score",
        ];
        Assert.Empty(meant.Except(alive, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_viewing_that_was_imported_is_known_when_it_begins_and_how_far_it_went_when_it_ends()
    {
        await using Service service = await Service.OpenAsync();
        await service.ImportAsync(Service.Movies(), Service.Ratings());
        DateTimeOffset began = Service.Now.AddDays(-2);
        using var folder = new TemporaryFolder();
        string file = folder.Find("views.csv");
        await File.WriteAllTextAsync(file, $"user,title,started_at,progress,seconds\nana,t01,{began:O},0.5,3600\n", TestContext.Current.CancellationToken);
        await service.Imports.ImportAsync(TenantId.Local, file, progress: null, TestContext.Current.CancellationToken);
        await service.Services.GetRequiredService<ActivityCounting>().CountAsync(TenantId.Local, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((float.NaN, float.NaN, float.NaN), await AtAsync(began.AddSeconds(-1)));
        Assert.Equal((0f, 1f, 0f), await AtAsync(began.AddSeconds(3_599)));
        Assert.Equal((.5f, 1f, .5f), await AtAsync(began.AddSeconds(3_600)));

        async Task<(float Watched, float Views, float Completion)> AtAsync(DateTimeOffset at)
        {
            FeatureTable table = await service.Services.GetRequiredService<FeatureReplay>().DescribeAsync(
                TenantId.Local, [new FeatureExample { Person = "ana", Title = "t01", At = at }], TestContext.Current.CancellationToken);
            return (Of("watched_percentage"), Of("content_view_count"), Of("content_completion"));

            float Of(string name) => table[0][HomeFeatures.Columns.ToList().IndexOf(name)];
        }
    }

    [Fact]
    public async Task A_title_that_is_gone_has_no_features()
    {
        await using Service service = await Service.OpenAsync();
        await service.ImportAsync(Service.Movies(), Service.Ratings());

        FeatureTable table = await service.Services.GetRequiredService<FeatureReplay>().DescribeAsync(
            TenantId.Local,
            [new FeatureExample { Person = "p0", Title = "gone", At = Service.Now }, new FeatureExample { Person = "p0", Title = "t01", At = Service.Now }],
            TestContext.Current.CancellationToken);

        Assert.All(table[0].ToArray(), value => Assert.Equal(float.NaN, value));
        Assert.Contains(table[1].ToArray(), value => !float.IsNaN(value));
    }

    /// <summary>People who watch, rate and ask for pages, in an order made of a seed.</summary>
    private sealed class Life(Service service, Random random)
    {
        private static readonly string[] Persons = ["p0", "p1", "ana", "bo"];
        private readonly List<StreamingEvent> _watching = [];
        private string _person = Persons[0];
        private readonly Recommender<HomeContext, Title> _recommender = HomePlan.Titles(new StreamingSettings()).Within(TimeSpan.FromMinutes(1)).Build(service.Services);

        public List<(FeatureExample Example, float[] Features)> Served { get; } = [];

        public Task<long> CountAsync() =>
            service.Services.GetRequiredService<ActivityCounting>().CountAsync(TenantId.Local, cancellationToken: TestContext.Current.CancellationToken);

        public Task<FeatureTable> ReplayAsync(int count) => service.Services.GetRequiredService<FeatureReplay>()
            .DescribeAsync(TenantId.Local, [.. Served.Take(count).Select(one => one.Example)], TestContext.Current.CancellationToken);

        public async Task LiveAsync(int events)
        {
            for (int i = 0; i < events; i++)
            {
                service.Clock.Advance(TimeSpan.FromMinutes(Math.Pow(3_000, random.NextDouble())));
                await service.RecordAsync(Next());
                await CountAsync();
                if (random.Next(4) == 0)
                {
                    service.Clock.Advance(TimeSpan.FromSeconds(random.Next(0, 3_000)));
                    await ServeAsync();
                }
            }
        }

        private StreamingEvent Next()
        {
            DateTimeOffset now = service.Clock.GetUtcNow();
            // Some reports come late, but not by more than players are away.
            DateTimeOffset? at = random.Next(3) == 0 ? now.AddMinutes(-random.Next(300)) : random.Next(2) == 0 ? now : null;
            // An evening is one person's, mostly.
            _person = random.Next(4) == 0 ? Any(Persons) : _person;
            var sound = new StreamingEvent { Type = EventType.View, User = _person, Title = Service.TitleId(random.Next(25)), At = at };
            switch (random.Next(6))
            {
                case 0 when _watching.Count > 0:
                    int which = random.Next(_watching.Count);
                    double progress = Math.Min(1, _watching[which].Progress!.Value + random.NextDouble());
                    return _watching[which] = _watching[which] with { Progress = progress, Seconds = (long)(progress * 6_000) };
                case 1:
                    return sound with { Type = EventType.Rating, Rating = random.Next(1, 11) / 2.0 };
                case 2:
                    return sound with { Type = EventType.Impression };
                case 3:
                    return sound with { Type = EventType.Click };
                default:
                    StreamingEvent view = sound with { At = at ?? now, Progress = random.Next(2) == 0 ? 0 : random.NextDouble(), Device = Any(Devices) };
                    _watching.Add(view);
                    return view;
            }
        }

        private async Task ServeAsync()
        {
            CancellationToken cancel = TestContext.Current.CancellationToken;
            Catalogue catalogue = await service.Services.GetRequiredService<CatalogueStore>().GetAsync(TenantId.Local, cancel);
            Person person = await service.Services.GetRequiredService<People>().FindAsync(TenantId.Local, Any(Persons), catalogue, cancel);
            var request = new HomeRequest { Device = Any(Devices), TimeOfDay = Any(Times) };
            var context = new HomeContext(TenantId.Local, person, request, catalogue, new LiveModel(Model: null, Failed: false)) { At = service.Clock.GetUtcNow() };
            Recommendation<HomeContext, Title> page = await _recommender.RecommendAsync(context, 20, new StepTimings(service.Clock), cancel);
            Assert.Empty(page.Degraded);
            CandidateSet<Title> candidates = page.Candidates;
            for (int i = 0; i < candidates.Count; i++)
            {
                var scores = Enumerable.Range(0, candidates.SourceNames.Count).Where(source => candidates.IsFrom(source, i))
                    .ToDictionary(source => candidates.SourceNames[source], source => candidates.NormalisedScore(source, i), StringComparer.Ordinal);
                Served.Add((new FeatureExample { Person = person.Id, Title = candidates[i].Id, At = context.At, Request = request, Scores = scores }, candidates.Features![i].ToArray()));
            }
        }

        private T Any<T>(IReadOnlyList<T> some) => some[random.Next(some.Count)];
    }
}
