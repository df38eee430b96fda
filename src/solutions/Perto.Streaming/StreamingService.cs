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
    internal const int TopPicks = 30;

    // Moments further away are mistakes, and near the ends of time there is no day before.
    private static readonly TimeSpan FarthestPreview = TimeSpan.FromDays(366);

    // With its reasons, in memory, about.
    private const int BytesOfATitle = 1024;

    private readonly CatalogueStore _catalogues;
    private readonly CollaborativeModels _models;
    private readonly People _people;
    private readonly HomeContexts _contexts;
    private readonly StreamingMetrics _metrics;
    private readonly RankerModels _rankers;
    private readonly ChosenModels _chosen;
    private readonly ServedLog _served;
    private readonly IdGenerator _ids;
    private readonly TimeProvider _clock;
    private readonly StreamingSettings _settings;
    private readonly int _maxCount;
    private readonly HomeRecommenders _recommenders;
    private readonly HomeExperiments _experiments;
    private readonly Cache<HomePage> _pages;
    private readonly Cache<NearTitle[]>? _near;
    private readonly ConditionalWeakTable<object, string> _names = [];
    private long _named;

    /// <summary>Builds the recommender of <see cref="HomePlan"/>.</summary>
    public StreamingService(
        CatalogueStore catalogues,
        CollaborativeModels models,
        People people,
        HomeContexts contexts,
        StreamingMetrics metrics,
        IOptions<StreamingSettings> settings,
        Caches caches,
        IOptions<CacheSettings> cacheSettings,
        PertoSettings perto,
        RankerModels rankers,
        HomeExperiments experiments,
        ChosenModels chosen,
        ServedLog served,
        IdGenerator ids,
        TimeProvider clock,
        IServiceProvider services)
    {
        _rankers = rankers;
        _experiments = experiments;
        _chosen = chosen;
        _served = served;
        _ids = ids;
        _catalogues = catalogues;
        _models = models;
        _people = people;
        _metrics = metrics;
        _settings = settings.Value;
        _maxCount = Math.Min(MaxTitles, perto.Recommendations.MaxCount);
        _clock = clock;
        _contexts = contexts;
        _recommenders = new HomeRecommenders(_settings, services);
        _pages = caches.For<HomePage>("streaming-home", options =>
        {
            options.Ttl = TimeSpan.FromMinutes(Math.Max(1, _settings.HomeCacheMinutes));
            // A page is made in milliseconds and is about a person: it stays in this process.
            options.Shared = false;
            // A page that had to do without something is made anew next time.
            options.Keep = page => page.Degraded.Count == 0;
            options.SizeOf = page => BytesOfATitle * (1 + page.Rows.Sum(row => row.Titles.Count));
        });
        TimeSpan similarity = cacheSettings.Value.SimilarityTtl;
        _near = similarity == TimeSpan.Zero ? null : caches.For<NearTitle[]>("streaming-similar", options => options.Ttl = similarity);
    }

    /// <summary>The home page of a person; for somebody unknown, a page of what is trending and new.</summary>
    public async Task<HomePage> HomeAsync(TenantId tenant, string user, HomeRequest request, CancellationToken cancellationToken)
    {
        (HomePage page, HomeContext context) = await PageAsync(tenant, user, request, isPatient: false, cancellationToken);
        _experiments.Expose(context);
        return page;
    }

    /// <summary>Makes the page that somebody would get, for the cache: nobody has met an experiment by it.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="user">Whose page.</param>
    /// <param name="isPatient">Whether sources have all the time that they need.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal Task PrepareAsync(TenantId tenant, string user, bool isPatient, CancellationToken cancellationToken) =>
        PageAsync(tenant, user, HomeRequest.None, isPatient, cancellationToken);

    private async Task<(HomePage Page, HomeContext Context)> PageAsync(TenantId tenant, string user, HomeRequest request, bool isPatient, CancellationToken cancellationToken)
    {
        var timings = new StepTimings(_clock);
        HomeContext context = await ContextAsync(tenant, user, request, withExperiments: true, cancellationToken);
        if (_settings.HomeCacheMinutes == 0)
            return (await MakeAsync(cancellationToken), context);
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
            return (page, context);
        _metrics.CachedPage();
        return (page with { Cached = true }, context);

        async Task<HomePage> MakeAsync(CancellationToken cancelled)
        {
            (Recommendation<HomeContext, Title> found, IReadOnlyList<Row<Title>> rows) = await ArrangeAsync(context, timings, isPatient, cancelled);
            string id = _ids.NewId();
            _served.Add(tenant, () => Served(id, found, rows));
            return new HomePage
            {
                User = user,
                Request = id,
                Rows = Shown(rows),
                Model = context.RankedBy,
                Experiments = context.Arms.Experiments,
                Degraded = context.IsRankerMissing
                    ? [.. found.Degraded, new Degradation("ranker", "failed", context.Ranker is null ? "blend" : "live")]
                    : found.Degraded,
                TimingMs = timings.Milliseconds,
            };
        }
    }

    /// <summary>
    /// The home page of a person as chosen versions of the models make it, with what the ranking saw. It is not written down as served and not kept;
    /// two previews of one moment draw the same.
    /// </summary>
    /// <exception cref="InvalidValueException">A version or the moment is none.</exception>
    /// <exception cref="NotFoundException">There is no such version.</exception>
    public async Task<HomePreview> PreviewAsync(TenantId tenant, string user, HomeRequest request, PreviewRequest preview, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(preview);
        DateTimeOffset now = _clock.GetUtcNow(), at = preview.At ?? now;
        if ((at - now).Duration() > FarthestPreview)
            throw new InvalidValueException("at", at, "at most a year away from now", $"at must be at most a year away from now; got {at:O}");
        CheckIds(user, request);
        Catalogue catalogue = await _catalogues.GetAsync(tenant, cancellationToken);
        LiveModel model = await _chosen.CollaborativeAsync(tenant, preview.Collaborative, catalogue, cancellationToken);
        RankerModel? ranker = await _chosen.RankerAsync(tenant, preview.Ranker, cancellationToken);
        var timings = new StepTimings(_clock);
        Person person = await _people.FindAsync(tenant, user, catalogue, cancellationToken);
        HomeContext context = await _contexts.CompleteAsync(
            new HomeContext(tenant, person, request, catalogue, model) { At = at, Ranker = ranker }, cancellationToken);
        (Recommendation<HomeContext, Title> found, IReadOnlyList<Row<Title>> rows) = await ArrangeAsync(context, timings, isPatient: false, cancellationToken);
        FeatureTable? features = found.Candidates.Features;
        return new HomePreview
        {
            User = user,
            MadeAt = at,
            Rows = Shown(rows),
            Collaborative = context.Model?.Label,
            // Without features the blend ranks, whatever was chosen.
            Ranker = (features is null ? null : ranker?.Label) ?? HomePreview.Blend,
            Degraded = found.Degraded,
            TimingMs = timings.Milliseconds,
            FeatureNames = features?.Names ?? [],
            Features = features is null
                ? []
                : [.. rows.SelectMany(row => row.Items).Select(item => new SeenFeatures(item.Item.Id, Known(features[item.Candidate])))],
        };
    }

    private async Task<(Recommendation<HomeContext, Title> Found, IReadOnlyList<Row<Title>> Rows)> ArrangeAsync(
        HomeContext context, StepTimings timings, bool isPatient, CancellationToken cancellationToken)
    {
        timings.Step("features");
        HomeVariant variant = context.Arms.Variant;
        Recommendation<HomeContext, Title> found = await _recommenders.For(variant, isPatient).RecommendAsync(context, TopPicks, timings, cancellationToken);
        IReadOnlyList<Row<Title>> rows = variant.IsPopular ? HomePlan.PopularRows.Arrange(found) : RowOrder.Choose(context, HomePlan.Rows.Arrange(found));
        timings.Step("explain");
        timings.Stop();
        return (found, rows);
    }

    private static HomeRow[] Shown(IReadOnlyList<Row<Title>> rows) =>
        [.. rows.Select(row => new HomeRow(row.Name, row.Title, [.. row.Items.Select(RecommendedTitle.From)]) { Propensity = row.Propensity })];

    private static float?[] Known(ReadOnlySpan<float> values)
    {
        var known = new float?[values.Length];
        for (int i = 0; i < values.Length; i++)
            known[i] = float.IsFinite(values[i]) ? values[i] : null;
        return known;
    }

    private static ServedPage Served(string id, Recommendation<HomeContext, Title> found, IReadOnlyList<Row<Title>> rows)
    {
        List<ServedTitle> titles = [];
        List<int> candidates = [];
        // What is pinned stands at its pin, whether it was drawn besides or not.
        HashSet<int> pinned = [.. found.Context.Pins.Select(pin => pin.Item.Ordinal)];
        for (int row = 0; row < rows.Count; row++)
        {
            foreach (Recommended<Title> item in rows[row].Items)
            {
                titles.Add(new ServedTitle(item.Item.Id, rows[row].Name, row + 1, item.Rank, item.Score, (item.Propensity ?? 1) * (rows[row].Propensity ?? 1))
                {
                    Drawn = pinned.Contains(item.Item.Ordinal) ? null : item.Propensity,
                    RowChosen = rows[row].Propensity,
                });
                candidates.Add(item.Candidate);
            }
        }
        return new ServedPage
        {
            Id = id,
            User = found.Context.Person.Id,
            Profile = found.Context.Request.Profile ?? "",
            At = found.Context.At,
            Device = found.Context.Request.Device,
            Model = found.Context.Arms.Variant.IsPopular ? null : found.Context.Ranker?.Label,
            Experiments = found.Context.Arms.Experiments,
            Titles = titles,
            Features = found.Candidates.Features?.Select(candidates),
        };
    }

    /// <summary>One list of <paramref name="n"/> titles for a person.</summary>
    /// <exception cref="InvalidValueException"><paramref name="n"/> is outside 1..500, or above <c>Perto:Recommendations:MaxCount</c>.</exception>
    public async Task<RecommendationList> RecommendAsync(TenantId tenant, string user, int n, CancellationToken cancellationToken)
    {
        CheckCount(n);
        var timings = new StepTimings(_clock);
        HomeContext context = await ContextAsync(tenant, user, HomeRequest.None, withExperiments: false, cancellationToken);
        timings.Step("features");
        Recommendation<HomeContext, Title> found = await _recommenders.For(HomeVariant.None).RecommendAsync(context, n, timings, cancellationToken);
        RecommendedTitle[] titles = [.. found.List().Select(RecommendedTitle.From)];
        timings.Step("explain");
        timings.Stop();
        return new RecommendationList
        {
            User = user,
            Titles = titles,
            Model = context.RankedBy,
            Degraded = found.Degraded,
            TimingMs = timings.Milliseconds,
        };
    }

    /// <summary>What the pipeline makes of a context, which may be of another model than what is live.</summary>
    internal ValueTask<Recommendation<HomeContext, Title>> RecommendAsync(HomeContext context, int n, CancellationToken cancellationToken) =>
        _recommenders.For(context.Arms.Variant).RecommendAsync(context, n, new StepTimings(_clock), cancellationToken);

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
        IReadOnlyList<Scored<Title>> near = model is null ? [] : await NearAsync(tenant, catalogue, model, title, n, cancellationToken);
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

    // About no person, and the same on every server: what one has found the others need not look for.
    private async Task<IReadOnlyList<Scored<Title>>> NearAsync(
        TenantId tenant, Catalogue catalogue, CollaborativeModel model, Title title, int n, CancellationToken cancellationToken)
    {
        if (_near is null)
            return await model.SimilarAsync(title, n, cancellationToken);
        NearTitle[]? near = await _near.GetOrCreateAsync(
            tenant,
            $"{model.Label}\n{n}\n{title.Id}",
            async cancelled => (NearTitle[]?)[.. (await model.SimilarAsync(title, n, cancelled)).Select(scored => new NearTitle(scored.Item.Id, scored.Score))],
            cancellationToken: cancellationToken);
        return
        [
            .. from one in near
               let found = catalogue.Find(one.Id)
               where found is not null
               select new Scored<Title>(found, one.Score),
        ];
    }

    /// <summary>How many pages of a person are in memory.</summary>
    internal int CachedOf(TenantId tenant, string user) => _pages.CountInProcess(tenant, user);

    /// <summary>Takes the pages of a person out of memory.</summary>
    internal async Task ForgetAsync(TenantId tenant, string user) => await _pages.EraseByTagAsync(tenant, user);

    // A page holds for what it was made of: the person's revision, the very catalogue and model in memory, and the arms of experiments. Ids have no control characters.
    private string PageKey(string user, HomeRequest request, HomeContext context) => string.Join(
        '\n',
        user,
        request.Profile,
        request.Device,
        request.TimeOfDay,
        request.Country,
        request.Tier,
        context.Person.Revision,
        string.Join('\t', context.Pins.Select(pin => $"{pin.Row}\t{pin.Place}\t{pin.Item.Id}")),
        Name(context.Catalogue),
        context.Model is { } model ? Name(model) : null,
        context.Ranker is { } ranker ? Name(ranker) : null,
        context.Arms.Key);

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

    /// <summary>All that a page of now is made of.</summary>
    internal async Task<HomeContext> ContextAsync(TenantId tenant, string user, HomeRequest request, bool withExperiments, CancellationToken cancellationToken)
    {
        CheckIds(user, request);
        Catalogue catalogue = await _catalogues.GetAsync(tenant, cancellationToken);
        Person person = await _people.FindAsync(tenant, user, catalogue, cancellationToken);
        return await ContextAsync(tenant, person, request, catalogue, _clock.GetUtcNow(), withExperiments, cancellationToken);
    }

    /// <summary>The context of a page for somebody whose history is at hand.</summary>
    internal async Task<HomeContext> ContextAsync(
        TenantId tenant, Person person, HomeRequest request, Catalogue catalogue, DateTimeOffset at, bool withExperiments, CancellationToken cancellationToken)
    {
        LiveModel model = await _models.LiveAsync(tenant, catalogue, cancellationToken);
        var known = new HomeContext(tenant, person, request, catalogue, model) { At = at };
        if (withExperiments)
            known = known with { Arms = await _experiments.ForAsync(known, cancellationToken) };
        return await _contexts.CompleteAsync(await RankedAsync(known, cancellationToken), cancellationToken);
    }

    private async ValueTask<HomeContext> RankedAsync(HomeContext context, CancellationToken cancellationToken)
    {
        HomeVariant variant = context.Arms.Variant;
        if (variant.ByBlend || variant.IsPopular)
            return context;
        RankerModel? wanted = variant.RankerVersion is { } version ? await _rankers.VersionAsync(context.Tenant, version, cancellationToken) : null;
        return context with
        {
            Ranker = wanted ?? await _rankers.LiveAsync(context.Tenant, cancellationToken),
            IsRankerMissing = variant.RankerVersion is not null && wanted is null,
        };
    }

    private static void CheckIds(string user, HomeRequest request)
    {
        EventRules.CheckId(user, "user");
        foreach ((string field, string? text) in ((string, string?)[])[("profile", request.Profile), ("country", request.Country), ("tier", request.Tier)])
        {
            if (text is not null)
                EventRules.CheckId(text, field);
        }
    }
}
