using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Perto.Learning;
using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>
/// Measures the whole pipeline on a past that is known: the pages that people would have been shown at moments of it, by models fitted on what came
/// before, against what they watched afterwards. The ranker learns from pages of earlier windows.
/// </summary>
public sealed class Backtesting
{
    /// <summary>The order of the ranker before diversification.</summary>
    public const string RankerName = "lambdamart";

    /// <summary>The weighted blend that ranks without a ranker.</summary>
    public const string BlendName = "blend";

    /// <summary>The list as it is shown: ranked, by the rules, spread out, with its draws.</summary>
    public const string PageName = "page";

    // As many rows as a join takes at once.
    private const int PagesAtOnce = 32;

    // What a page diversifies over.
    private const int List = 30;

    private readonly WatchedLog _log;
    private readonly CatalogueStore _catalogues;
    private readonly IDatabase _database;
    private readonly HomeContexts _contexts;
    private readonly DerivedCollections _collections;
    private readonly FeatureStore _features;
    private readonly TrainingSettings _training;
    private readonly RankerSettings _ranker;
    private readonly TimeProvider _clock;
    private readonly Recommender<HomeContext, Title> _recommender;

    /// <summary>Over the past of the services of a host. What serves is read and not changed.</summary>
    public Backtesting(
        WatchedLog log,
        CatalogueStore catalogues,
        IDatabase database,
        HomeContexts contexts,
        DerivedCollections collections,
        FeatureStore features,
        IOptions<StreamingSettings> settings,
        IOptions<TrainingSettings> training,
        IOptions<RankerSettings> ranker,
        TimeProvider clock,
        IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(ranker);
        _log = log;
        _catalogues = catalogues;
        _database = database;
        _contexts = contexts;
        _collections = collections;
        _features = features;
        _training = training.Value;
        _ranker = ranker.Value;
        _clock = clock;
        // Nobody waits for a page of the past.
        _recommender = (HomePlan.Titles(settings.Value) with { IsServed = false }).Build(services);
    }

    /// <summary>Measures.</summary>
    /// <param name="tenant">Whose service.</param>
    /// <param name="settings">The protocol.</param>
    /// <param name="progress">Is told what is done.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ConflictException">Too little happened to measure anything (<c>nothing_to_learn</c>).</exception>
    public async Task<BacktestReport> RunAsync(
        TenantId tenant, BacktestSettings settings, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Check();
        Catalogue catalogue = await _catalogues.GetAsync(tenant, cancellationToken);
        InteractionLog log = await _log.ReadAsync(tenant, cancellationToken);
        PastService past = await PastService.ReadAsync(tenant, catalogue, log, new Pasts(_database), _contexts, _clock, cancellationToken);
        if (past.Count < 2)
            throw new ConflictException("nothing_to_learn", "Nobody has watched enough to measure on: import ratings or views first");

        double[] learnedParts = [.. Enumerable.Range(1, settings.PagesOfAPerson).Select(page => (double)page / (settings.PagesOfAPerson + 1))];
        List<RankedQuery> learned = [];
        for (int window = settings.Windows; window > 0; window--)
        {
            double from = settings.TestFrom - (window * settings.Window);
            PastModels models = await FitAsync(past, tenant, from, settings, progress, cancellationToken);
            await foreach (Made page in MakeAsync(past, tenant, models, from, from + settings.Window, settings, learnedParts, progress, cancellationToken))
                learned.Add(page.ToQuery());
        }
        PastModels last = await FitAsync(past, tenant, settings.TestFrom, settings, progress, cancellationToken);
        List<Made> tested = await MakeAsync(past, tenant, last, settings.TestFrom, 1, settings, [0.5], progress, cancellationToken).ToListAsync(cancellationToken);
        if (learned.Count == 0 || tested.Count < 2)
        {
            throw new ConflictException(
                "nothing_to_learn", $"{learned.Count:N0} pages to learn from and {tested.Count:N0} to measure on came together; nobody watched {settings.MinWatched} titles within a window");
        }

        long start = _clock.GetTimestamp();
        BoostedTrees trees = await Task.Factory.StartNew(
            () => Learn(learned, progress, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        double seconds = _clock.GetElapsedTime(start).TotalSeconds;
        var ranker = new RankerModel(PastModels.Unsaved(tenant, RankerModel.ModelName, BoostedTrees.ModelKind), new RankerArtifact(trees, new PlattScaling(1, 0), []));
        return await MeasureAsync(past, last, tested, ranker, trees, seconds, settings, learned.Count, cancellationToken);
    }

    private Task<PastModels> FitAsync(PastService past, TenantId tenant, double share, BacktestSettings settings, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken) =>
        PastModels.FitAsync(
            past.Before(past.MomentOf(share)),
            tenant,
            _training,
            [.. settings.Models.Union([ImplicitAls.ModelKind])],
            _collections,
            _clock,
            kind => new FitOptions
            {
                Progress = progress is null ? null : fit => progress.Report(new TrainingProgress("fit", (double)fit.Step / fit.Steps, $"{kind} on the first {share:0 %}, {fit.Step} of {fit.Steps}")),
            },
            cancellationToken);

    private async IAsyncEnumerable<Made> MakeAsync(
        PastService past,
        TenantId tenant,
        PastModels models,
        double from,
        double to,
        BacktestSettings settings,
        IReadOnlyList<double> parts,
        IProgress<TrainingProgress>? progress,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int made = 0;
        var asked = past.Asked(past.MomentOf(from), past.MomentOf(to), settings.MinWatched, parts).ToList();
        foreach ((string User, long At, IReadOnlySet<string> Wanted)[] some in asked.Chunk(PagesAtOnce))
        {
            List<BacktestPage> pages = [];
            foreach ((string user, long at, IReadOnlySet<string> wanted) in some)
            {
                HomeContext context = await past.ContextAsync(user, at, models.Bind, cancellationToken);
                var unknown = wanted.Where(id => context.Catalogue.Find(id) is not { } title || context.Person.History.Find(title) is null).ToHashSet(StringComparer.Ordinal);
                if (unknown.Count > 0 && context.Person.History.Entries.Count > 0)
                    pages.Add(new BacktestPage(context, unknown));
            }
            foreach (BacktestPage page in pages)
                await RecommendAsync(page.Context, cancellationToken);
            await PastReadings.ReadAsync(_features, tenant, [.. pages.Select(page => page.Context)], cancellationToken);
            foreach (BacktestPage page in pages)
            {
                var found = new Made(page, await RecommendAsync(page.Context, cancellationToken));
                if (found.Found.Candidates.Features is null)
                    throw new InvalidOperationException("A page of the past could not be described; the log says why.");
                yield return found;
                made++;
                progress?.Report(new TrainingProgress("pages", (double)made / asked.Count, $"pages from {from:0 %} to {to:0 %} of all that happened, {made} of {asked.Count}"));
            }
        }
    }

    private ValueTask<Recommendation<HomeContext, Title>> RecommendAsync(HomeContext context, CancellationToken cancellationToken) =>
        _recommender.RecommendAsync(context, List, new StepTimings(_clock), cancellationToken);

    private BoostedTrees Learn(List<RankedQuery> pages, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var rows = new LabeledRows
        {
            FeatureCount = HomeFeatures.Columns.Count,
            FeatureNames = [.. HomeFeatures.Columns],
            Features = [.. pages.SelectMany(page => page.Features)],
            Labels = [.. pages.SelectMany(page => page.Labels)],
            Groups = [.. pages.Select(page => page.Labels.Length)],
        };
        var options = new FitOptions
        {
            Progress = progress is null ? null : fit => progress.Report(new TrainingProgress("train", (double)fit.Step / fit.Steps, $"LambdaMART, tree {fit.Step} of {fit.Steps}")),
        };
        return BoostedTrees.Fit(rows, new LambdaRankObjective { Truncation = _ranker.Truncation }, _ranker.ToBoosting(), validation: null, metric: null, options, cancellationToken);
    }

    private async Task<BacktestReport> MeasureAsync(
        PastService past, PastModels models, List<Made> tested, RankerModel ranker, BoostedTrees trees, double seconds, BacktestSettings settings, int learned, CancellationToken cancellationToken)
    {
        InteractionMatrix known = Known(past, settings);
        Dictionary<string, string> none = new(StringComparer.Ordinal);
        List<EvaluationResult> results = [];
        foreach (FittedModel fitted in models.Models)
        {
            long start = _clock.GetTimestamp();
            IReadOnlyList<string>[] lists = [.. tested.Select(page => models.Rank(fitted.Model, page.History(), page.Page.Context.Catalogue, settings.K))];
            results.Add(Result(fitted.Model.Kind, fitted.Plan.Parameters, lists, fitted.Seconds, _clock.GetElapsedTime(start).TotalSeconds));
        }
        EvaluationResult best = results.MaxBy(result => result.Metric("ndcg", settings.K))!;
        (List<Recommendation<HomeContext, Title>> blended, double blending) = await AgainAsync(null);
        results.Add(Result(BlendName, none, [.. blended.Select(found => Titles(found, found.Ordered))], 0, blending));
        (List<Recommendation<HomeContext, Title>> ranked, double took) = await AgainAsync(ranker);
        results.Add(Result(RankerName, Parameters(), [.. ranked.Select(found => Titles(found, found.Ordered))], seconds, took));
        results.Add(Result(PageName, none, [.. ranked.Select(found => Titles(found, found.Top))], 0, took));

        double[] gains = trees.GainImportance();
        double all = Math.Max(gains.Sum(), double.Epsilon);
        return new BacktestReport
        {
            Protocol = $"each person who watched {settings.MinWatched} titles or more after {settings.TestFrom:0 %} of all that happened: a page in the middle of those, models fitted on what came before that point, histories up to the page, everything else of the person to be found; the ranker learned from {settings.Windows} windows of {settings.Window:0 %} before",
            Results = results,
            Comparisons = [.. results.Skip(results.Count - 2).Select(result => ModelComparison.Of(result, best, "ndcg", settings.K, cancellationToken))],
            CandidateRecall = tested.Average(page => page.Ids().Count(page.Page.Wanted.Contains) / (double)page.Page.Wanted.Count),
            Pages = learned,
            Importance = Enumerable.Range(0, gains.Length).OrderByDescending(feature => gains[feature])
                .ToDictionary(feature => trees.FeatureNames[feature], feature => Math.Round(gains[feature] / all, 4), StringComparer.Ordinal),
        };

        EvaluationResult Result(string name, IReadOnlyDictionary<string, string> parameters, IReadOnlyList<IReadOnlyList<string>> lists, double fit, double score)
        {
            var evaluation = new ListEvaluation(known, settings.K, tested.Count, (one, other) => 1 - Genres.Shared(past.Catalogue.Titles[one], past.Catalogue.Titles[other]));
            for (int page = 0; page < tested.Count; page++)
            {
                evaluation.Add(
                    [.. lists[page].Select(Number)],
                    tested[page].Page.Wanted.Select(Number).ToHashSet(),
                    [.. tested[page].History().Select(Number).Order()]);
            }
            return evaluation.Result(name, parameters, fit, score, cancellationToken);
        }

        // All lists of a page are made under the same clock.
        async Task<(List<Recommendation<HomeContext, Title>> Found, double Seconds)> AgainAsync(RankerModel? by)
        {
            List<Recommendation<HomeContext, Title>> found = [];
            long begun = _clock.GetTimestamp();
            foreach (Made page in tested)
                found.Add(await RecommendAsync(page.Page.Context with { Ranker = by }, cancellationToken));
            return (found, _clock.GetElapsedTime(begun).TotalSeconds);
        }

        int Number(string id) => past.Catalogue.Find(id)!.Ordinal;
    }

    private Dictionary<string, string> Parameters() => new(StringComparer.Ordinal)
    {
        ["trees"] = $"{_ranker.Trees}",
        ["learning_rate"] = FormattableString.Invariant($"{_ranker.LearningRate}"),
        ["leaves"] = $"{_ranker.Leaves}",
        ["min_data_in_leaf"] = $"{_ranker.MinDataInLeaf}",
        ["l2"] = FormattableString.Invariant($"{_ranker.L2}"),
        ["feature_fraction"] = FormattableString.Invariant($"{_ranker.FeatureFraction}"),
        ["truncation"] = $"{_ranker.Truncation}",
        ["seed"] = $"{_ranker.Seed}",
    };

    private static IReadOnlyList<string> Titles(Recommendation<HomeContext, Title> found, IReadOnlyList<int> order) =>
        [.. order.Select(candidate => found.Candidates[candidate].Id)];

    // Over all titles of the catalogue of today, so that each list can be told by their numbers.
    private static InteractionMatrix Known(PastService past, BacktestSettings settings)
    {
        InteractionLog log = past.Before(past.MomentOf(settings.TestFrom));
        return InteractionMatrix.From(
            log.Users.Count,
            past.Catalogue.Titles.Count,
            [.. log.Interactions.Select(one => new Interaction(one.User, past.Catalogue.Find(log.Items[one.Item])!.Ordinal, 1))]);
    }

    /// <summary>A page and what the pipeline made of it.</summary>
    private sealed record Made(BacktestPage Page, Recommendation<HomeContext, Title> Found)
    {
        public IEnumerable<string> Ids() => Enumerable.Range(0, Found.Candidates.Count).Select(candidate => Found.Candidates[candidate].Id);

        public RankedQuery ToQuery() => new(Found.Candidates.Features!.Values.ToArray(), [.. Ids().Select(id => Page.Wanted.Contains(id) ? 1f : 0f)]);

        public IEnumerable<string> History() => Page.Context.Person.History.Entries.Where(entry => entry.IsWatched).Select(entry => entry.Title.Id);
    }

    /// <summary>What a ranker learns from a page: the numbers of its candidates, and which were watched.</summary>
    private sealed record RankedQuery(float[] Features, float[] Labels);
}
