using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>Says why a title is on the page, from the source that found it.</summary>
public sealed class BecauseYouWatched : IExplainer<HomeContext, Title>
{
    /// <inheritdoc/>
    public string Reason(HomeContext context, CandidateSet<Title> candidates, int candidate, int source) =>
        candidates.SourceNames[source] switch
        {
            SimilarToRecentlyWatched.SourceName => For(candidates.Because(source, candidate)!),
            CollaborativeNeighbours.SourceName => "People with your taste watched this",
            TrendingNow.SourceName => "Trending",
            NewInFavouriteGenres.SourceName => NewIn(context, candidates[candidate]),
            ContinueWatching.SourceName => "Continue watching",
            LikeWhatYouWatch.SourceName => ContentTaste.Of(context.Person.History)?.Reason(candidates[candidate]) ?? "Like what you watch",
            PopularHere.SourceName => "Popular",
            Exploration.SourceName => "Something different",
            Pinned.SourceName => "Featured",
            string other => $"Found by {other}",
        };

    /// <summary>The sentence for titles near to <paramref name="watched"/>.</summary>
    internal static string For(Title watched) => $"Because you watched {watched.Name}";

    private static string NewIn(HomeContext context, Title title)
    {
        string? genre = title.Genres.FirstOrDefault(context.Person.History.FavouriteGenres.Contains);
        return genre is null ? "New" : $"New in {genre}";
    }
}
