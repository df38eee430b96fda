namespace Perto.Streaming;

/// <summary>Who asks; the same for all candidates of a request.</summary>
internal static class PersonFeatures
{
    private const string NoViewing = "no viewing was counted";

    public static IReadOnlyList<HomeFeature> All { get; } =
    [
        new("user_total_watch_hours", "hours, 0 and up", "Hours watched in all; from fraction and length of the title where the player tells no seconds", "nothing watched was counted", facts => facts.Person.WatchHours),
        new("user_view_count", "0 and up", "Viewings begun in all", NoViewing, facts => facts.Person.ViewCount),
        new("user_session_count", "0 and up", "Sessions: runs of viewings, each begun within three hours of the one before", NoViewing, facts => facts.Person.Sessions),
        new("user_average_session", "minutes, 0 and up", "Watched time by session", NoViewing, facts => facts.Person.SessionMinutes),
        new("user_completion_rate", "0..1", "Mean watched fraction of the viewings", NoViewing, facts => facts.Person.CompletionRate),
        new("user_binge_score", "0 and up", "Sessions of three different titles or more in the last 30 days", NoViewing, facts => facts.Person.BingeScore),
        new("user_mean_duration", "minutes, above 0", "Mean length of the titles viewed", "no length of a viewed title is known", facts => facts.Person.MeanMinutes),
        new("user_rating_count", "0 and up", "Titles rated", "no rating was counted", facts => facts.Person.RatingCount),
        new("user_average_rating", "0.5..5", "Mean of the ratings, each title with its latest", "no rating was counted", facts => facts.Person.AverageRating),
        new("user_days_since_active", "days, 0 and up", "Since the latest viewing begun", NoViewing, facts => facts.Person.DaysSinceActive),
        new("user_history_length", "0..10,000", "Titles in the history that pages are made from", "never", facts => facts.Context.Person.History.Entries.Count),
    ];
}
