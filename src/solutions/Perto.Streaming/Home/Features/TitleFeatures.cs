namespace Perto.Streaming;

/// <summary>What the candidate is, and what everybody does with it.</summary>
internal static class TitleFeatures
{
    private const string NoViewing = "no viewing of it was counted";
    private const string NotKnown = "not known";

    // A title that was shown rarely is taken for one that is opened once in twenty times.
    private const double PriorClicks = 1;
    private const double PriorImpressions = 20;

    public static IReadOnlyList<HomeFeature> All { get; } =
    [
        new("content_view_count", "0 and up", "Viewings in all", NoViewing, facts => facts.Activity.Views),
        new("content_view_count_7d", "0 and up", "Viewings of the running day and the six before, UTC", NoViewing, facts => facts.Activity.Views7d),
        new("content_view_count_24h", "0 and up", "Viewings of the running hour and the 23 before", NoViewing, facts => facts.Activity.Views24h),
        new("content_popularity_score", "0 and up", "Sum of .9^(age in days) over viewings and ratings", "no viewing or rating of it was counted", facts => facts.Popularity),
        new("content_popularity_share", "0..1", "Its part of the popularity scores of all titles", "no viewing or rating of it was counted", Share),
        new("content_novelty", "bits, 0 and up", "-log2 of its part of the popularity scores, with one more for each title of the catalogue", "no viewing or rating in the service was counted", Novelty),
        new("content_trending_score", "above 0", "(viewings of 24 hours + 1) / (daily mean of the 7 days before + 1)", NoViewing, facts => facts.Activity.Trending(facts.Context.At)),
        new("content_completion", "0..1", "Mean watched fraction of its viewings", NoViewing, facts => facts.Activity.Completion),
        new("content_avg_rating", "0.5..5", "Mean rating, each person with their latest", "no rating of it was counted", facts => facts.Activity.AverageRating),
        new("content_rating_count", "0 and up", "People who rated it", "no rating of it was counted", facts => facts.Activity.RatingCount),
        new("content_ctr", "0..1", "(clicks + 1) / (impressions + 20)", "no impression of it was counted", facts => Math.Min(1, (facts.Activity.Clicks + PriorClicks) / (facts.Activity.Impressions + PriorImpressions))),
        new("content_days_since_release", "days, 0 and up", "Since the day it came out; since the first of July where only the year is known", NotKnown, Released),
        new("content_days_since_added", "days, 0 and up", "Since the service has it", NotKnown, facts => facts.Title.AddedOn is { } day ? facts.DaysSince(day) : double.NaN),
        new("content_duration", "minutes, above 0", "Length of the film, or of an episode", NotKnown, facts => facts.Title.DurationMinutes ?? double.NaN),
        new("content_quality", "1, 2, 3", "Best picture: standard, high, ultra high definition", "never", facts => facts.Title.Quality switch
        {
            PictureQuality.Sd => 1,
            PictureQuality.Hd => 2,
            _ => 3,
        }),
        new("content_is_series", "0, 1", "A series and not a film", "never", facts => facts.Title.Kind == TitleKind.Series ? 1 : 0),
        new("is_original", "0, 1", "Made by the service itself", "never", facts => facts.Title.IsOriginal ? 1 : 0),
        new("premium_content", "0, 1", "Not in every subscription", "never", facts => facts.Title.Tiers.Count > 0 ? 1 : 0),
    ];

    private static double Share(CandidateFacts facts) => Math.Min(1, facts.Popularity / facts.Service.Popularity);

    private static double Novelty(CandidateFacts facts)
    {
        double own = double.IsNaN(facts.Popularity) ? 0 : facts.Popularity;
        return Math.Max(0, -Math.Log2((own + 1) / (facts.Service.Popularity + facts.Context.Catalogue.Titles.Count)));
    }

    private static double Released(CandidateFacts facts) => facts.Title switch
    {
        { Released: { } day } => facts.DaysSince(day),
        { Year: { } year and >= 1 and <= 9999 } => facts.DaysSince(new DateOnly(year, 7, 1)),
        _ => double.NaN,
    };
}
