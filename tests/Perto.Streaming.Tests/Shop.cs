using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Perto.Recommendations;

namespace Perto.Streaming.Tests;

/// <summary>Pages of a catalogue in memory: the plan of the home page without a database, a model or vectors.</summary>
internal sealed class Shop
{
    public static DateTimeOffset Now { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly StreamingSettings _settings;
    private readonly Recommender<HomeContext, Title> _recommender;

    public Shop(IReadOnlyList<Title> titles, Action<StreamingSettings>? configure = null)
    {
        _settings = new StreamingSettings { SourceBudgetMs = 60_000, ExplorationShare = 0 };
        _settings.Sources.Content.Enabled = false;
        configure?.Invoke(_settings);
        Catalogue = new Catalogue(titles, new Trending(titles.Count, TimeProvider.System));
        ServiceProvider services = new ServiceCollection()
            .AddLogging()
            .AddMetrics()
            .AddSingleton<RecommendationMetrics>()
            .AddSingleton(Options.Create(_settings))
            .BuildServiceProvider();
        Shelves = new Shelves(Options.Create(_settings));
        // Features come of a store, which this shop has not.
        _recommender = (HomePlan.Titles(_settings) with { Describer = null }).Build(services);
    }

    public Catalogue Catalogue { get; }

    public Shelves Shelves { get; }

    /// <summary>Titles of one genre each, all of the same year and popularity; <paramref name="change"/> makes some of them special.</summary>
    public static IReadOnlyList<Title> Titles(int count, Func<int, string> genre, Func<Title, Title>? change = null) =>
        [.. Enumerable.Range(0, count)
            .Select(i => new Title { Ordinal = i, Id = $"t{i}", Name = $"Title {i}", Year = 2020 + (i % 6), Genres = [genre(i)], Ratings = 1_000 - i, AverageRating = 4 })
            .Select(title => change is null ? title : change(title))];

    public HomeContext Context(HomeRequest? request = null, Account? account = null, IEnumerable<HistoryEntry>? history = null)
    {
        var person = new Person("ana", 1, new History(history ?? [])) { Account = account ?? Account.Unknown };
        var context = new HomeContext(TenantId.Local, person, request ?? HomeRequest.None, Catalogue, new LiveModel(null, Failed: false)) { At = Now };
        return context with { Shelf = Shelves.For(context) };
    }

    public HistoryEntry Liked(int title) => new(Catalogue.Titles[title], 1_000_000 - title, 5, null);

    public async Task<IReadOnlyList<Recommended<Title>>> TopAsync(HomeContext context, int take = 20) =>
        (await FindAsync(context, take)).List();

    public async Task<IReadOnlyList<Row<Title>>> RowsAsync(HomeContext context) => HomePlan.Rows.Arrange(await FindAsync(context, 30));

    private async Task<Recommendation<HomeContext, Title>> FindAsync(HomeContext context, int take) =>
        await _recommender.RecommendAsync(context, take, new StepTimings(TimeProvider.System), TestContext.Current.CancellationToken);
}
