using Perto.Numerics;

namespace Perto.Streaming;

/// <summary>The titles of a made-up service. Who acts and directs says something of what a title is like, and so do its words.</summary>
internal sealed class MadeCatalogue
{
    /// <summary>Dimensions of the space of tastes that no genre names.</summary>
    public const int HiddenTastes = 6;

    private const double SeriesPart = 0.25;
    private const double OriginalPart = 0.12;
    private const double PremiumPart = 0.15;
    private const double RestrictedPart = 0.12;

    // Two for each dimension: what a description speaks of at its one end and at its other.
    private static readonly string[] Themes =
    [
        "a family that keeps a secret", "two strangers on a long road", "a city that never rests", "a village at the end of the world",
        "an invention that goes wrong", "an old letter that comes too late", "a crime that nobody saw", "a friendship that is put to the test",
        "a war that ends at home", "a game that becomes serious", "a voice out of the past", "a summer that changes everything",
    ];

    private static readonly (string Code, double Part)[] Languages = [("en", 0.5), ("pt", 0.2), ("es", 0.15), ("fr", 0.1), ("ko", 0.05)];

    private readonly SeededRandom _random;
    private readonly DateOnly _today;
    private readonly int _days;
    private readonly MadeArtist[] _directors;
    private readonly MadeArtist[] _actors;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public MadeCatalogue(GeneratorSettings settings, DateTimeOffset now)
    {
        _random = SeededRandom.ForStream(settings.Seed, -1);
        _today = DateOnly.FromDateTime(now.UtcDateTime);
        _days = settings.Days;
        Seasons = [.. TitleNames.Genres.Select(SeasonOf)];
        _directors = Artists(Math.Max(20, settings.Titles / 12), first: 0);
        _actors = Artists(Math.Max(60, settings.Titles / 3), first: _directors.Length);
        Titles = [.. Enumerable.Range(0, settings.Titles).Select(Make)];
    }

    /// <summary>The titles; the id of one is its place and one.</summary>
    public IReadOnlyList<MadeTitle> Titles { get; }

    /// <summary>When each genre rises.</summary>
    public IReadOnlyList<Season> Seasons { get; }

    /// <summary>Whether a title may be shown: by its country, subscription, age and the day from which there is it.</summary>
    public static bool IsAvailable(MadeTitle title, MadeAudience audience, int day) => title.AddedDay <= day && audience.MaySee(title);

    private Season SeasonOf(string genre) => genre switch
    {
        "Horror" => new Season(300, 1.4),
        "Romance" => new Season(45, 1),
        "Animation" or "Musical" => new Season(355, 1),
        _ => new Season(1 + _random.Next(365), 0.5 * _random.NextDouble()),
    };

    private MadeArtist[] Artists(int count, int first) =>
    [
        .. Enumerable.Range(first, count)
            .Select(number => new MadeArtist(ArtistNames.Make(number), Draws.Normals(_random, HiddenTastes), 0.4 * _random.Normal())),
    ];

    private MadeTitle Make(int index)
    {
        int[] genres = [.. Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => _random.Next(TitleNames.Genres.Count)).Distinct()];
        string[] words = [.. genres.Select(genre => TitleNames.Genres[genre])];
        MadeArtist director = Pick(_directors);
        MadeArtist[] cast = [.. Enumerable.Range(0, 2 + _random.Next(3)).Select(_ => Pick(_actors)).Distinct()];
        double[] hidden = Draws.Normals(_random, HiddenTastes, 0.4);
        for (int i = 0; i < hidden.Length; i++)
            hidden[i] += (0.55 * director.Hidden[i]) + (0.5 * cast.Average(actor => actor.Hidden[i]));

        bool isSeries = _random.NextDouble() < SeriesPart;
        // Catalogues are young: half of the titles come from the last eight years or so.
        DateOnly released = _today.AddDays(-(int)Math.Min(60 * 365, -Math.Log(1 - _random.NextDouble()) * 12 * 365) - 1);
        DateOnly added = _today.AddDays(-(_random.NextDouble() < 0.6 ? _days + _random.Next(365) : _random.Next(_days)));
        if (added < released)
            added = released;
        return new MadeTitle
        {
            Index = index,
            Genres = genres,
            Hidden = hidden,
            Quality = (0.8 * _random.Normal()) + director.Draw,
            Popularity = (0.9 * _random.Normal()) + cast.Max(actor => actor.Draw),
            Episodes = isSeries ? 6 + _random.Next(19) : 1,
            AddedDay = added.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber,
            Entry = new CatalogueEntry
            {
                Name = TitleNames.Make(words[0], _random, _names),
                Year = released.Year,
                Genres = words,
                Kind = isSeries ? TitleKind.Series : TitleKind.Film,
                Cast = [.. cast.Select(actor => actor.Name)],
                Directors = [director.Name],
                Description = $"{string.Join(" and ", words)} by {director.Name} about {Theme(hidden)}.",
                Released = released,
                AddedOn = added,
                DurationMinutes = isSeries ? 22 + _random.Next(39) : 80 + _random.Next(91),
                Languages = [.. Enumerable.Range(0, 1 + _random.Next(2)).Select(_ => Draws.Of(_random, Languages)).Distinct()],
                Original = _random.NextDouble() < OriginalPart,
                Maturity = Maturity(words[0]),
                Quality = Quality(released),
                Tiers = _random.NextDouble() < PremiumPart ? ["premium"] : [],
                Countries = _random.NextDouble() < RestrictedPart
                    ? [.. Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => Draws.Of(_random, MadePerson.Countries)).Distinct()]
                    : [],
            },
        };
    }

    // Few have much of the work.
    private MadeArtist Pick(MadeArtist[] artists) => artists[(int)(artists.Length * Math.Pow(_random.NextDouble(), 2))];

    private static string Theme(double[] hidden)
    {
        int strongest = Enumerable.Range(0, hidden.Length).MaxBy(i => Math.Abs(hidden[i]));
        return Themes[(2 * strongest) + (hidden[strongest] > 0 ? 0 : 1)];
    }

    private int Maturity(string genre) => genre switch
    {
        "Animation" or "Musical" => _random.Next(2) * 6,
        "Horror" or "Thriller" or "War" or "Crime" => 16 + (_random.Next(2) * 2),
        _ => 6 * (1 + _random.Next(2)),
    };

    private PictureQuality Quality(DateOnly released) =>
        released < _today.AddYears(-30) ? PictureQuality.Sd
        : released > _today.AddYears(-6) && _random.NextDouble() < 0.6 ? PictureQuality.Uhd
        : PictureQuality.Hd;
}
