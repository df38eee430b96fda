using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Perto.Platform;

namespace Perto.Recommendations;

/// <summary>
/// A recommender: candidates from all sources at once, rules, ranking, diversification. Made by
/// <see cref="RecommenderPlan{TContext,TItem}.Build"/>; safe for use by many threads.
/// </summary>
public sealed class Recommender<TContext, TItem>
    where TItem : class, ICatalogueItem
{
    private const string FeaturesName = "features";

    // Most items are found by one or two.
    private const int UsualSources = 2;

    private readonly CandidateSearch<TContext, TItem> _search;
    private readonly TopList<TContext, TItem> _top;
    private readonly IRule<TContext, TItem>[] _rules;
    private readonly ICandidateDescriber<TContext, TItem>? _describer;
    private readonly IRanker<TContext, TItem> _ranker;
    private readonly IExplainer<TContext, TItem> _explainer;
    private readonly RecommendationMetrics _metrics;
    private readonly Dependencies? _dependencies;
    private readonly ILogger _logger;
    private readonly bool _isServed;

    internal Recommender(
        RecommenderPlan<TContext, TItem> plan,
        CandidateSearch<TContext, TItem> search,
        IRule<TContext, TItem>[] rules,
        ICandidateDescriber<TContext, TItem>? describer,
        IRanker<TContext, TItem> ranker,
        IExplainer<TContext, TItem> explainer,
        RecommendationMetrics metrics,
        Dependencies? dependencies,
        ILogger logger)
    {
        _search = search;
        _top = new TopList<TContext, TItem>(plan);
        _rules = rules;
        _describer = describer;
        _ranker = ranker;
        _explainer = explainer;
        _metrics = metrics;
        _dependencies = dependencies;
        _logger = logger;
        _isServed = plan.IsServed;
    }

    /// <summary>Recommends.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="take">How many the list should have; there may be more behind it for rows.</param>
    /// <param name="timings">Takes the time of each step; may already hold that of making the context.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async ValueTask<Recommendation<TContext, TItem>> RecommendAsync(
        TContext context, int take, StepTimings timings, CancellationToken cancellationToken)
    {
        using Activity? activity = RecommendationMetrics.Activities.StartActivity("recommend");
        var degraded = new List<Degradation>();
        CandidateSet<TItem> candidates = await _search.FindAsync(context, take, degraded, cancellationToken);
        timings.Step("candidates");

        (int[] kept, float[] factors) = Judge(context, candidates);
        timings.Step("rules");

        if (_describer is not null)
        {
            candidates.Features = await DescribeAsync(_describer, context, candidates, degraded, cancellationToken);
            timings.Step("features");
        }

        var scores = new float[candidates.Count];
        _ranker.Rank(context, candidates, scores);
        var effective = new float[kept.Length];
        for (int i = 0; i < kept.Length; i++)
            effective[i] = -scores[kept[i]] * factors[kept[i]];
        Array.Sort(effective, kept);
        for (int i = 0; i < effective.Length; i++)
            effective[i] = -effective[i];
        timings.Step("rank");

        int[] top = _top.Pick(context, candidates, kept, effective, take);
        timings.Step("diversify");
        if (_isServed)
            _metrics.Answered();
        return new Recommendation<TContext, TItem>(context, candidates, scores, factors, kept, top, degraded, Present);
    }

    private async ValueTask<FeatureTable?> DescribeAsync(
        ICandidateDescriber<TContext, TItem> describer, TContext context, CandidateSet<TItem> candidates, List<Degradation> degraded, CancellationToken cancellationToken)
    {
        var table = new FeatureTable(describer.Names, candidates.Count);
        try
        {
            await describer.DescribeAsync(context, candidates, table, cancellationToken);
            return table;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // A ranker can do with the sources' scores; it is logged, counted and told to the caller.
            var left = new Degradation(FeaturesName, "failed");
            _logger.FeaturesFailed(failure);
            _dependencies?.FellBack(failure, "candidate_scores");
            _metrics.LeftOut(left);
            degraded.Add(left);
            return null;
        }
    }

    private (int[] Kept, float[] Factors) Judge(TContext context, CandidateSet<TItem> candidates)
    {
        var factors = new float[candidates.Count];
        var kept = new int[candidates.Count];
        int count = 0;
        for (int candidate = 0; candidate < factors.Length; candidate++)
        {
            float factor = 1f;
            for (int rule = 0; rule < _rules.Length && factor > 0; rule++)
                factor *= _rules[rule].Judge(context, candidates, candidate).Factor;
            factors[candidate] = factor;
            if (factor > 0)
                kept[count++] = candidate;
        }

        return (kept[..count], factors);
    }

    private Recommended<TItem> Present(
        TContext context, CandidateSet<TItem> candidates, float[] scores, int candidate, int rank, int? preferredSource)
    {
        var sources = new ScoreParts(UsualSources);
        int strongest = -1;
        for (int source = 0; source < candidates.SourceNames.Count; source++)
        {
            if (!candidates.IsFrom(source, candidate))
                continue;
            float score = candidates.NormalisedScore(source, candidate);
            sources.Add(candidates.SourceNames[source], Math.Round(score, 4));
            if (strongest < 0 || score > candidates.NormalisedScore(strongest, candidate))
                strongest = source;
        }

        List<string>? effects = null;
        foreach (IRule<TContext, TItem> rule in _rules)
        {
            RuleEffect effect = rule.Judge(context, candidates, candidate);
            if (effect.Words is { } words)
                (effects ??= []).Add($"{rule.Name}: {words}");
            else if (effect.Factor != 1f)
                (effects ??= []).Add(string.Create(CultureInfo.InvariantCulture, $"{rule.Name} x{effect.Factor:0.##}"));
        }

        return new Recommended<TItem>(
            candidates[candidate],
            rank,
            Math.Round(scores[candidate], 4),
            _explainer.Reason(context, candidates, candidate, preferredSource ?? candidates.DrawnBy(candidate) ?? strongest),
            new Why(sources, _ranker.Parts(context, candidates, candidate), (IReadOnlyList<string>?)effects ?? []))
        {
            Candidate = candidate,
            Propensity = candidates.Propensity(candidate),
        };
    }
}

/// <summary>Begins the declaration of a recommender.</summary>
public static class Recommender
{
    /// <summary>An empty plan; add sources, rules, a ranker, a diversifier and an explainer, then <c>Build</c>.</summary>
    public static RecommenderPlan<TContext, TItem> For<TContext, TItem>()
        where TItem : class, ICatalogueItem => new();
}
