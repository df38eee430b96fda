using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>The streaming solution in process: home pages, lists, similar titles.</summary>
public sealed class StreamingService : IDisposable
{
    /// <summary>Most titles in one list.</summary>
    public const int MaxTitles = 500;

    // More than the row shows: what is to be continued stands in a row of its own.
    private const int TopPicks = 30;

    // Counted in titles: about a kilobyte each.
    private const int CachedTitles = 500_000;

    private readonly CatalogueStore _catalogues;
    private readonly CollaborativeModels _models;
    private readonly People _people;
    private readonly StreamingMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly StreamingSettings _settings;
    private readonly int _maxCount;
    private readonly Recommender<HomeContext, Title> _recommender;
    private readonly MemoryCache _pages = new(new MemoryCacheOptions { SizeLimit = CachedTitles });

    /// <summary>Builds the recommender of <see cref="HomePlan"/>.</summary>
    public StreamingService(
        CatalogueStore catalogues,
        CollaborativeModels models,
        People people,
        StreamingMetrics metrics,
        IOptions<StreamingSettings> settings,
        PertoSettings perto,
        TimeProvider clock,
        IServiceProvider services)
    {
        _catalogues = catalogues;
        _models = models;
        _people = people;
        _metrics = metrics;
        _settings = settings.Value;
        _maxCount = Math.Min(MaxTitles, perto.Recommendations.MaxCount);
        _clock = clock;
        _recommender = HomePlan.Titles.Within(TimeSpan.FromMilliseconds(_settings.SourceBudgetMs)).Build(services);
    }

    /// <inheritdoc/>
    public void Dispose() => _pages.Dispose();

    /// <summary>The home page of a person; for somebody unknown, a page of what is trending and new.</summary>
    public async Task<HomePage> HomeAsync(TenantId tenant, string user, HomeRequest request, CancellationToken cancellationToken)
    {
        var timings = new StepTimings(_clock);
        HomeContext context = await ContextAsync(tenant, user, request, cancellationToken);
        var key = new PageKey(tenant, user, request, context.Person.Revision, context.Model, context.Catalogue);
        if (_pages.TryGetValue(key, out HomePage? cached))
        {
            _metrics.CachedPage();
            return cached! with { Cached = true };
        }

        timings.Step("features");
        Recommendation<HomeContext, Title> found = await _recommender.RecommendAsync(context, TopPicks, timings, cancellationToken);
        IReadOnlyList<Row<Title>> rows = HomePlan.Rows.Arrange(found);
        timings.Step("explain");
        timings.Stop();
        var page = new HomePage
        {
            User = user,
            Rows = [.. rows.Select(row => new HomeRow(row.Name, row.Title, [.. row.Items.Select(RecommendedTitle.From)]))],
            Model = context.Model?.Label,
            Degraded = found.Degraded,
            TimingMs = timings.Milliseconds,
        };

        // A page that had to do without something is made anew next time.
        if (_settings.HomeCacheMinutes > 0 && found.Degraded.Count == 0)
        {
            _pages.Set(key, page, new MemoryCacheEntryOptions
            {
                Size = 1 + page.Rows.Sum(row => row.Titles.Count),
                AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(_settings.HomeCacheMinutes),
            });
        }

        return page;
    }

    /// <summary>One list of <paramref name="n"/> titles for a person.</summary>
    /// <exception cref="InvalidValueException"><paramref name="n"/> is outside 1..500, or above <c>Perto:Recommendations:MaxCount</c>.</exception>
    public async Task<RecommendationList> RecommendAsync(TenantId tenant, string user, int n, CancellationToken cancellationToken)
    {
        CheckCount(n);
        var timings = new StepTimings(_clock);
        HomeContext context = await ContextAsync(tenant, user, HomeRequest.None, cancellationToken);
        timings.Step("features");
        Recommendation<HomeContext, Title> found = await _recommender.RecommendAsync(context, n, timings, cancellationToken);
        RecommendedTitle[] titles = [.. found.List().Select(RecommendedTitle.From)];
        timings.Step("explain");
        timings.Stop();
        return new RecommendationList
        {
            User = user,
            Titles = titles,
            Model = context.Model?.Label,
            Degraded = found.Degraded,
            TimingMs = timings.Milliseconds,
        };
    }

    /// <summary>The <paramref name="n"/> titles nearest to one title.</summary>
    /// <exception cref="NotFoundException">The catalogue does not have the title.</exception>
    /// <exception cref="InvalidValueException"><paramref name="n"/> is outside 1..500, or above <c>Perto:Recommendations:MaxCount</c>.</exception>
    public async Task<SimilarTitles> SimilarAsync(TenantId tenant, string id, int n, CancellationToken cancellationToken)
    {
        CheckCount(n);
        var timings = new StepTimings(_clock);
        Catalogue catalogue = await _catalogues.GetAsync(tenant, cancellationToken);
        Title title = catalogue.Find(id) ?? throw new NotFoundException("title", id);
        (CollaborativeModel? model, bool failed) = await _models.LiveAsync(tenant, catalogue, cancellationToken);
        timings.Step("features");
        IReadOnlyList<Scored<Title>> near = model is null ? [] : await model.SimilarAsync(title, n, cancellationToken);
        timings.Step("candidates");
        timings.Stop();
        return new SimilarTitles
        {
            Title = TitleSummary.Of(title),
            Titles = [.. near.Select((scored, index) => Near(scored, index + 1, title))],
            Model = model?.Label,
            Degraded = model is null ? [new Degradation(SimilarToRecentlyWatched.SourceName, failed ? "failed" : "no_model")] : [],
            TimingMs = timings.Milliseconds,
        };
    }

    /// <summary>How many pages of a person are in memory.</summary>
    internal int CachedOf(TenantId tenant, string user) => KeysOf(tenant, user).Count();

    /// <summary>Takes the pages of a person out of memory.</summary>
    internal void Forget(TenantId tenant, string user)
    {
        foreach (PageKey key in KeysOf(tenant, user).ToArray())
            _pages.Remove(key);
    }

    private IEnumerable<PageKey> KeysOf(TenantId tenant, string user) => _pages.Keys.OfType<PageKey>().Where(key => key.Tenant == tenant && key.User == user);

    private void CheckCount(int n)
    {
        if (n < 1 || n > _maxCount)
            throw InvalidValueException.OutOfRange("n", n, 1, _maxCount);
    }

    private static RecommendedTitle Near(Scored<Title> scored, int rank, Title to)
    {
        double cosine = Math.Round(scored.Score, 4);
        return new RecommendedTitle
        {
            Id = scored.Item.Id,
            Title = scored.Item.Name,
            Year = scored.Item.Year,
            Genres = scored.Item.Genres,
            Rank = rank,
            Score = cosine,
            Reason = $"Watched by the same people as {to.Name}",
            Why = new Why(
                new Dictionary<string, double>(StringComparer.Ordinal) { [SimilarToRecentlyWatched.SourceName] = cosine },
                new Dictionary<string, double>(StringComparer.Ordinal) { ["cosine"] = cosine },
                []),
        };
    }

    private async Task<HomeContext> ContextAsync(TenantId tenant, string user, HomeRequest request, CancellationToken cancellationToken)
    {
        EventRules.CheckId(user, "user");
        foreach ((string field, string? text) in ((string, string?)[])[("profile", request.Profile), ("country", request.Country), ("tier", request.Tier)])
        {
            if (text is not null)
                EventRules.CheckId(text, field);
        }

        Catalogue catalogue = await _catalogues.GetAsync(tenant, cancellationToken);
        LiveModel model = await _models.LiveAsync(tenant, catalogue, cancellationToken);
        Person person = await _people.FindAsync(tenant, user, catalogue, cancellationToken);
        return new HomeContext(tenant, person, request, catalogue, model);
    }

    // A page holds for what it was made of.
    private sealed record PageKey(TenantId Tenant, string User, HomeRequest Request, long Revision, CollaborativeModel? Model, Catalogue Catalogue);
}
