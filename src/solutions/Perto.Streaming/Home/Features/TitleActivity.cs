using Perto.Platform;

namespace Perto.Streaming;

/// <summary>What the feature store knows of a title in the hour of a moment; NaN is "nothing yet".</summary>
internal sealed class TitleActivity
{
    private const long HourMicros = TimeSpan.TicksPerHour / TimeSpan.TicksPerMicrosecond;

    private static readonly int DeviceKinds = Enum.GetValues<DeviceKind>().Length;

    private static readonly int AllViews = ActivityViews.Ordinal(ActivityViews.TitleViews, "views");
    private static readonly int DayViews = ActivityViews.Ordinal(ActivityViews.TitleViews, "views_24h");
    private static readonly int WeekViews = ActivityViews.Ordinal(ActivityViews.TitleViews, "views_7d");
    private static readonly int EightDayViews = ActivityViews.Ordinal(ActivityViews.TitleViews, "views_8d");
    private static readonly int ViewPopularity = ActivityViews.Ordinal(ActivityViews.TitleViews, "popularity");
    private static readonly int[] TimesOfDay = [.. Enum.GetValues<TimeOfDay>().Select(time => ActivityViews.Ordinal(ActivityViews.TitleViews, ActivityViews.Column(time)))];
    private static readonly int[] Devices = [.. Enum.GetValues<DeviceKind>().Select(device => ActivityViews.Ordinal(ActivityViews.TitleViews, ActivityViews.Column(device)))];
    private static readonly int Progress = ActivityViews.Ordinal(ActivityViews.TitleWatching, "progress");
    private static readonly int Rated = ActivityViews.Ordinal(ActivityViews.TitleRatings, "count");
    private static readonly int RatingSum = ActivityViews.Ordinal(ActivityViews.TitleRatings, "sum");
    private static readonly int RatingPopularity = ActivityViews.Ordinal(ActivityViews.TitleRatings, "popularity");
    private static readonly int Shown = ActivityViews.Ordinal(ActivityViews.TitleExposure, "impressions");
    private static readonly int Opened = ActivityViews.Ordinal(ActivityViews.TitleExposure, "clicks");

    private readonly long _revision;
    private readonly long _hour;
    private readonly double[] _viewsAt = new double[TimesOfDay.Length];
    private readonly double[] _viewsOn = new double[DeviceKinds];

    /// <param name="revision">The revision of the row that it is read from.</param>
    /// <param name="views">By <see cref="ActivityViews.TitleViews"/>; all readings are of one moment.</param>
    /// <param name="watching">By <see cref="ActivityViews.TitleWatching"/>.</param>
    /// <param name="ratings">By <see cref="ActivityViews.TitleRatings"/>.</param>
    /// <param name="exposure">By <see cref="ActivityViews.TitleExposure"/>.</param>
    public TitleActivity(long revision, in FeatureReading views, in FeatureReading watching, in FeatureReading ratings, in FeatureReading exposure)
    {
        _revision = revision;
        _hour = Hour(views.At);
        Views = views.NumberOrNaN(AllViews);
        Views24h = views.NumberOrNaN(DayViews);
        Views7d = views.NumberOrNaN(WeekViews);
        Views8d = views.NumberOrNaN(EightDayViews);
        // As the source of what is trending has it: a rating says that somebody watched.
        Popularity = views.IsPresent || ratings.IsPresent
            ? (views.NumberOrZero(ViewPopularity) + ratings.NumberOrZero(RatingPopularity)) / Fade(views.At)
            : double.NaN;
        Completion = Views > 0 ? Math.Clamp(watching.NumberOrZero(Progress) / Views, 0, 1) : double.NaN;
        RatingCount = ratings.NumberOrNaN(Rated);
        AverageRating = RatingCount > 0 ? ratings.NumberOrNaN(RatingSum) / RatingCount : double.NaN;
        Impressions = exposure.NumberOrNaN(Shown);
        Clicks = exposure.NumberOrZero(Opened);
        for (int time = 0; time < _viewsAt.Length; time++)
            _viewsAt[time] = views.NumberOrZero(TimesOfDay[time]);
        for (int device = 0; device < _viewsOn.Length; device++)
            _viewsOn[device] = views.NumberOrZero(Devices[device]);
    }

    public double Views { get; }

    public double Views24h { get; }

    public double Views7d { get; }

    public double Views8d { get; }

    /// <summary>Viewings and ratings, of which each day leaves <see cref="ActivityViews.DailyFactor"/>, as of the beginning of the hour: times <see cref="Fade"/> as of a moment in it.</summary>
    public double Popularity { get; }

    public double Completion { get; }

    public double RatingCount { get; }

    public double AverageRating { get; }

    public double Impressions { get; }

    public double Clicks { get; }

    /// <summary>What is left of popularity at a moment from the beginning of its hour.</summary>
    /// <param name="at">In Unix microseconds.</param>
    public static double Fade(long at) => Math.Pow(ActivityViews.DailyFactor, (at - (Hour(at) * HourMicros)) / (double)TimeSpan.MicrosecondsPerDay);

    /// <summary>Whether a reading of a revision at a moment would say the same.</summary>
    public bool Holds(long revision, long at) => _revision == revision && _hour == Hour(at);

    /// <summary>Viewings at a time of day.</summary>
    public double ViewsAt(TimeOfDay time) => _viewsAt[(int)time];

    /// <summary>Viewings on a device.</summary>
    public double ViewsOn(DeviceKind device) => _viewsOn[(int)device];

    /// <summary>
    /// (views of 24 h + 1) / (daily mean of the 7 days before + 1). The counts are by full hours and days and the one that runs, so the mean is over
    /// the time that they cover.
    /// </summary>
    /// <param name="at">The moment that the counts are of.</param>
    public double Trending(DateTimeOffset at)
    {
        double daysBefore = 7 + at.UtcDateTime.TimeOfDay.TotalDays - ((23 + (at.Minute / 60.0)) / 24);
        return (Views24h + 1) / ((Math.Max(0, Views8d - Views24h) / daysBefore) + 1);
    }

    private static long Hour(long at) => (long)Math.Floor(at / (double)HourMicros);
}
