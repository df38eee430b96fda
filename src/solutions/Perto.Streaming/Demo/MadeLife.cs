using System.Globalization;
using System.Text;
using Perto.Numerics;

namespace Perto.Streaming;

/// <summary>
/// Lives the time of one person: they sit down, go on with a series, look at a page or look for something, and watch; who is prone to it goes on
/// and on. Drawn from the seed and the person's number alone.
/// </summary>
internal sealed class MadeLife
{
    private const double SearchPart = 0.3;
    private const double SearchesAfterAPage = 0.5;
    private const double ChildrensPart = 0.2;
    private const int Considered = 24;
    private const int LongestSitting = 8;
    private const int Pause = 120;

    // Sittings for each view that a person is to have: some come to nothing, most to more than one.
    private const double SittingsPerView = 0.5;

    private readonly GeneratedTruth _truth;
    private readonly GeneratorSettings _settings;
    private readonly LoggingPolicy _policy;
    private readonly MadePerson _person;
    private readonly SeededRandom _random;
    private readonly long _end;
    private readonly HashSet<MadeTitle> _watched = new(ReferenceEqualityComparer.Instance);
    private readonly List<Begun> _begun = [];
    private int _pages;

    public MadeLife(GeneratedTruth truth, GeneratorSettings settings, LoggingPolicy policy, int number)
    {
        _truth = truth;
        _settings = settings;
        _policy = policy;
        _person = truth.Person(number);
        _random = SeededRandom.ForStream(settings.Seed, (2L * number) + 1);
        _end = truth.Now.ToUnixTimeSeconds();
    }

    /// <summary>The lines of each file; what a person has, in the order of time.</summary>
    public StringBuilder Views { get; } = new();

    /// <inheritdoc cref="Views"/>
    public StringBuilder Ratings { get; } = new();

    /// <inheritdoc cref="Views"/>
    public StringBuilder Impressions { get; } = new();

    /// <inheritdoc cref="Views"/>
    public StringBuilder Clicks { get; } = new();

    /// <inheritdoc cref="Views"/>
    public StringBuilder People { get; } = new();

    /// <inheritdoc cref="Views"/>
    public StringBuilder Profiles { get; } = new();

    public MadeLife Live()
    {
        People.Append(CultureInfo.InvariantCulture, $"{_person.Number},{_person.Account.Country},{_person.Account.Tier}\n");
        foreach (Profile profile in _person.Account.Profiles)
            Profiles.Append(CultureInfo.InvariantCulture, $"{_person.Number},{profile.Id},{profile.Name},{profile.Maturity}\n");
        int sittings = Math.Max(1, (int)Math.Round(_settings.TypicalViews * _person.Activity * SittingsPerView));
        long[] moments = [.. Enumerable.Range(0, sittings).Select(_ => Rhythm.Moment(_random, _person, _truth.Now, _settings.Days)).Order()];
        long free = 0;
        foreach (long moment in moments)
            free = Sit(Math.Max(moment, free)) + (10 * 60);
        return this;
    }

    /// <summary>A sitting; returns when it ends.</summary>
    private long Sit(long at)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(at);
        DeviceKind device = Rhythm.Device(_random, _person, now.Hour);
        bool kids = _person.HasChildren && now.Hour is >= 7 and <= 19 && _random.NextDouble() < ChildrensPart;
        var audience = MadeAudience.Of(_person.Account, kids);
        double goesOn = 0.2 + (0.65 * _person.Binge);
        for (int watched = 0; watched < LongestSitting && at < _end; watched++)
        {
            at = Watch(at, device, audience);
            if (_random.NextDouble() >= goesOn)
                break;
        }

        return at;
    }

    private long Watch(long at, DeviceKind device, MadeAudience audience)
    {
        int open = _begun.FindLastIndex(begun => begun.IsKids == audience.IsKids);
        if (open >= 0 && _random.NextDouble() < 0.5 + (0.4 * _person.Binge))
            return GoOn(open, at, device);
        if (_random.NextDouble() < SearchPart)
            return Search(at, device, audience);
        long after = LookAtAPage(at, device, audience, out bool played);
        return played || _random.NextDouble() >= SearchesAfterAPage ? after : Search(after, device, audience);
    }

    private long LookAtAPage(long at, DeviceKind device, MadeAudience audience, out bool played)
    {
        played = false;
        var now = DateTimeOffset.FromUnixTimeSeconds(at);
        List<ShownTitle> page = _policy.Page(_random, _person, audience, GeneratedTruth.DayOf(now), _watched);
        string request = string.Create(CultureInfo.InvariantCulture, $"{_person.Number}-{++_pages}");
        long next = at + 30;
        foreach (ShownTitle shown in page)
        {
            Tell(Impressions, shown, at, request, device, audience, string.Create(CultureInfo.InvariantCulture, $",{shown.Propensity:G6}"));
            if (_random.NextDouble() >= GeneratedTruth.Examination(shown.Row, shown.Rank) || _random.NextDouble() >= _truth.Click(_person, shown.Title, now, device))
                continue;
            Tell(Clicks, shown, next, request, device, audience, propensity: "");
            if (_random.NextDouble() < GeneratedTruth.Play(_person, shown.Title))
            {
                next = Begin(shown.Title, next + 10, device, audience.IsKids, _settings.Impressions ? request : "");
                played = true;
            }

            next += 20;
        }

        return next;
    }

    // Of some that they come upon they take what they like best, with a little chance.
    private long Search(long at, DeviceKind device, MadeAudience audience)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(at);
        int day = GeneratedTruth.DayOf(now);
        MadeTitle? best = null;
        double most = double.NegativeInfinity;
        for (int i = 0; i < Considered; i++)
        {
            if (_policy.Stumble(_random, _person, audience, day) is not { } title || _watched.Contains(title))
                continue;
            double appeal = GeneratedTruth.Liking(_person, title) + _truth.Season(title, now) - (0.5 * Math.Log(-Math.Log(1 - _random.NextDouble())));
            if (appeal > most)
                (best, most) = (title, appeal);
        }

        return best is null ? at + 60 : Begin(best, at + 60, device, audience.IsKids, request: "");
    }

    private long Begin(MadeTitle title, long at, DeviceKind device, bool isKids, string request)
    {
        _watched.Add(title);
        bool finishes = _random.NextDouble() < GeneratedTruth.Finish(_person, title, device);
        double part = finishes ? 1 : 0.02 + (0.68 * _random.NextDouble());
        _begun.Add(new Begun(title, part, isKids));
        return GoOn(_begun.Count - 1, at, device, request);
    }

    /// <summary>Watches a film, or some episodes of a series; returns when that ends.</summary>
    private long GoOn(int open, long at, DeviceKind device, string request = "")
    {
        Begun begun = _begun[open];
        double sitting = 1;
        for (int episodes = 1; episodes < begun.Title.Episodes; episodes++)
        {
            sitting = (double)episodes / begun.Title.Episodes;
            if (_random.NextDouble() >= 0.3 + (0.6 * _person.Binge))
                break;
        }

        double reached = Math.Min(begun.Part, begun.Reached + sitting);
        long seconds = (long)((reached - begun.Reached) * begun.Title.Episodes * begun.Title.Minutes * 60);
        string profile = begun.IsKids ? MadePerson.Kids : MadePerson.Main;
        if (at + seconds > _end)
            return _end;
        Views.Append(
            CultureInfo.InvariantCulture,
            $"{_person.Number},{begun.Title.Index + 1},{at},{reached:0.###},{seconds},{profile},{Name(device)},{request}\n");
        if (reached < begun.Part)
        {
            _begun[open] = begun with { Reached = reached };
            return at + seconds + Pause;
        }

        _begun.RemoveAt(open);
        Rate(begun, at + seconds + 30);
        return at + seconds + Pause;
    }

    private void Rate(Begun begun, long at)
    {
        if (at > _end || _random.NextDouble() >= _person.Rates)
            return;
        double liking = 3 + (0.55 * GeneratedTruth.Liking(_person, begun.Title)) + (0.45 * _random.Normal()) + (begun.Part == 1 ? 0.3 : -0.5);
        double rating = Math.Clamp(Math.Round(liking * 2) / 2, 0.5, 5);
        Ratings.Append(CultureInfo.InvariantCulture, $"{_person.Number},{begun.Title.Index + 1},{rating:0.0},{at}\n");
    }

    private void Tell(StringBuilder lines, ShownTitle shown, long at, string request, DeviceKind device, MadeAudience audience, string propensity)
    {
        if (!_settings.Impressions || at > _end)
            return;
        string profile = audience.IsKids ? MadePerson.Kids : MadePerson.Main;
        lines.Append(
            CultureInfo.InvariantCulture,
            $"{_person.Number},{shown.Title.Index + 1},{at},row-{shown.Row},{shown.Rank},{request},{Name(device)},{profile}{propensity}\n");
    }

    private static string Name(DeviceKind device) => device switch
    {
        DeviceKind.Tv => "tv",
        DeviceKind.Mobile => "mobile",
        DeviceKind.Tablet => "tablet",
        _ => "desktop",
    };

    /// <param name="Title">What was begun.</param>
    /// <param name="Part">How much of it they will watch in the end.</param>
    /// <param name="IsKids">Whether the children watch it.</param>
    private sealed record Begun(MadeTitle Title, double Part, bool IsKids)
    {
        public double Reached { get; init; }
    }
}
