using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Perto.Benchmarks.Figures;
using Perto.Platform;
using Perto.Recommendations;
using Perto.Streaming;

namespace Perto.Benchmarks.Home;

/// <summary>All features of one person and 500 titles, as a page has them; against a read of the store for each title, as a document.</summary>
internal sealed class HomeFeaturesFigure : IFigure
{
    private const int Candidates = 500;
    private static readonly TenantId Tenant = TenantId.Local;

    public string Name => "streaming.features";

    public string Description =>
        "microseconds to describe one person and 500 titles by all features of a page, rows in process memory; against a read of the store for each title as a document; "
        + "--titles 3000 --people 300 --rounds 1000";

    public FigureResult Measure(FigureOptions options) => MeasureAsync(options).GetAwaiter().GetResult();

    private static async Task<FigureResult> MeasureAsync(FigureOptions options)
    {
        int titles = options.Integer("titles", 3_000, Candidates, 1_000_000);
        int people = options.Integer("people", 300, 10, 1_000_000);
        int rounds = options.Integer("rounds", 1_000, 10, 1_000_000);
        options.RefuseOthers();

        string folder = Directory.CreateTempSubdirectory("perto-streaming-features-").FullName;
        try
        {
            await using ServiceProvider services = Start(Path.Combine(folder, "data"));
            await services.GetRequiredService<DatabaseMigrator>().MigrateAsync();
            (double importRate, double countRate) = await FillAsync(services, Directory.CreateDirectory(Path.Combine(folder, "files")).FullName, titles, people);
            (HomeContext Context, CandidateSet<Title> Titles)[] pages = await PagesAsync(services, people);
            var features = new HomeFeatures(services.GetRequiredService<FeatureStore>());
            Timing ours = await TimeAsync(pages, rounds, async page =>
            {
                var table = new FeatureTable(HomeFeatures.Columns, page.Titles.Count);
                await features.DescribeAsync(page.Context, page.Titles, table, CancellationToken.None);
            });
            FeatureStore store = services.GetRequiredService<FeatureStore>();
            Timing documents = await TimeAsync(pages, Math.Max(10, rounds / 10), page => ReadOneByOneAsync(store, page.Titles));
            return new FigureResult(ours.P50, "microseconds, median", documents.P50, Math.Round(documents.P50 / ours.P50, 1), new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["titles"] = titles,
                ["people"] = people,
                ["asked"] = "1 person, 500 titles and the service",
                ["features"] = HomeFeatures.Columns.Count,
                ["rounds"] = rounds,
                ["ours"] = ours,
                ["baseline"] = "a read of the store for each title, its values as a document by name; no features are made of them",
                ["documents"] = documents,
                ["imported_rows_per_second_sqlite"] = importRate,
                ["counted_events_per_second_sqlite"] = countRate,
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ServiceProvider Start(string folder)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders());
        services.AddPerto(new ConfigurationBuilder().AddInMemoryCollection([new("Perto:DataFolder", folder)]).Build()).AddStreaming();
        return services.BuildServiceProvider();
    }

    private static async Task<(double ImportRate, double CountRate)> FillAsync(ServiceProvider services, string files, int titles, int people)
    {
        var settings = new GeneratorSettings { People = people, Titles = titles, TypicalViews = 40 };
        await new ServiceGenerator(settings, TimeProvider.System.GetUtcNow()).WriteAsync(files, CancellationToken.None);
        long start = Stopwatch.GetTimestamp();
        ImportReport report = await services.GetRequiredService<StreamingImports>().ImportAsync(Tenant, files, progress: null, CancellationToken.None);
        double importRate = report.RowsRead / Stopwatch.GetElapsedTime(start).TotalSeconds;
        start = Stopwatch.GetTimestamp();
        long counted = await services.GetRequiredService<ActivityCounting>().CountAsync(Tenant);
        return (Math.Round(importRate), Math.Round(counted / Stopwatch.GetElapsedTime(start).TotalSeconds));
    }

    private static async Task<(HomeContext Context, CandidateSet<Title> Titles)[]> PagesAsync(ServiceProvider services, int people)
    {
        Recommender<HomeContext, Title> recommender = Recommender.For<HomeContext, Title>()
            .From<SomeTitles>(take: Candidates)
            .RankBy<HomeRanker>(keep: 100)
            .Explain<BecauseYouWatched>()
            .Build(services);
        Catalogue catalogue = await services.GetRequiredService<CatalogueStore>().GetAsync(Tenant, CancellationToken.None);
        var pages = new (HomeContext, CandidateSet<Title>)[Math.Min(100, people)];
        for (int i = 0; i < pages.Length; i++)
        {
            Person person = await services.GetRequiredService<People>().FindAsync(Tenant, $"{i + 1}", catalogue, CancellationToken.None);
            var request = new HomeRequest { Device = DeviceKind.Tv, TimeOfDay = TimeOfDay.Evening };
            var context = new HomeContext(Tenant, person, request, catalogue, new LiveModel(Model: null, Failed: false)) { At = TimeProvider.System.GetUtcNow() };
            pages[i] = (context, (await recommender.RecommendAsync(context, 20, new StepTimings(TimeProvider.System), CancellationToken.None)).Candidates);
        }
        return pages;
    }

    private static async Task ReadOneByOneAsync(FeatureStore store, CandidateSet<Title> titles)
    {
        string[] views = [ActivityViews.TitleViews.Name, ActivityViews.TitleWatching.Name, ActivityViews.TitleRatings.Name, ActivityViews.TitleExposure.Name];
        for (int i = 0; i < titles.Count; i++)
        {
            OnlineFeatures read = await store.GetAsync(Tenant, [new EntityRequest { Entity = ActivityViews.TitleEntity, Keys = [titles[i].Id], Views = views }]);
            for (int view = 0; view < views.Length; view++)
                _ = read[0, 0, view].ToValues();
        }
    }

    private static async Task<Timing> TimeAsync(
        (HomeContext Context, CandidateSet<Title> Titles)[] pages, int rounds, Func<(HomeContext Context, CandidateSet<Title> Titles), Task> work)
    {
        for (int i = 0; i < Math.Max(50, rounds / 4); i++)
            await work(pages[i % pages.Length]);
        double[] micros = new double[rounds];
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        for (int i = 0; i < rounds; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await work(pages[i % pages.Length]);
            micros[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }
        double spent = (Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / rounds;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        Array.Sort(micros);
        return new Timing(Math.Round(micros[rounds / 2], 1), Math.Round(micros[(int)(rounds * .99)], 1), allocated / rounds, Math.Round(spent, 1));
    }

    /// <summary>Finds as many titles as asked, others for each person.</summary>
    private sealed class SomeTitles : ICandidateSource<HomeContext, Title>
    {
        public string Name => CollaborativeNeighbours.SourceName;

        public ValueTask<IReadOnlyList<Scored<Title>>> FindAsync(HomeContext context, int take, CancellationToken cancellationToken)
        {
            Title[] titles = [.. context.Catalogue.Titles];
            new Random(context.Person.History.Entries.Count).Shuffle(titles);
            return ValueTask.FromResult<IReadOnlyList<Scored<Title>>>([.. titles.Take(take).Select((title, place) => new Scored<Title>(title, 1f / (place + 1)))]);
        }
    }

    /// <param name="P50">Median, in microseconds.</param>
    /// <param name="P99">In microseconds.</param>
    /// <param name="BytesAllocated">For each request.</param>
    /// <param name="ProcessorMicroseconds">Processor time of this process for a request, which a busy machine does not disturb.</param>
    private sealed record Timing(double P50, double P99, long BytesAllocated, double ProcessorMicroseconds);
}
