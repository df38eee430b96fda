namespace Perto.Streaming;

/// <summary>All that the features of a candidate are made of. One for all candidates of a request, one after the other: nothing is allocated for each.</summary>
internal sealed class CandidateFacts
{
    private static readonly HomeFeature[] Features = [.. HomeFeatures.Definitions];
    private static readonly int[] OfPage = [.. Enumerable.Range(0, Features.Length).Where(feature => Features[feature].IsOfPage)];
    private static readonly int[] OfTitle = [.. Enumerable.Range(0, Features.Length).Where(feature => !Features[feature].IsOfPage)];

    // By the first title of the catalogue that has the same genres.
    private readonly Dictionary<int, GenreFacts> _genres = [];
    private readonly HomeContext _context = null!;
    private readonly GenreMasks _masks = null!;
    private readonly ulong[] _recent = [];
    private float[]? _page;

    public required HomeContext Context
    {
        get => _context;
        init
        {
            _context = value;
            At = (value.At - DateTimeOffset.UnixEpoch).TotalMicroseconds;
            People = TitlePeople.Of(value.Catalogue);
            _masks = GenreMasks.Of(value.Catalogue);
            _recent = [.. value.Person.History.Tastes.RecentlyWatched.Select(title => _masks[title])];
        }
    }

    /// <summary>What the feature store knows of the person.</summary>
    public required PersonActivity Person { get; init; }

    /// <summary>What the feature store knows of the service.</summary>
    public required ServiceActivity Service { get; init; }

    /// <summary>The scores of the sources.</summary>
    public required SourceScores Scores { get; init; }

    /// <summary>The scores of the collaborative models.</summary>
    public required ModelScores Models { get; init; }

    /// <summary>The moment of what the feature store knows, in Unix microseconds.</summary>
    public required long ReadAt
    {
        get;
        init
        {
            field = value;
            Fade = TitleActivity.Fade(value);
        }
    }

    /// <summary>The people of the titles.</summary>
    public TitlePeople People { get; private init; } = null!;

    /// <summary>What the history says of the person's taste.</summary>
    public Tastes Tastes => Context.Person.History.Tastes;

    /// <summary>What the hour that runs has left of popularity.</summary>
    public double Fade { get; private init; }

    /// <summary>The row of the candidate.</summary>
    public int Row { get; private set; }

    /// <summary>The candidate.</summary>
    public Title Title { get; private set; } = null!;

    /// <summary>What the feature store knows of it.</summary>
    public TitleActivity Activity { get; private set; } = null!;

    /// <summary>What the person has to do with its genres.</summary>
    public GenreFacts Genres { get; private set; } = null!;

    /// <summary>What the person did with it; null for nothing.</summary>
    public HistoryEntry? Entry { get; private set; }

    /// <summary>Viewings and ratings of the candidate, of which each day leaves .9; NaN where there are none.</summary>
    public double Popularity => Activity.Popularity * Fade;

    /// <summary>The time of day of the request: what it says, else by the clock of UTC.</summary>
    public TimeOfDay TimeOfDay => Context.Request.TimeOfDay ?? TimesOfDay.Of(Context.At);

    /// <summary>Fills the row of a candidate.</summary>
    public void Fill(int row, Title title, TitleActivity activity, Span<float> values)
    {
        Row = row;
        Title = title;
        Activity = activity;
        Entry = Context.Person.History.Find(title);
        int alike = _masks.FirstAlike(title);
        if (!_genres.TryGetValue(alike, out GenreFacts? genres))
            _genres[alike] = genres = GenreFacts.Of(Context.Person.History, Person, Context.Catalogue.Titles[alike], _masks[title], _recent);
        Genres = genres;

        (_page ??= Page()).CopyTo(values);
        foreach (int feature in OfTitle)
            values[feature] = (float)Features[feature].Value(this);
    }

    /// <summary>Days from a moment in Unix microseconds to that of the request, 0 at least.</summary>
    public double DaysSince(long at) => Math.Max(0, At - at) / TimeSpan.MicrosecondsPerDay;

    /// <summary>Days from the beginning of a day, 0 at least.</summary>
    public double DaysSince(DateOnly day) => Math.Max(0, (Context.At.UtcDateTime - day.ToDateTime(TimeOnly.MinValue)).TotalDays);

    // The moment of the request, in Unix microseconds.
    private double At { get; init; }

    private float[] Page()
    {
        float[] page = new float[Features.Length];
        foreach (int feature in OfPage)
            page[feature] = (float)Features[feature].Value(this);
        return page;
    }
}
