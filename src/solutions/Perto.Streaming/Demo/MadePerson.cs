using Perto.Numerics;

namespace Perto.Streaming;

/// <summary>A made-up person with what nobody can see of them; drawn from the seed and their number alone.</summary>
internal sealed record MadePerson
{
    /// <summary>The number, from 1, which is the id.</summary>
    public required int Number { get; init; }

    /// <summary>Liking of each genre, standard normal.</summary>
    public required double[] GenreTaste { get; init; }

    /// <summary>Hidden taste, standard normal.</summary>
    public required double[] Hidden { get; init; }

    /// <summary>How much they watch against the median, 1 in the median.</summary>
    public required double Activity { get; init; }

    /// <summary>How prone they are to go on watching, 0..1.</summary>
    public required double Binge { get; init; }

    /// <summary>The part of what they watch that they rate.</summary>
    public required double Rates { get; init; }

    /// <summary>Hours by which their day is later than that of others.</summary>
    public required double Shift { get; init; }

    /// <summary>How readily they take each <see cref="DeviceKind"/>.</summary>
    public required double[] Devices { get; init; }

    public required Account Account { get; init; }

    /// <summary>Children watch here too.</summary>
    public bool HasChildren => Account.Profiles.Any(profile => profile.Id == Kids);

    public const string Main = "main";
    public const string Kids = "kids";
    public const int KidsMaturity = 7;

    /// <summary>The countries that the service is in, with their part of the people.</summary>
    public static IReadOnlyList<(string Code, double Part)> Countries { get; } = [("PT", 0.3), ("BR", 0.3), ("ES", 0.2), ("FR", 0.1), ("GB", 0.1)];

    /// <summary>The subscriptions, with their part of the people.</summary>
    public static IReadOnlyList<(string Name, double Part)> Tiers { get; } = [("basic", 0.35), ("standard", 0.45), ("premium", 0.2)];

    /// <param name="seed">The service's.</param>
    /// <param name="number">From 1.</param>
    public static MadePerson Make(long seed, int number)
    {
        SeededRandom random = SeededRandom.ForStream(seed, 2L * number);
        double[] genres = Draws.Normals(random, TitleNames.Genres.Count);
        double[] hidden = Draws.Normals(random, MadeCatalogue.HiddenTastes);
        double activity = Math.Exp(0.7 * random.Normal());
        double binge = Math.Pow(random.NextDouble(), 2);
        double rates = 0.05 + (0.55 * Math.Pow(random.NextDouble(), 2));
        double shift = 1.5 * random.Normal();
        double[] devices = [.. ((double[])[3, 2, 0.6, 1]).Select(usual => usual * Math.Exp(random.Normal()))];
        string country = Draws.Of(random, Countries);
        string tier = Draws.Of(random, Tiers);
        var profiles = new List<Profile> { new(Main, "Main", null, []) };
        if (random.NextDouble() < 0.25)
            profiles.Add(new Profile(Kids, "Children", KidsMaturity, []));
        return new MadePerson
        {
            Number = number,
            GenreTaste = genres,
            Hidden = hidden,
            Activity = activity,
            Binge = binge,
            Rates = rates,
            Shift = shift,
            Devices = devices,
            Account = new Account(country, tier, profiles),
        };
    }
}
