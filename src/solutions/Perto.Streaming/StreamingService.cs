using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>The streaming solution in process: home pages, lists, similar titles.</summary>
public sealed class StreamingService
{
    /// <summary>Most titles in one list.</summary>
    public const int MaxTitles = 500;

    // More than the row shows: what is to be continued stands in a row of its own.
    private const int TopPicks = 30;

    // With its reasons, in memory, about.
    private const int BytesOfATitle = 1024;

    private readonly CatalogueStore _catalogues;
    private readonly CollaborativeModels _models;
    private readonly People _people;
    private readonly StreamingMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly StreamingSettings _settings;
    private readonly int _maxCount;
    private readonly Recommender<HomeContext, Title> _recommender;
    private readonly Cache<HomePage> _pages;
    private readonly ConditionalWeakTable<object, string> _names = [];
    private long _named;

    /// <summary>Builds the recommender of <see cref="HomePlan"/>.</summary>
    public StreamingService(
        CatalogueStore catalogues,
        CollaborativeModels models,
        People people,
        StreamingMetrics metrics,
        IOptions<StreamingSettings> settings,
        Caches caches,
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
        _pages = caches.For<HomePage>("streaming-home", options =>
        {
            options.Ttl = TimeSpan.FromMinutes(Math.Max(1, _settings.HomeCacheMinutes));
            // A page is made in milliseconds and is about a person: it stays in this process.
            options.Shared = false;
            // A page that had to do without something is made anew next time.
            options.Keep = page => page.Degraded.Count == 0;
            options.SizeOf = page => BytesOfATitle * (1 + page.Rows.Sum(row => row.Titles.Count));
        });
    }

    /// <summary>The home page of a person; for somebody unknown, a page of what is trending and new.</summary>
    public async Task<HomePage> HomeAsync(TenantId tenant, string user, HomeRequest request, CancellationToken cancellationToken)
    {
        var timings = new StepTimings(_clock);
        HomeContext context = await ContextAsync(tenant, user, request, cancellationToken);
        if (_settings.HomeCacheMinutes == 0)
            return await MakeAsync(cancellationToken);
        bool made = false;
        HomePage page = (await _pages.GetOrCreateAsync(
            tenant,
            PageKey(user, request, context),
            async cancelled =>
            {
                made = true;
                return await MakeAsync(cancelled);
            },
            [user],
            cancellationToken))!;
        if (made)
            return page;
        _metrics.CachedPage();
        return page with { Cached = true };

        async Task<HomePage> MakeAsync(CancellationToken cancelled)
        {
            timings.Step("features");
            Recommendation<HomeContext, Title> found = await _recommender.RecommendAsync(context, TopPicks, timings, cancelled);
            IReadOnlyList<Row<Title>> rows = HomePlan.Rows.Arrange(found);
            timings.Step("explain");
            timings.Stop();
            return new HomePage
            {
                User = user,
                Rows = [.. rows.Select(row => new HomeRow(row.Name, row.Title, [.. row.Items.Select(RecommendedTitle.From)]))],
                Model = context.Model?.Label,
                Degraded = found.Degraded,
                TimingMs = timings.Milliseconds,
            };
        }
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
    internal int CachedOf(TenantId tenant, string user) => _pages.CountInProcess(tenant, user);

    /// <summary>Takes the pages of a person out of memory.</summary>
    internal async Task ForgetAsync(TenantId tenant, string user) => await _pages.EraseByTagAsync(tenant, user);

    // A page holds for what it was made of: the person's revision, and the very catalogue and model in memory. Ids have no control characters.
    private string PageKey(string user, HomeRequest request, HomeContext context) => string.Join(
        '\n',
        user,
        request.Profile,
        request.Device,
        request.TimeOfDay,
        request.Country,
        request.Tier,
        context.Person.Revision,
        Name(context.Catalogue),
        context.Model is { } model ? Name(model) : null);

    private string Name(object part) => _names.GetValue(part, _ => $"{Interlocked.Increment(ref _named)}");

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
}
