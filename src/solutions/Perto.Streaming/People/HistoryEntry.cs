namespace Perto.Streaming;

/// <summary>What a person did with one title: the last view and the rating together.</summary>
/// <param name="Title">The title.</param>
/// <param name="At">Latest moment, in Unix microseconds.</param>
/// <param name="Rating">0.5..5, if the person rated it.</param>
/// <param name="Progress">Watched fraction 0..1 of the latest view, if there is a view.</param>
public sealed record HistoryEntry(Title Title, long At, double? Rating, double? Progress)
{
    /// <summary>From this part on a view counts as watched; below it somebody only looked in.</summary>
    public const double WatchedFrom = 0.1;

    /// <summary>Rated, or viewed for 10 % at least.</summary>
    public bool IsWatched => Rating is not null || Progress >= WatchedFrom;

    /// <summary>Started, not finished: 10 to 90 %.</summary>
    public bool IsInProgress => Progress is >= WatchedFrom and <= 0.9;

    /// <summary>
    /// Strength of the liking on 0..5: the rating, else watched fraction x 5.
    /// </summary>
    public double ImplicitRating => Rating ?? (Progress ?? 0) * 5;

    /// <summary>Good enough to recommend from.</summary>
    public bool IsLiked => ImplicitRating >= 3.5;
}
