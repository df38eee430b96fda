using Perto.Platform;

namespace Perto.Streaming;

/// <summary>
/// The feature views of what people do, made from the events <c>view</c> (a viewing begins), <c>progress</c> (what was watched since the report
/// before), <c>rating</c>, <c>impression</c> and <c>click</c>. What changes often stands apart from what is large, since each event writes
/// the view's state into the history. People and titles have no TTL: a state made from events is as new as the last event, and someone who was
/// away for a month is still known by what they did before.
/// </summary>
public static class ActivityViews
{
    /// <summary>The entity of titles.</summary>
    public const string TitleEntity = "title";

    /// <summary>The entity of the service as a whole.</summary>
    public const string ServiceEntity = "service";

    /// <summary>The one key of <see cref="ServiceEntity"/>.</summary>
    public const string ServiceKey = "all";

    /// <summary>What is left of a viewing after a day where popularity is counted.</summary>
    public const double DailyFactor = 0.9;

    /// <summary>Longest time between the beginnings of two viewings of one session, in minutes.</summary>
    public const int SessionGapMinutes = 180;

    /// <summary>Different titles that make a session a binge.</summary>
    public const int BingeTitles = 3;

    /// <summary>Days in which binges count.</summary>
    public const int BingeDays = 30;

    internal const string ViewEvent = "view";
    internal const string ProgressEvent = "progress";
    internal const string RatingEvent = "rating";
    internal const string ImpressionEvent = "impression";
    internal const string ClickEvent = "click";

    // A service without a new viewing in a day is worth a look.
    private const long ExpectedSeconds = 24 * 60 * 60;

    // What is left of a viewing after 30 days is nothing; so far back a join of training rows reads what everybody did.
    private const long ServiceSeconds = 30 * 24 * 60 * 60;

    /// <summary>What a person began to watch.</summary>
    public static FeatureView PersonViews { get; } = View("streaming_person_views", FeatureView.Person, "Viewings that a person began",
        Counter("views", ViewEvent, "Viewings"),
        Sessions("sessions", atLeast: null, days: null, "Sessions: runs of viewings that begin within three hours of the one before"),
        Sessions("binges", BingeTitles, BingeDays, "Sessions of three titles or more in the last 30 days"),
        Statistics("minutes", ViewEvent, "minutes", Statistic.Mean, "Mean length of the titles, in minutes"),
        Frequency("genres", ViewEvent, "genres", 50, "Viewings by genre"),
        Frequency("devices", ViewEvent, "device", 10, "Viewings by device"),
        Frequency("times_of_day", ViewEvent, "time_of_day", 4, "Viewings by time of day"));

    /// <summary>How much of it they watched.</summary>
    public static FeatureView PersonWatching { get; } = View("streaming_person_watching", FeatureView.Person, "How much a person watched",
        Sum("seconds", ProgressEvent, "seconds", "Seconds watched"),
        Sum("progress", ProgressEvent, "progress", "Watched fractions, summed over viewings"));

    /// <summary>How a person rates.</summary>
    public static FeatureView PersonRatings { get; } = View("streaming_person_ratings", FeatureView.Person, "Ratings that a person gave",
        Sum("count", RatingEvent, "rated", "Titles rated"),
        Sum("sum", RatingEvent, "change", "Sum of the ratings, each title with its latest"));

    /// <summary>How often a title is watched.</summary>
    public static FeatureView TitleViews { get; } = View("streaming_title_views", TitleEntity, "Viewings of a title",
    [
        Counter("views", ViewEvent, "Viewings"),
        Periodic("views_24h", StatePeriod.Hour, 24, "Viewings in the running hour and the 23 before"),
        Periodic("views_7d", StatePeriod.Day, 7, "Viewings in the running day and the 6 before"),
        Periodic("views_8d", StatePeriod.Day, 8, "Viewings in the running day and the 7 before"),
        Decayed("popularity", ViewEvent, "Viewings, of which each day leaves .9"),
        .. Enum.GetValues<TimeOfDay>().Select(time => Sum(Column(time), ViewEvent, Column(time), $"Viewings in the {Column(time)}")),
        .. Enum.GetValues<DeviceKind>().Select(device => Sum(Column(device), ViewEvent, Column(device), $"Viewings on a {Column(device)}")),
    ]);

    /// <summary>How much of a title is watched.</summary>
    public static FeatureView TitleWatching { get; } = View("streaming_title_watching", TitleEntity, "How much of a title is watched",
        Sum("progress", ProgressEvent, "progress", "Watched fractions, summed over viewings"));

    /// <summary>How a title is rated.</summary>
    public static FeatureView TitleRatings { get; } = View("streaming_title_ratings", TitleEntity, "Ratings of a title",
        Sum("count", RatingEvent, "rated", "People who rated it"),
        Sum("sum", RatingEvent, "change", "Sum of the ratings, each person with their latest"),
        Decayed("popularity", RatingEvent, "Ratings, of which each day leaves .9"));

    /// <summary>How often a title is shown and opened.</summary>
    public static FeatureView TitleExposure { get; } = View("streaming_title_exposure", TitleEntity, "Impressions and clicks of a title",
        Counter("impressions", ImpressionEvent, "Times it was shown"),
        Counter("clicks", ClickEvent, "Times it was opened"));

    /// <summary>What is watched in the whole service: titles are popular beside it.</summary>
    public static FeatureView ServiceViews { get; } = View("streaming_service_views", ServiceEntity, "Viewings of all titles",
        Decayed("popularity", ViewEvent, "Viewings, of which each day leaves .9"),
        Decayed("rated_popularity", RatingEvent, "Ratings, of which each day leaves .9"))
        with
    { TtlSeconds = ServiceSeconds };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FeatureView> All { get; } =
        [PersonViews, PersonWatching, PersonRatings, TitleViews, TitleWatching, TitleRatings, TitleExposure, ServiceViews];

    internal static string Column(TimeOfDay time) => time switch
    {
        TimeOfDay.Morning => "morning",
        TimeOfDay.Afternoon => "afternoon",
        TimeOfDay.Evening => "evening",
        _ => "night",
    };

    internal static string Column(DeviceKind device) => device switch
    {
        DeviceKind.Tv => "tv",
        DeviceKind.Mobile => "mobile",
        DeviceKind.Tablet => "tablet",
        _ => "desktop",
    };

    /// <summary>A view by the version that this program was made for.</summary>
    internal static string Exact(FeatureView view) => $"{view.Name}@{view.Version}";

    /// <summary>The place of a feature in its view.</summary>
    internal static int Ordinal(FeatureView view, string feature) => view.Features.Select((one, place) => (one.Name, place)).First(one => one.Name == feature).place;

    private static FeatureView View(string name, string entity, string description, params Feature[] features) => new()
    {
        Name = name,
        Entity = entity,
        Description = description,
        ExpectedSeconds = ExpectedSeconds,
        Features = features,
    };

    private static Feature Counter(string name, string happened, string description) =>
        Of(name, FeatureKind.Integer, description, new FeatureState { Primitive = StateKind.Counter, Event = happened });

    private static Feature Sum(string name, string happened, string field, string description) =>
        Of(name, FeatureKind.Number, description, new FeatureState { Primitive = StateKind.Counter, Event = happened, Field = field });

    private static Feature Periodic(string name, StatePeriod period, int windows, string description) =>
        Of(name, FeatureKind.Integer, description, new FeatureState { Primitive = StateKind.PeriodicCounter, Event = ViewEvent, Period = period, Windows = windows });

    private static Feature Decayed(string name, string happened, string description) =>
        Of(name, FeatureKind.Number, description, new FeatureState { Primitive = StateKind.DecayedCounter, Event = happened, DailyFactor = DailyFactor });

    private static Feature Frequency(string name, string happened, string field, int size, string description) =>
        Of(name, FeatureKind.Map, description, new FeatureState { Primitive = StateKind.Frequency, Event = happened, Field = field, Size = size });

    private static Feature Statistics(string name, string happened, string field, Statistic take, string description) =>
        Of(name, FeatureKind.Number, description, new FeatureState { Primitive = StateKind.Statistics, Event = happened, Field = field, Take = take });

    private static Feature Sessions(string name, int? atLeast, int? days, string description) => Of(
        name,
        FeatureKind.Integer,
        description,
        new FeatureState { Primitive = StateKind.Sessions, Event = ViewEvent, Field = "title", GapMinutes = SessionGapMinutes, AtLeast = atLeast, Windows = days });

    private static Feature Of(string name, FeatureKind kind, string description, FeatureState state) =>
        new() { Name = name, Kind = kind, Description = description, State = state };
}
