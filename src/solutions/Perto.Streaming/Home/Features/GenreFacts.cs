namespace Perto.Streaming;

/// <summary>What a person has to do with the genres of a title: the same for all titles of these genres.</summary>
/// <param name="Affinity">How much of the liking goes to them: mean over them, the strongest genre = 1.</param>
/// <param name="ViewShare">The part of the viewings with the most frequent of them; NaN where nothing was counted, or there are none.</param>
/// <param name="LastAt">When something of one of them was watched last, in Unix microseconds; null when never.</param>
/// <param name="Alike">How many of the titles watched lately share half of the genres or more.</param>
internal sealed record GenreFacts(double Affinity, double ViewShare, long? LastAt, int Alike)
{
    /// <summary>Those of a title.</summary>
    /// <param name="history">Of the person.</param>
    /// <param name="person">What the feature store knows of them.</param>
    /// <param name="title">The title.</param>
    /// <param name="mask">Its genres.</param>
    /// <param name="recent">Those of the titles watched lately.</param>
    public static GenreFacts Of(History history, PersonActivity person, Title title, ulong mask, ReadOnlySpan<ulong> recent) =>
        new(history.GenreAffinity(title), person.GenreShare(title), history.Tastes.LastOfGenre(title), GenreMasks.CountAlike(mask, recent));
}
