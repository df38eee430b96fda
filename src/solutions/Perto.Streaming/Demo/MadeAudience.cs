namespace Perto.Streaming;

/// <summary>People to whom the same titles may be shown: of one country, with or without the titles of the best subscription, grown up or not.</summary>
/// <param name="Country">A place in <see cref="MadePerson.Countries"/>.</param>
/// <param name="IsPremium">Has the best subscription.</param>
/// <param name="IsKids">Sees only what children may.</param>
internal readonly record struct MadeAudience(int Country, bool IsPremium, bool IsKids)
{
    /// <summary>All there are, at their <see cref="Place"/>.</summary>
    public static IReadOnlyList<MadeAudience> All { get; } =
    [
        .. from country in Enumerable.Range(0, MadePerson.Countries.Count)
           from premium in (bool[])[false, true]
           from kids in (bool[])[false, true]
           select new MadeAudience(country, premium, kids),
    ];

    public int Place => (4 * Country) + (IsPremium ? 2 : 0) + (IsKids ? 1 : 0);

    public static MadeAudience Of(Account account, bool isKids)
    {
        int country = 0;
        while (MadePerson.Countries[country].Code != account.Country)
            country++;
        return new MadeAudience(country, account.Tier == "premium", isKids);
    }

    public bool MaySee(MadeTitle title)
    {
        CatalogueEntry entry = title.Entry;
        return (IsPremium || entry.Tiers!.Count == 0)
            && (!IsKids || entry.Maturity <= MadePerson.KidsMaturity)
            && (entry.Countries!.Count == 0 || entry.Countries.Contains(MadePerson.Countries[Country].Code));
    }
}
