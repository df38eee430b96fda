using Perto.Platform;

namespace Perto.Streaming;

/// <summary>What the feature store knows of a person at a moment; NaN is "nothing yet".</summary>
internal sealed class PersonActivity
{
    private static readonly int Views = ActivityViews.Ordinal(ActivityViews.PersonViews, "views");
    private static readonly int SessionCount = ActivityViews.Ordinal(ActivityViews.PersonViews, "sessions");
    private static readonly int Binges = ActivityViews.Ordinal(ActivityViews.PersonViews, "binges");
    private static readonly int Minutes = ActivityViews.Ordinal(ActivityViews.PersonViews, "minutes");
    private static readonly int Genres = ActivityViews.Ordinal(ActivityViews.PersonViews, "genres");
    private static readonly int Devices = ActivityViews.Ordinal(ActivityViews.PersonViews, "devices");
    private static readonly int TimesOfDay = ActivityViews.Ordinal(ActivityViews.PersonViews, "times_of_day");
    private static readonly int Seconds = ActivityViews.Ordinal(ActivityViews.PersonWatching, "seconds");
    private static readonly int Progress = ActivityViews.Ordinal(ActivityViews.PersonWatching, "progress");
    private static readonly int Rated = ActivityViews.Ordinal(ActivityViews.PersonRatings, "count");
    private static readonly int RatingSum = ActivityViews.Ordinal(ActivityViews.PersonRatings, "sum");

    private readonly Dictionary<string, double> _genres;

    public PersonActivity(in FeatureReading views, in FeatureReading watching, in FeatureReading ratings, HomeRequest request, TimeOfDay timeOfDay)
    {
        ViewCount = views.NumberOrNaN(Views);
        Sessions = views.NumberOrNaN(SessionCount);
        BingeScore = views.NumberOrNaN(Binges);
        MeanMinutes = views.NumberOrNaN(Minutes);
        WatchHours = watching.NumberOrNaN(Seconds) / 3_600;
        SessionMinutes = Sessions > 0 ? watching.NumberOrNaN(Seconds) / 60 / Sessions : double.NaN;
        CompletionRate = ViewCount > 0 ? Math.Clamp(watching.NumberOrNaN(Progress) / ViewCount, 0, 1) : double.NaN;
        RatingCount = ratings.NumberOrNaN(Rated);
        AverageRating = RatingCount > 0 ? ratings.NumberOrNaN(RatingSum) / RatingCount : double.NaN;
        DaysSinceActive = views.Age is { } age ? Math.Max(0, age.TotalDays) : double.NaN;
        _genres = Map(views, Genres);
        DeviceShare = request.Device is { } device && ViewCount > 0 ? Map(views, Devices).GetValueOrDefault(ActivityViews.Column(device)) / ViewCount : double.NaN;
        TimeOfDayShare = ViewCount > 0 ? Map(views, TimesOfDay).GetValueOrDefault(ActivityViews.Column(timeOfDay)) / ViewCount : double.NaN;
    }

    public double ViewCount { get; }

    public double Sessions { get; }

    public double BingeScore { get; }

    public double MeanMinutes { get; }

    public double WatchHours { get; }

    public double SessionMinutes { get; }

    public double CompletionRate { get; }

    public double RatingCount { get; }

    public double AverageRating { get; }

    public double DaysSinceActive { get; }

    /// <summary>The share of the person's viewings on the device of the request.</summary>
    public double DeviceShare { get; }

    /// <summary>The share of the person's viewings at the time of day of the request.</summary>
    public double TimeOfDayShare { get; }

    /// <summary>The share of the person's viewings that have a genre of the title, the most frequent of its genres.</summary>
    public double GenreShare(Title title)
    {
        if (!(ViewCount > 0) || title.Genres.Count == 0)
            return double.NaN;
        double most = 0;
        for (int i = 0; i < title.Genres.Count; i++)
            most = Math.Max(most, _genres.GetValueOrDefault(title.Genres[i]));
        return Math.Min(1, most / ViewCount);
    }

    private static Dictionary<string, double> Map(in FeatureReading reading, int ordinal) =>
        reading.Value(ordinal)?.Raw is IReadOnlyList<KeyValuePair<string, double>> entries ? new(entries, StringComparer.Ordinal) : new(StringComparer.Ordinal);
}
