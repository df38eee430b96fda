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

    private readonly WatchedLog _log;
    private readonly CatalogueStore _catalogues;
    private readonly IDatabase _database;
    private readonly HomeContexts _contexts;
    private readonly DerivedCollections _collections;
    private readonly TrainingSettings _training;
    private readonly RankerSettings _ranker;
    private readonly TimeProvider _clock;
    private readonly PastPages _pages;

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
        _training = training.Value;
        _ranker = ranker.Value;
        _clock = clock;
        _pages = new PastPages(settings.Value, features, clock, services);
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
            await foreach (PastPage page in _pages.MakeAsync(past, tenant, models, from, from + settings.Window, settings.MinWatched, learnedParts, progress, cancellationToken))
                learned.Add(page.ToQuery());
        }
        PastModels last = await FitAsync(past, tenant, settings.TestFrom, settings, progress, cancellationToken);
        List<PastPage> tested = await _pages.MakeAsync(past, tenant, last, settings.TestFrom, 1, settings.MinWatched, [0.5], progress, cancellationToken).ToListAsync(cancellationToken);
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
        var measures = new BacktestMeasures(past, tested, settings, _clock);
        measures.AddModels(last, cancellationToken);
        await measures.AddPipelineAsync(_pages, ranker, Parameters(), seconds, cancellationToken);
        return measures.Report(trees, learned.Count, cancellationToken);
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
}
