using Perto.Learning;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>Measures lists for the pages of a test, all by the same rules.</summary>
internal sealed class BacktestMeasures
{
    private const string Metric = "ndcg";

    private readonly PastService _past;
    private readonly IReadOnlyList<PastPage> _pages;
    private readonly BacktestSettings _settings;
    private readonly TimeProvider _clock;
    private readonly InteractionMatrix _known;
    private readonly List<EvaluationResult> _models = [];
    private readonly List<EvaluationResult> _pipeline = [];

    public BacktestMeasures(PastService past, IReadOnlyList<PastPage> pages, BacktestSettings settings, TimeProvider clock)
    {
        _past = past;
        _pages = pages;
        _settings = settings;
        _clock = clock;
        // Over all titles of the catalogue of today, so that each list can be told by their numbers.
        InteractionLog log = past.Before(past.MomentOf(settings.TestFrom));
        _known = InteractionMatrix.From(
            log.Users.Count,
            past.Catalogue.Titles.Count,
            [.. log.Interactions.Select(one => new Interaction(one.User, past.Catalogue.Find(log.Items[one.Item])!.Ordinal, 1))]);
    }

    /// <summary>Adds each model alone, over all titles that it knows.</summary>
    public void AddModels(PastModels models, CancellationToken cancellationToken)
    {
        foreach (FittedModel fitted in models.Models)
        {
            long start = _clock.GetTimestamp();
            IReadOnlyList<string>[] lists = [.. _pages.Select(page => models.Rank(fitted.Model, page.History(), page.Context.Catalogue, _settings.K))];
            _models.Add(Result(fitted.Model.Kind, fitted.Plan.Parameters, lists, fitted.Seconds, _clock.GetElapsedTime(start).TotalSeconds, cancellationToken));
        }
    }

    /// <summary>Adds the pipeline: with the blend, with the ranker, and the page as it is shown.</summary>
    /// <param name="pages">Makes them.</param>
    /// <param name="ranker">The ranker.</param>
    /// <param name="parameters">What it was fitted with.</param>
    /// <param name="seconds">How long that took.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task AddPipelineAsync(PastPages pages, RankerModel ranker, IReadOnlyDictionary<string, string> parameters, double seconds, CancellationToken cancellationToken)
    {
        Dictionary<string, string> none = new(StringComparer.Ordinal);
        (List<Recommendation<HomeContext, Title>> blended, double blending) = await AgainAsync(null);
        _pipeline.Add(Result(Backtesting.BlendName, none, [.. blended.Select(found => Titles(found, found.Ordered))], 0, blending, cancellationToken));
        (List<Recommendation<HomeContext, Title>> ranked, double took) = await AgainAsync(ranker);
        _pipeline.Add(Result(Backtesting.RankerName, parameters, [.. ranked.Select(found => Titles(found, found.Ordered))], seconds, took, cancellationToken));
        _pipeline.Add(Result(Backtesting.PageName, none, [.. ranked.Select(found => Titles(found, found.Top))], 0, took, cancellationToken));

        // All lists of a page are made under the same clock.
        async Task<(List<Recommendation<HomeContext, Title>> Found, double Seconds)> AgainAsync(RankerModel? by)
        {
            List<Recommendation<HomeContext, Title>> found = [];
            long begun = _clock.GetTimestamp();
            foreach (PastPage page in _pages)
                found.Add(await pages.DescribedAsync(page.Context with { Ranker = by }, cancellationToken));
            return (found, _clock.GetElapsedTime(begun).TotalSeconds);
        }
    }

    /// <summary>What was measured, the ranker and its page beside the best model alone.</summary>
    /// <param name="trees">The ranker's.</param>
    /// <param name="learned">Pages that it learned from.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public BacktestReport Report(BoostedTrees trees, int learned, CancellationToken cancellationToken)
    {
        EvaluationResult best = _models.MaxBy(result => result.Metric(Metric, _settings.K))!;
        double[] gains = trees.GainImportance();
        double all = Math.Max(gains.Sum(), double.Epsilon);
        return new BacktestReport
        {
            Protocol = $"each person who watched {_settings.MinWatched} titles or more after {_settings.TestFrom:0 %} of all that happened: a page in the middle of those, models fitted on what came before that point, histories up to the page, everything else of the person to be found; the ranker learned from {_settings.Windows} windows of {_settings.Window:0 %} before",
            Results = [.. _models, .. _pipeline],
            Comparisons = [.. _pipeline.Where(result => result.Model != Backtesting.BlendName).Select(result => ModelComparison.Of(result, best, Metric, _settings.K, cancellationToken))],
            CandidateRecall = _pages.Average(page => page.Ids().Count(page.Wanted.Contains) / (double)page.Wanted.Count),
            Pages = learned,
            Importance = Enumerable.Range(0, gains.Length).OrderByDescending(feature => gains[feature])
                .ToDictionary(feature => trees.FeatureNames[feature], feature => Math.Round(gains[feature] / all, 4), StringComparer.Ordinal),
        };
    }

    private EvaluationResult Result(
        string name, IReadOnlyDictionary<string, string> parameters, IReadOnlyList<IReadOnlyList<string>> lists, double fit, double score, CancellationToken cancellationToken)
    {
        var evaluation = new ListEvaluation(_known, _settings.K, _pages.Count, (one, other) => 1 - Genres.Shared(_past.Catalogue.Titles[one], _past.Catalogue.Titles[other]));
        for (int page = 0; page < _pages.Count; page++)
        {
            evaluation.Add(
                [.. lists[page].Select(Number)],
                _pages[page].Wanted.Select(Number).ToHashSet(),
                [.. _pages[page].History().Select(Number).Order()]);
        }
        return evaluation.Result(name, parameters, fit, score, cancellationToken);
    }

    private int Number(string id) => _past.Catalogue.Find(id)!.Ordinal;

    private static IReadOnlyList<string> Titles(Recommendation<HomeContext, Title> found, IReadOnlyList<int> order) =>
        [.. order.Select(candidate => found.Candidates[candidate].Id)];
}
