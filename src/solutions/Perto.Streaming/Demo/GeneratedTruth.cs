using System.Globalization;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>
/// What is true of a made-up service and no log says: how likely a person is to open, to play and to finish a title at a moment, and how likely
/// a place on a page is to be looked at. Regret, calibration and recovered position bias are measured against it.
/// </summary>
/// <remarks>
/// With the liking <c>m = 0.9 g + 0.55 h.h' + 0.35 q</c>, where <c>g</c> is the mean of the person's taste over the title's genres, <c>h.h'</c>
/// the product of their hidden vectors and <c>q</c> the title's quality:
/// <c>P(open | looked at) = s(-2.2 + m + 0.25 popularity + season + device + 0.6 exp(-days since added / 30))</c>,
/// <c>P(play | opened) = s(0.9 + 0.5 m)</c>, <c>P(finish | played) = s(0.2 + 0.7 m)</c>, a film on a telephone <c>s(0.2 + 0.7 m - 0.5)</c>,
/// where <c>s</c> is the logistic function. Who finishes watches all of it, who does not 2 to 70 %, uniformly. What was watched is not
/// shown again; the functions here answer as if it had not been.
/// </remarks>
public sealed class GeneratedTruth
{
    /// <summary>Mean fraction that is watched by those who do not finish.</summary>
    public const double UnfinishedPart = 0.36;

    private const double RowDecay = 0.5;
    private const double RankDecay = 0.8;

    private readonly GeneratorSettings _settings;

    /// <summary>The truth of the service that <see cref="ServiceGenerator"/> makes of the same settings and moment.</summary>
    /// <exception cref="InvalidValueException">A size is out of its range.</exception>
    public GeneratedTruth(GeneratorSettings settings, DateTimeOffset now)
    {
        settings.Check();
        _settings = settings;
        Now = now;
        Catalogue = new MadeCatalogue(settings, now);
    }

    /// <summary>The moment at which the views end.</summary>
    public DateTimeOffset Now { get; }

    internal MadeCatalogue Catalogue { get; }

    /// <summary>The probability that a place is looked at: <c>row^-0.5 x rank^-0.8</c>.</summary>
    /// <param name="row">The row, from 1 at the top; its name in <c>impressions.csv</c> is <c>row-1</c>.</param>
    /// <param name="rank">The place in the row, from 1.</param>
    public static double Examination(int row, int rank)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(row, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        return Math.Pow(row, -RowDecay) * Math.Pow(rank, -RankDecay);
    }

    /// <summary>The probability that a person opens a title that they look at.</summary>
    /// <exception cref="ArgumentException">There is no such person or title.</exception>
    public double Click(string person, string title, DateTimeOffset at, DeviceKind device) => Click(Person(person), Title(title), at, device);

    /// <summary>The probability that a person plays a title that they opened.</summary>
    /// <exception cref="ArgumentException">There is no such person or title.</exception>
    public double Play(string person, string title) => Play(Person(person), Title(title));

    /// <summary>The probability that a person watches to the end what they play.</summary>
    /// <exception cref="ArgumentException">There is no such person or title.</exception>
    public double Finish(string person, string title, DeviceKind device) => Finish(Person(person), Title(title), device);

    /// <summary>The fraction that a person watches in the mean of what they play; of a series over all sittings.</summary>
    /// <exception cref="ArgumentException">There is no such person or title.</exception>
    public double Completion(string person, string title, DeviceKind device)
    {
        double finish = Finish(person, title, device);
        return finish + ((1 - finish) * UnfinishedPart);
    }

    /// <summary>The engagement that is to be expected of a title that is looked at: <c>0.1 open + 0.3 play + 0.6 finish</c>.</summary>
    /// <exception cref="ArgumentException">There is no such person or title.</exception>
    public double Engagement(string person, string title, DateTimeOffset at, DeviceKind device) =>
        Engagement(Person(person), Title(title), at, device);

    /// <summary>The engagement that is to be expected of a list: of each title, by how likely its place in the first row is to be looked at.</summary>
    /// <exception cref="ArgumentException">There is no such person or title.</exception>
    public double Value(string person, IReadOnlyList<string> titles, DateTimeOffset at, DeviceKind device)
    {
        MadePerson who = Person(person);
        double value = 0;
        for (int i = 0; i < titles.Count; i++)
            value += Examination(1, i + 1) * Engagement(who, Title(titles[i]), at, device);
        return value;
    }

    /// <summary>The oracle's list: what engages a person most among the titles that they may see.</summary>
    /// <param name="person">Who.</param>
    /// <param name="at">When.</param>
    /// <param name="device">On what.</param>
    /// <param name="count">How many titles.</param>
    /// <param name="except">What must not be on it, such as what they have watched.</param>
    /// <exception cref="ArgumentException">There is no such person.</exception>
    public IReadOnlyList<string> Best(string person, DateTimeOffset at, DeviceKind device, int count, IReadOnlySet<string>? except = null)
    {
        MadePerson who = Person(person);
        MadeAudience audience = MadeAudience.Of(who.Account, isKids: false);
        int day = DayOf(at);
        return
        [
            .. Catalogue.Titles
                .Where(title => MadeCatalogue.IsAvailable(title, audience, day) && except?.Contains(IdOf(title)) != true)
                .Select(title => (Id: IdOf(title), Engagement: Engagement(who, title, at, device)))
                .OrderByDescending(title => title.Engagement)
                .Take(count)
                .Select(title => title.Id),
        ];
    }

    /// <summary>What a list falls short of the oracle's, in expected engagement; never below 0 for titles that the person may see.</summary>
    /// <exception cref="ArgumentException">There is no such person or title.</exception>
    public double Regret(string person, IReadOnlyList<string> titles, DateTimeOffset at, DeviceKind device, IReadOnlySet<string>? except = null) =>
        Value(person, Best(person, at, device, titles.Count, except), at, device) - Value(person, titles, at, device);

    internal static string IdOf(MadeTitle title) => (title.Index + 1).ToString(CultureInfo.InvariantCulture);

    internal static int DayOf(DateTimeOffset at) => (int)Math.Floor((at - DateTimeOffset.UnixEpoch).TotalDays);

    internal MadePerson Person(int number) => MadePerson.Make(_settings.Seed, number);

    /// <summary>How much a person likes a title, whatever the moment: 0 in the mean.</summary>
    internal static double Liking(MadePerson person, MadeTitle title)
    {
        double genres = 0;
        foreach (int genre in title.Genres)
            genres += person.GenreTaste[genre];
        double hidden = 0;
        for (int i = 0; i < MadeCatalogue.HiddenTastes; i++)
            hidden += person.Hidden[i] * title.Hidden[i];
        return (0.9 * genres / title.Genres.Length) + (0.55 * hidden) + (0.35 * title.Quality);
    }

    /// <summary>What the time of the year adds to a title: the mean over its genres.</summary>
    internal double Season(MadeTitle title, DateTimeOffset at)
    {
        double season = 0;
        foreach (int genre in title.Genres)
            season += Catalogue.Seasons[genre].At(at.DayOfYear);
        return season / title.Genres.Length;
    }

    internal double Click(MadePerson person, MadeTitle title, DateTimeOffset at, DeviceKind device)
    {
        int age = Math.Max(0, DayOf(at) - title.AddedDay);
        return Logistic(
            -2.2 + Liking(person, title) + (0.25 * title.Popularity) + Season(title, at) + Fit(title, device) + (0.6 * Math.Exp(-age / 30.0)));
    }

    internal static double Play(MadePerson person, MadeTitle title) => Logistic(0.9 + (0.5 * Liking(person, title)));

    internal static double Finish(MadePerson person, MadeTitle title, DeviceKind device) =>
        Logistic(0.2 + (0.7 * Liking(person, title)) - (device == DeviceKind.Mobile && title.Episodes == 1 ? 0.5 : 0));

    private double Engagement(MadePerson person, MadeTitle title, DateTimeOffset at, DeviceKind device) =>
        Click(person, title, at, device) * (0.1 + (Play(person, title) * (0.3 + (0.6 * Finish(person, title, device)))));

    // What is long is for the large screen.
    private static double Fit(MadeTitle title, DeviceKind device)
    {
        double hours = (title.Minutes - 60) / 60.0;
        return device switch
        {
            DeviceKind.Tv => 0.3 * hours,
            DeviceKind.Mobile => -0.5 * hours,
            DeviceKind.Tablet => -0.1 * hours,
            _ => 0,
        };
    }

    private static double Logistic(double logit) => 1 / (1 + Math.Exp(-logit));

    private MadePerson Person(string id) => Person(Number(id, _settings.People, "person"));

    private MadeTitle Title(string id) => Catalogue.Titles[Number(id, _settings.Titles, "title") - 1];

    private static int Number(string id, int most, string what) =>
        int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= most
            ? number
            : throw new ArgumentException($"The made-up service has no {what} '{id}': there are 1 to {most}", nameof(id));
}
