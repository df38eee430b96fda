using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>The home page as it is declared: where titles come from, how they are ranked, and in which rows they stand.</summary>
public static class HomePlan
{
    private const int MostPins = 50;

    /// <summary>Name of the row of the list itself.</summary>
    public const string TopPicksRow = "top_picks";

    /// <summary>Name of the row of what most people watch, on a page that knows nothing of the person.</summary>
    public const string PopularRow = "popular";

    private const int MostPopular = 200;
    private const int PopularGenreRows = 6;

    /// <summary>The walk from a person to a list of titles.</summary>
    public static RecommenderPlan<HomeContext, Title> Titles(StreamingSettings settings) => Titles(settings, settings.Diversity.Lambda, settings.ExplorationShare);

    /// <summary>The same with what an experiment may say otherwise.</summary>
    /// <param name="settings">All else.</param>
    /// <param name="lambda">How much relevance counts against difference, 0 to 1.</param>
    /// <param name="exploration">Share of the first 20 that is drawn.</param>
    public static RecommenderPlan<HomeContext, Title> Titles(StreamingSettings settings, double lambda, double exploration) => Recommender.For<HomeContext, Title>()
        .From<CollaborativeNeighbours>(settings, settings.Sources.Collaborative, plan => plan.OrElse<PopularHere>())
        .From<SimilarToRecentlyWatched>(settings, settings.Sources.Similar)
        .From<LikeWhatYouWatch>(settings, settings.Sources.Content, plan => plan.OrElse<PopularHere>())
        .From<TrendingNow>(settings, settings.Sources.Trending, plan => plan.OrElse<PopularHere>())
        .From<NewInFavouriteGenres>(settings, settings.Sources.New)
        .From<ContinueWatching>(settings, settings.Sources.ContinueWatching)
        .From<Pinned>(MostPins, Budget(settings, null))
        .Explore<Exploration>(settings.Sources.Exploration.Enabled ? exploration : 0, Budget(settings, settings.Sources.Exploration.BudgetMs), context => context.Seed)
        .Apply<AvailableHere>()
        .Apply<FitForProfile>()
        .Apply<AlreadySeen>()
        .Apply<Fatigue>()
        .Apply<OriginalsBoost>()
        .Apply<PinnedPlace>()
        .ApplyAll(_ => HouseRule.Of(settings.Rules))
        .Describe<HomeFeatures>()
        .RankBy<LearnedRanker>(keep: 100)
        .Diversify(
            settings.Diversity.Method == DiversityMethod.Dpp ? Dpp.With(lambda) : Mmr.With(lambda),
            Similarity,
            settings.Diversity.Genres,
            title => title.Genres,
            new KindShare<HomeContext, Title>(IsOutside, settings.Diversity.OutsideAtLeast, settings.Diversity.OutsideAtMost),
            new KindShare<HomeContext, Title>(IsRecent, settings.Diversity.RecentAtLeast),
            new KindShare<HomeContext, Title>(IsOlder, settings.Diversity.OlderAtLeast))
        .Explain<BecauseYouWatched>();

    /// <summary>
    /// A list that knows nothing of the person but what they may see and what they have seen: what the personal one is compared with.
    /// </summary>
    public static RecommenderPlan<HomeContext, Title> Popular(StreamingSettings settings) => Recommender.For<HomeContext, Title>()
        .From<PopularHere>(MostPopular, Budget(settings, null))
        .From<TrendingNow>(settings.Sources.Trending.Take, Budget(settings, settings.Sources.Trending.BudgetMs))
        .From<ContinueWatching>(settings, settings.Sources.ContinueWatching)
        .From<Pinned>(MostPins, Budget(settings, null))
        .Apply<AvailableHere>()
        .Apply<FitForProfile>()
        .Apply<AlreadySeen>()
        .Apply<PinnedPlace>()
        .ApplyAll(_ => HouseRule.Of(settings.Rules))
        .RankBy<PopularRanker>(keep: 100)
        .Explain<BecauseYouWatched>();

    /// <summary>The rows of a page of such a list.</summary>
    public static RowPlan<HomeContext, Title> PopularRows { get; } = new RowPlan<HomeContext, Title>()
        .FromSource(ContinueWatching.SourceName, "continue_watching", "Continue watching", take: 10)
        .TopPicks(PopularRow, "Popular now", take: 20)
        .FromSource(TrendingNow.SourceName, "trending", "Trending now", take: 20, atLeast: 4)
        .PerLabel(
            PopularGenres,
            (title, genre) => title.Genres.Contains(genre),
            RowOfGenre,
            genre => $"Popular in {genre}",
            take: 20,
            atLeast: 4)
        .Pin(context => context.Pins);

    /// <summary>The rows of the page, from top to bottom.</summary>
    public static RowPlan<HomeContext, Title> Rows { get; } = new RowPlan<HomeContext, Title>()
        .FromSource(ContinueWatching.SourceName, "continue_watching", "Continue watching", take: 10)
        .TopPicks(TopPicksRow, "Top picks for you", take: 20)
        .PerAnchor(
            SimilarToRecentlyWatched.SourceName, "because_you_watched", BecauseYouWatched.For, rows: 3, take: 20, atLeast: 4)
        .FromSource(TrendingNow.SourceName, "trending", "Trending now", take: 20, atLeast: 4)
        .FromSource(NewInFavouriteGenres.SourceName, "new_for_you", "New for you", take: 20, atLeast: 4)
        .PerLabel(
            context => context.Person.History.FavouriteGenres,
            (title, genre) => title.Genres.Contains(genre),
            RowOfGenre,
            genre => $"{genre} for you",
            take: 20,
            atLeast: 4)
        .Pin(context => context.Pins);

    /// <summary>Whether a title is outside of the comfort zone: of none of the favourite genres. For somebody who has none, nothing is.</summary>
    internal static bool IsOutside(HomeContext context, Title title) =>
        context.Person.History.FavouriteGenres is { Count: > 0 } favourites && !title.Genres.Any(favourites.Contains);

    /// <summary>Whether a title is of the last two years of the catalogue.</summary>
    internal static bool IsRecent(HomeContext context, Title title) => title.Year > NewestYear(context) - RecentYears;

    /// <summary>Whether a title is older than that.</summary>
    internal static bool IsOlder(HomeContext context, Title title) => title.Year <= NewestYear(context) - RecentYears;

    private const int RecentYears = 2;

    // As many as a person has favourites, so that a page is not better for having more rows.
    private static IReadOnlyList<string> PopularGenres(HomeContext context) =>
    [
        .. context.Shelf.Popular.Take(MostPopular)
            .SelectMany(title => title.Genres)
            .GroupBy(genre => genre, StringComparer.Ordinal)
            .OrderByDescending(genre => genre.Count())
            .ThenBy(genre => genre.Key, StringComparer.Ordinal)
            .Take(PopularGenreRows)
            .Select(genre => genre.Key),
    ];

    private static string RowOfGenre(string genre) => "genre_" + genre.ToLowerInvariant().Replace('-', '_').Replace(' ', '_');

    private static int? NewestYear(HomeContext context) => context.Catalogue.Newest is [var newest, ..] ? newest.Year : null;

    private static RecommenderPlan<HomeContext, Title> From<TSource>(
        this RecommenderPlan<HomeContext, Title> plan,
        StreamingSettings settings,
        SourceSettings source,
        Func<RecommenderPlan<HomeContext, Title>, RecommenderPlan<HomeContext, Title>>? and = null)
        where TSource : ICandidateSource<HomeContext, Title>
    {
        if (!source.Enabled)
            return plan;
        plan = plan.From<TSource>(source.Take, Budget(settings, source.BudgetMs));
        return and is null ? plan : and(plan);
    }

    private static TimeSpan Budget(StreamingSettings settings, int? own) => TimeSpan.FromMilliseconds(own ?? settings.SourceBudgetMs);

    // The model's view of likeness where it knows both titles, else the share of genres in common.
    private static float Similarity(HomeContext context, Title a, Title b) =>
        context.Model?.Similarity(a, b) ?? Genres.Shared(a, b);
}
