using Perto.Platform;

namespace Perto.Streaming;

/// <summary>What an account must be. Each error names the field, the value and the rule.</summary>
internal static class AccountRules
{
    public const int MaxProfiles = 50;
    public const int MaxLanguages = 20;
    public const int MaxProfileNameLength = 200;

    /// <summary>The account as it is stored: the country in capitals.</summary>
    /// <exception cref="InvalidValueException">A field breaks its rule.</exception>
    public static Account Check(AccountEntry account)
    {
        IReadOnlyList<ProfileEntry> profiles = account.Profiles ?? [];
        if (profiles.Count > MaxProfiles)
            throw InvalidValueException.OutOfRange("profiles", profiles.Count, 0, MaxProfiles);
        if (account.Tier is not null)
            EventRules.CheckId(account.Tier, "tier");
        var ids = new HashSet<string>(StringComparer.Ordinal);
        return new Account(
            account.Country is null ? null : IsoCodes.RequireCountry(account.Country, "country"),
            account.Tier,
            [.. profiles.Select((profile, index) => Check(profile, $"profiles[{index}]", ids))]);
    }

    private static Profile Check(ProfileEntry? profile, string path, HashSet<string> ids)
    {
        if (profile is null)
            throw new InvalidValueException(path, null, "a profile", $"{path} must be a profile; got null");
        EventRules.CheckId(profile.Id, $"{path}.id");
        if (!ids.Add(profile.Id))
            throw new InvalidValueException($"{path}.id", profile.Id, "each id once", $"{path}.id: the profile '{profile.Id}' is there twice");
        TextRules.Optional(profile.Name, $"{path}.name", MaxProfileNameLength);
        if (profile.Maturity is < 0 or > TitleRules.MaxMaturity)
            throw InvalidValueException.OutOfRange($"{path}.maturity", profile.Maturity.Value, 0, TitleRules.MaxMaturity);
        IReadOnlyList<string> languages = profile.Languages ?? [];
        if (languages.Count > MaxLanguages)
            throw InvalidValueException.OutOfRange($"{path}.languages", languages.Count, 0, MaxLanguages);
        for (int i = 0; i < languages.Count; i++)
        {
            TextRules.Required(languages[i], $"{path}.languages[{i}]", TitleRules.MaxListedLength);
            IsoCodes.RequireLanguage(languages[i], $"{path}.languages[{i}]");
        }

        return new Profile(profile.Id, profile.Name, profile.Maturity, languages);
    }
}
