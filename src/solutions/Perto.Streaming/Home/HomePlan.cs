using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>The home page as it is declared: where titles come from, how they are ranked, and in which rows they stand.</summary>
public static class HomePlan
{
    /// <summary>The walk from a person to a list of titles.</summary>
    public static RecommenderPlan<HomeContext, Title> Titles { get; } = Recommender.For<HomeContext, Title>()
        .From<CollaborativeNeighbours>(take: 200)
        .From<SimilarToRecentlyWatched>(take: 100)
        .From<TrendingNow>(take: 100)
        .From<NewInFavouriteGenres>(take: 50)
        .From<ContinueWatching>(take: 10)
        .Apply<AlreadySeen>()
        .RankBy<HomeRanker>(keep: 100)
        .Diversify(Mmr.With(lambda: 0.7), Similarity, atLeast: 5, distinct: title => title.Genres)
        .Explain<BecauseYouWatched>();

    /// <summary>The rows of the page, from top to bottom.</summary>
    public static RowPlan<HomeContext, Title> Rows { get; } = new RowPlan<HomeContext, Title>()
        .FromSource(ContinueWatching.SourceName, "continue_watching", "Continue watching", take: 10)
        .TopPicks("top_picks", "Top picks for you", take: 20)
        .PerAnchor(
            SimilarToRecentlyWatched.SourceName, "because_you_watched", BecauseYouWatched.For, rows: 3, take: 20, atLeast: 4)
        .FromSource(TrendingNow.SourceName, "trending", "Trending now", take: 20, atLeast: 4)
        .FromSource(NewInFavouriteGenres.SourceName, "new_for_you", "New for you", take: 20, atLeast: 4)
        .PerLabel(
            context => context.Person.History.FavouriteGenres,
            (title, genre) => title.Genres.Contains(genre),
            genre => "genre_" + genre.ToLowerInvariant().Replace('-', '_').Replace(' ', '_'),
            genre => $"{genre} for you",
            take: 20,
            atLeast: 4);

    // The model's view of likeness where it knows both titles, else the share of genres in common.
    private static float Similarity(HomeContext context, Title a, Title b) =>
        context.Model?.Similarity(a, b) ?? SharedGenres(a, b);

    private static float SharedGenres(Title a, Title b)
    {
        int shared = a.Genres.Count(b.Genres.Contains);
        int all = a.Genres.Count + b.Genres.Count - shared;
        return all == 0 ? 0 : (float)shared / all;
    }
}
