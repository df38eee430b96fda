using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Perto.Platform;

namespace Perto.Recommendations;

/// <summary>A recommender as it is declared: each call gives a new plan, so that a plan can be shared and varied.</summary>
public sealed record RecommenderPlan<TContext, TItem>
    where TItem : class, ICatalogueItem
{
    /// <summary>Time that a source has when the plan names none.</summary>
    public static TimeSpan DefaultBudget { get; } = TimeSpan.FromMilliseconds(40);

    /// <summary>The sources, in order.</summary>
    public IReadOnlyList<PlannedSource> Sources { get; init; } = [];

    /// <summary>The rules, in order.</summary>
    public IReadOnlyList<Type> Rules { get; init; } = [];

    /// <summary>The ranker.</summary>
    public Type? Ranker { get; init; }

    /// <summary>How many of the best go into diversification.</summary>
    public int Keep { get; init; } = 100;

    /// <summary>How the top is spread out; null keeps the ranker's order.</summary>
    public Diversity<TContext, TItem>? Diversity { get; init; }

    /// <summary>Who says why.</summary>
    public Type? Explainer { get; init; }

    /// <summary>Adds a source of candidates.</summary>
    public RecommenderPlan<TContext, TItem> From<TSource>(int take, TimeSpan? budget = null)
        where TSource : ICandidateSource<TContext, TItem> =>
        this with { Sources = [.. Sources, new PlannedSource(typeof(TSource), take, budget ?? DefaultBudget)] };

    /// <summary>Gives every source the same time.</summary>
    public RecommenderPlan<TContext, TItem> Within(TimeSpan budget) =>
        this with { Sources = [.. Sources.Select(planned => planned with { Budget = budget })] };

    /// <summary>Adds a rule.</summary>
    public RecommenderPlan<TContext, TItem> Apply<TRule>()
        where TRule : IRule<TContext, TItem> => this with { Rules = [.. Rules, typeof(TRule)] };

    /// <summary>Sets the ranker.</summary>
    public RecommenderPlan<TContext, TItem> RankBy<TRanker>(int keep)
        where TRanker : IRanker<TContext, TItem> => this with { Ranker = typeof(TRanker), Keep = keep };

    /// <summary>Spreads out the top.</summary>
    /// <param name="mmr">The balance of relevance and difference.</param>
    /// <param name="similarity">Similarity of two items, 0..1.</param>
    /// <param name="atLeast">How many different labels the result should show.</param>
    /// <param name="distinct">The labels of an item.</param>
    public RecommenderPlan<TContext, TItem> Diversify(
        Mmr mmr,
        Func<TContext, TItem, TItem, float> similarity,
        int atLeast = 0,
        Func<TItem, IReadOnlyList<string>>? distinct = null) =>
        this with { Diversity = new Diversity<TContext, TItem>(mmr, similarity, atLeast, distinct) };

    /// <summary>Sets who says why.</summary>
    public RecommenderPlan<TContext, TItem> Explain<TExplainer>()
        where TExplainer : IExplainer<TContext, TItem> => this with { Explainer = typeof(TExplainer) };

    /// <summary>Makes the recommender; its parts are created once, with their services from <paramref name="services"/>.</summary>
    /// <exception cref="InvalidOperationException">The plan has no source, ranker or explainer.</exception>
    public Recommender<TContext, TItem> Build(IServiceProvider services)
    {
        if (Sources.Count == 0 || Ranker is null || Explainer is null)
            throw new InvalidOperationException("A recommender needs at least one source, a ranker and an explainer.");
        return new Recommender<TContext, TItem>(
            this,
            [.. Sources.Select(planned => Create<ICandidateSource<TContext, TItem>>(services, planned.Source))],
            [.. Rules.Select(rule => Create<IRule<TContext, TItem>>(services, rule))],
            Create<IRanker<TContext, TItem>>(services, Ranker),
            Create<IExplainer<TContext, TItem>>(services, Explainer),
            services.GetRequiredService<RecommendationMetrics>(),
            services.GetService<Dependencies>(),
            services.GetRequiredService<ILoggerFactory>().CreateLogger<Recommender<TContext, TItem>>());
    }

    private static T Create<T>(IServiceProvider services, Type type) => (T)ActivatorUtilities.CreateInstance(services, type);
}
