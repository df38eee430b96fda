using System.Diagnostics;
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
    // Different labels are promised for the first screen.
    private const int DiversityWindow = 20;

    private readonly RecommenderPlan<TContext, TItem> _plan;
    private readonly ICandidateSource<TContext, TItem>[] _sources;
    private readonly IRule<TContext, TItem>[] _rules;
    private readonly IRanker<TContext, TItem> _ranker;
    private readonly IExplainer<TContext, TItem> _explainer;
    private readonly RecommendationMetrics _metrics;
    private readonly Dependencies? _dependencies;
    private readonly ILogger _logger;
    private readonly string[] _sourceNames;
    private readonly int _capacity;

    internal Recommender(
        RecommenderPlan<TContext, TItem> plan,
        ICandidateSource<TContext, TItem>[] sources,
        IRule<TContext, TItem>[] rules,
        IRanker<TContext, TItem> ranker,
        IExplainer<TContext, TItem> explainer,
        RecommendationMetrics metrics,
        Dependencies? dependencies,
        ILogger logger)
    {
        _plan = plan;
        _sources = sources;
        _rules = rules;
        _ranker = ranker;
        _explainer = explainer;
        _metrics = metrics;
        _dependencies = dependencies;
        _logger = logger;
        _sourceNames = [.. sources.Select(source => source.Name)];
        _capacity = plan.Sources.Sum(planned => planned.Take);
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
        CandidateSet<TItem> candidates = await FindAsync(context, degraded, cancellationToken);
        timings.Step("candidates");

        (int[] kept, float[] factors) = Judge(context, candidates);
        timings.Step("rules");

        var scores = new float[candidates.Count];
        _ranker.Rank(context, candidates, scores);
        var effective = new float[kept.Length];
        for (int i = 0; i < kept.Length; i++)
            effective[i] = -scores[kept[i]] * factors[kept[i]];
        Array.Sort(effective, kept);
        timings.Step("rank");

        int[] top = Spread(context, candidates, kept, effective, take);
        timings.Step("diversify");
        _metrics.Answered();
        return new Recommendation<TContext, TItem>(context, candidates, scores, kept, top, degraded, Present);
    }

    private async ValueTask<CandidateSet<TItem>> FindAsync(
        TContext context, List<Degradation> degraded, CancellationToken cancellationToken)
    {
        using var spent = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        long start = Stopwatch.GetTimestamp();
        var running = new Task<IReadOnlyList<Scored<TItem>>>[_sources.Length];
        for (int i = 0; i < _sources.Length; i++)
        {
            ICandidateSource<TContext, TItem> source = _sources[i];
            int take = _plan.Sources[i].Take;
            running[i] = Task.Run(() => source.FindAsync(context, take, spent.Token).AsTask(), spent.Token);
        }

        var candidates = new CandidateSet<TItem>(_sourceNames, _capacity);
        for (int i = 0; i < _sources.Length; i++)
        {
            TimeSpan budget = _plan.Sources[i].Budget;
            Degradation? left = await WaitAsync(running[i], budget - Stopwatch.GetElapsedTime(start), _sourceNames[i], budget, cancellationToken);
            if (left is null)
            {
                candidates.Add(i, await running[i]);
                continue;
            }

            degraded.Add(left);
            _metrics.LeftOut(left);
        }

        // Whoever is late may stop now; nobody waits for it.
        if (degraded.Count > 0)
            await spent.CancelAsync();
        return candidates;
    }

    private async ValueTask<Degradation?> WaitAsync(
        Task<IReadOnlyList<Scored<TItem>>> source, TimeSpan left, string name, TimeSpan budget, CancellationToken cancellationToken)
    {
        try
        {
            if (!source.IsCompleted)
                await source.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken);
            else
                await source;
            return null;
        }
        catch (TimeoutException) when (!source.IsFaulted)
        {
            // It may have come in between the time-out and this line.
            if (source.IsCompletedSuccessfully)
                return null;
            _logger.SourceLate(name, budget.TotalMilliseconds);
            ObserveLater(source);
            // What kept it is not known: the answer names the source.
            DegradedRequest.Note(name);
            return new Degradation(name, "late");
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // Any failure of one source costs that source only; it is logged, counted and told to the caller.
            _logger.SourceFailed(name, failure);
            _dependencies?.FellBack(failure, "other_sources");
            return new Degradation(name, "failed");
        }
    }

    // A late source that fails after all must not surface as an unobserved exception.
    private static void ObserveLater(Task late) =>
        _ = late.ContinueWith(
            static finished => finished.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

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

    private int[] Spread(TContext context, CandidateSet<TItem> candidates, int[] kept, float[] negated, int take)
    {
        if (_plan.Diversity is not { } diversity)
            return kept[..Math.Min(take, kept.Length)];
        int pool = Math.Min(Math.Max(_plan.Keep, take), kept.Length);
        var relevance = new float[pool];
        float best = pool > 0 ? -negated[0] : 0f;
        for (int i = 0; i < pool; i++)
            relevance[i] = best > 0 ? -negated[i] / best : 0f;
        Func<int, IReadOnlyList<string>>? labels =
            diversity.Distinct is { } distinct ? index => distinct(candidates[kept[index]]) : null;
        int[] picked = diversity.Mmr.Pick(
            relevance,
            (a, b) => diversity.Similarity(context, candidates[kept[a]], candidates[kept[b]]),
            take,
            labels,
            AtLeast(diversity.AtLeast, take),
            DiversityWindow);
        for (int i = 0; i < picked.Length; i++)
            picked[i] = kept[picked[i]];
        return picked;
    }

    // A list of five cannot show what twenty can: its share, rounded up.
    private static int AtLeast(int inWindow, int take) =>
        (int)Math.Ceiling(inWindow * Math.Min(take, DiversityWindow) / (double)DiversityWindow);

    private Recommended<TItem> Present(
        TContext context, CandidateSet<TItem> candidates, float[] scores, int candidate, int rank, int? preferredSource)
    {
        var sources = new Dictionary<string, double>(StringComparer.Ordinal);
        int strongest = -1;
        for (int source = 0; source < _sourceNames.Length; source++)
        {
            if (!candidates.IsFrom(source, candidate))
                continue;
            float score = candidates.NormalisedScore(source, candidate);
            sources[_sourceNames[source]] = Math.Round(score, 4);
            if (strongest < 0 || score > candidates.NormalisedScore(strongest, candidate))
                strongest = source;
        }

        var effects = new List<string>();
        foreach (IRule<TContext, TItem> rule in _rules)
        {
            float factor = rule.Judge(context, candidates, candidate).Factor;
            if (factor != 1f)
                effects.Add($"{rule.Name} x{factor:0.##}");
        }

        return new Recommended<TItem>(
            candidates[candidate],
            rank,
            Math.Round(scores[candidate], 4),
            _explainer.Reason(context, candidates, candidate, preferredSource ?? strongest),
            new Why(sources, _ranker.Parts(context, candidates, candidate), effects));
    }
}

/// <summary>Begins the declaration of a recommender.</summary>
public static class Recommender
{
    /// <summary>An empty plan; add sources, rules, a ranker, a diversifier and an explainer, then <c>Build</c>.</summary>
    public static RecommenderPlan<TContext, TItem> For<TContext, TItem>()
        where TItem : class, ICatalogueItem => new();
}
