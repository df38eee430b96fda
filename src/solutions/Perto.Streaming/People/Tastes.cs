namespace Perto.Streaming;

/// <summary>What a history says of a person's taste, worked out once for each history.</summary>
internal sealed class Tastes
{
    /// <summary>How many of the latest watched titles others are compared with.</summary>
    public const int Recent = 50;

    // Beyond the latest five hundred a taste changes little, and a long history must not cost a page its time.
    private const int Reach = 500;

    private readonly Dictionary<string, double> _cast = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _directors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _lastOfGenre = new(StringComparer.Ordinal);
    private Numbers? _numbers;

    public Tastes(IReadOnlyList<HistoryEntry> entries)
    {
        List<Title> recent = new(Recent);
        for (int i = 0; i < Math.Min(entries.Count, Reach); i++)
        {
            HistoryEntry entry = entries[i];
            if (!entry.IsWatched)
                continue;
            if (recent.Count < Recent)
                recent.Add(entry.Title);
            foreach (string genre in entry.Title.Genres)
                _lastOfGenre.TryAdd(genre, entry.At);
            Add(_cast, entry.Title.Cast, entry.ImplicitRating / 5);
            Add(_directors, entry.Title.Directors, entry.ImplicitRating / 5);
        }
        RecentlyWatched = [.. recent];
        Normalise(_cast);
        Normalise(_directors);
    }

    /// <summary>The latest watched titles.</summary>
    public Title[] RecentlyWatched { get; }

    /// <summary>How much the person likes who acts in a title: the best of them, the most liked of all = 1; NaN where either is not known.</summary>
    public double Cast(TitlePeople people, Title title) => Best(NumbersOf(people).Cast, _cast.Count, people.Cast(title));

    /// <summary>The same for who directed it.</summary>
    public double Directors(TitlePeople people, Title title) => Best(NumbersOf(people).Directors, _directors.Count, people.Directors(title));

    /// <summary>When the person last watched something of one of a title's genres, in Unix microseconds; null when never.</summary>
    public long? LastOfGenre(Title title)
    {
        long? last = null;
        for (int i = 0; i < title.Genres.Count; i++)
        {
            if (_lastOfGenre.TryGetValue(title.Genres[i], out long at) && !(last >= at))
                last = at;
        }
        return last;
    }

    private static void Add(Dictionary<string, double> liking, IReadOnlyList<string> names, double liked)
    {
        foreach (string name in names)
            liking[name] = liking.GetValueOrDefault(name) + liked;
    }

    private static void Normalise(Dictionary<string, double> liking)
    {
        double most = liking.Count == 0 ? 0 : liking.Values.Max();
        foreach (string name in liking.Keys.ToArray())
            liking[name] = most > 0 ? liking[name] / most : 0;
    }

    // A history outlives many snapshots of the catalogue; two that ask at once find the same.
    private Numbers NumbersOf(TitlePeople people)
    {
        Numbers? known = _numbers;
        return known is not null && known.People.TryGetTarget(out TitlePeople? of) && of == people
            ? known
            : _numbers = new Numbers(new(people), people.ByNumber(_cast), people.ByNumber(_directors));
    }

    private static double Best(Dictionary<int, double> liking, int liked, ReadOnlySpan<int> people)
    {
        if (liked == 0 || people.Length == 0)
            return double.NaN;
        double best = 0;
        foreach (int person in people)
            best = Math.Max(best, liking.GetValueOrDefault(person));
        return best;
    }

    // A snapshot must not live as long as the histories that were asked about it.
    private sealed record Numbers(WeakReference<TitlePeople> People, Dictionary<int, double> Cast, Dictionary<int, double> Directors);
}
