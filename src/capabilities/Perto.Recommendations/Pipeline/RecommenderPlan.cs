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

    /// <summary>The rules, in order: each entry makes one or several.</summary>
    public IReadOnlyList<Func<IServiceProvider, IEnumerable<IRule<TContext, TItem>>>> Rules { get; init; } = [];

    /// <summary>The ranker.</summary>
    public Type? Ranker { get; init; }

    /// <summary>Who describes the candidates in numbers; null for nobody.</summary>
    public Type? Describer { get; init; }

    /// <summary>How many of the best go into diversification.</summary>
    public int Keep { get; init; } = 100;

    /// <summary>Decides where what was drawn stands.</summary>
    internal Func<TContext, long> PlaceSeed { get; init; } = static _ => 0;

    /// <summary>How the top is spread out; null keeps the ranker's order.</summary>
    public Diversity<TContext, TItem>? Diversity { get; init; }

    /// <summary>Who says why.</summary>
    public Type? Explainer { get; init; }

    /// <summary>Whether somebody waits for what it makes: what is made beforehand is no request, and is not counted as one.</summary>
    public bool IsServed { get; init; } = true;

    /// <summary>Adds a source of candidates.</summary>
    public RecommenderPlan<TContext, TItem> From<TSource>(int take, TimeSpan? budget = null)
        where TSource : ICandidateSource<TContext, TItem> =>
        this with { Sources = [.. Sources, new PlannedSource(typeof(TSource), take, budget ?? DefaultBudget)] };

    /// <summary>
    /// Names the source that takes the place of the one added last when that is late, fails or finds nothing. Asked only then, for as many candidates and with as
    /// much time, so it should be one that needs nothing but memory. It may take the place of several, and is asked once.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no source yet.</exception>
    public RecommenderPlan<TContext, TItem> OrElse<TSource>()
        where TSource : ICandidateSource<TContext, TItem> => Sources.Count == 0
            ? throw new InvalidOperationException("A source comes before the one that takes its place.")
            : this with { Sources = [.. Sources.SkipLast(1), Sources[^1] with { OrElse = typeof(TSource) }] };

    /// <summary>
    /// Keeps places in the first 20 of the list for what a source draws: it is asked for as many as there are places, and says of each with which probability it drew
    /// it (<see cref="Scored{TItem}.Propensity"/>). They are drawn before the list is picked, so that the probability does not hang on the list.
    /// </summary>
    /// <param name="share">Share of the first 20, 0 to 1, rounded down to whole items.</param>
    /// <param name="budget">How long the source may take.</param>
    /// <param name="seed">Decides where what was drawn stands; null for the same places in every list.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is outside 0..1.</exception>
    public RecommenderPlan<TContext, TItem> Explore<TSource>(double share, TimeSpan? budget = null, Func<TContext, long>? seed = null)
        where TSource : ICandidateSource<TContext, TItem> => share is >= 0 and <= 1
            ? this with
            {
                Sources = [.. Sources, new PlannedSource(typeof(TSource), FirstItems.Count, budget ?? DefaultBudget) { Share = share }],
                PlaceSeed = seed ?? PlaceSeed,
            }
            : throw new ArgumentOutOfRangeException(nameof(share), share, "share must be between 0 and 1");

    /// <summary>Gives every source the same time.</summary>
    public RecommenderPlan<TContext, TItem> Within(TimeSpan budget) =>
        this with { Sources = [.. Sources.Select(planned => planned with { Budget = budget })] };

    /// <summary>Adds a rule.</summary>
    public RecommenderPlan<TContext, TItem> Apply<TRule>()
        where TRule : IRule<TContext, TItem> => ApplyAll(services => [Create<IRule<TContext, TItem>>(services, typeof(TRule))]);

    /// <summary>Adds rules that are made when the recommender is: those of the settings.</summary>
    public RecommenderPlan<TContext, TItem> ApplyAll(Func<IServiceProvider, IEnumerable<IRule<TContext, TItem>>> rules) =>
        this with { Rules = [.. Rules, rules] };

    /// <summary>Sets who describes the candidates in numbers.</summary>
    public RecommenderPlan<TContext, TItem> Describe<TDescriber>()
        where TDescriber : ICandidateDescriber<TContext, TItem> => this with { Describer = typeof(TDescriber) };

    /// <summary>Sets the ranker.</summary>
    public RecommenderPlan<TContext, TItem> RankBy<TRanker>(int keep)
        where TRanker : IRanker<TContext, TItem> => this with { Ranker = typeof(TRanker), Keep = keep };

    /// <summary>Spreads out the top.</summary>
    /// <param name="diversifier">Balances relevance and difference: <see cref="Mmr"/> or <see cref="Dpp"/>.</param>
    /// <param name="similarity">Similarity of two items, 0..1.</param>
    /// <param name="atLeast">How many different labels the result should show.</param>
    /// <param name="distinct">The labels of an item.</param>
    /// <param name="shares">Shares of the first 20 that are to be of a kind.</param>
    public RecommenderPlan<TContext, TItem> Diversify(
        IDiversifier diversifier,
        Func<TContext, TItem, TItem, float> similarity,
        int atLeast = 0,
        Func<TItem, IReadOnlyList<string>>? distinct = null,
        params IReadOnlyList<KindShare<TContext, TItem>> shares) =>
        this with { Diversity = new Diversity<TContext, TItem>(diversifier, similarity, atLeast, distinct) { Shares = shares } };

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
            new CandidateSearch<TContext, TItem>(
                [.. Sources.Select(planned => new SearchedSource<TContext, TItem>(Source(planned.Source), planned))],
                [.. Fallbacks().Select(Source)],
                services.GetRequiredService<RecommendationMetrics>(),
                services.GetService<Dependencies>(),
                services.GetRequiredService<ILoggerFactory>().CreateLogger<Recommender<TContext, TItem>>()),
            [.. Rules.SelectMany(rules => rules(services))],
            Describer is null ? null : Create<ICandidateDescriber<TContext, TItem>>(services, Describer),
            Create<IRanker<TContext, TItem>>(services, Ranker),
            Create<IExplainer<TContext, TItem>>(services, Explainer),
            services.GetRequiredService<RecommendationMetrics>(),
            services.GetService<Dependencies>(),
            services.GetRequiredService<ILoggerFactory>().CreateLogger<Recommender<TContext, TItem>>());

        ICandidateSource<TContext, TItem> Source(Type type) => Create<ICandidateSource<TContext, TItem>>(services, type);
    }

    // What takes a place and is not asked anyway.
    private IEnumerable<Type> Fallbacks() =>
        Sources.Select(planned => planned.OrElse).OfType<Type>().Distinct().Where(type => Sources.All(planned => planned.Source != type));

    private static T Create<T>(IServiceProvider services, Type type) => (T)ActivatorUtilities.CreateInstance(services, type);
}
