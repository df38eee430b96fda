namespace Perto.Streaming;

/// <summary>The person beside the candidate, from their history.</summary>
internal static class InteractionFeatures
{
    public static IReadOnlyList<HomeFeature> All { get; } =
    [
        new("user_genre_affinity", "0..1", "How much of the person's liking goes to its genres: mean over them, the strongest genre = 1", "no history", facts => Known(facts, facts.Genres.Affinity)),
        new("user_genre_view_share", "0..1", "Part of the person's viewings with the most frequent of its genres", "no viewing was counted, or it has no genre", facts => facts.Genres.ViewShare),
        new("similar_content_watched", "0..50", "Of the latest 50 titles watched, those that share half of the genres or more", "never", facts => facts.Genres.Alike),
        new("cast_affinity", "0..1", "Liking of who acts in it: the best, the most liked of all = 1", "no cast of it, or of what was watched", facts => facts.Tastes.Cast(facts.People, facts.Title)),
        new("director_affinity", "0..1", "The same for who directed it", "no director of it, or of what was watched", facts => facts.Tastes.Directors(facts.People, facts.Title)),
        new("days_since_genre", "days, 0 and up", "Since something of one of its genres was watched", "never watched", facts => facts.Genres.LastAt is { } at ? facts.DaysSince(at) : double.NaN),
        new("is_watched", "0, 1", "Watched or rated before", "never", facts => facts.Entry is { IsWatched: true } ? 1 : 0),
        new("watched_percentage", "0..1", "Watched fraction of the latest viewing", "not viewed", facts => facts.Entry?.Progress ?? double.NaN),
        new("progress_in_progress", "0.1..0.9", "The same where it is begun and not finished", "not in progress", facts => facts.Entry is { IsInProgress: true } entry ? entry.Progress!.Value : double.NaN),
        new("days_since_watched", "days, 0 and up", "Since it was viewed or rated last", "neither", facts => facts.Entry is { } entry ? facts.DaysSince(entry.At) : double.NaN),
        new("duration_match", "0..1", "Shorter by longer of its length and the mean length of the titles viewed", "one of them is not known", DurationMatch),
        new("rating_distance", "-4.5..4.5", "Its mean rating less that of the person", "one of them is not known", facts => facts.Activity.AverageRating - facts.Person.AverageRating),
        new("language_match", "0, 1", "Can be heard in a language that the profile wants", "no languages of the profile or of the title", LanguageMatch),
        new("maturity_distance", "years", "The age of the profile less that from which it may be seen", "one of them is not known", facts => facts.Context.Profile?.Maturity - facts.Title.Maturity ?? double.NaN),
    ];

    private static double Known(CandidateFacts facts, double value) => facts.Context.Person.History.Entries.Count > 0 ? value : double.NaN;

    private static double DurationMatch(CandidateFacts facts) => facts.Title.DurationMinutes is { } minutes and > 0
        ? Math.Min(minutes, facts.Person.MeanMinutes) / Math.Max(minutes, facts.Person.MeanMinutes)
        : double.NaN;

    private static double LanguageMatch(CandidateFacts facts)
    {
        if (facts.Context.Profile is not { Languages: { Count: > 0 } wanted } || facts.Title.Languages.Count == 0)
            return double.NaN;
        for (int i = 0; i < facts.Title.Languages.Count; i++)
        {
            for (int j = 0; j < wanted.Count; j++)
            {
                if (string.Equals(facts.Title.Languages[i], wanted[j], StringComparison.OrdinalIgnoreCase))
                    return 1;
            }
        }
        return 0;
    }
}
