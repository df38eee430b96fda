using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Reads rows in Perto's own columns. What breaks a rule rejects its row, and null comes back.</summary>
internal sealed class ServiceRows(TimeProvider clock)
{
    private const char Separator = '|';

    public ListedTitle? Title(ImportRow row)
    {
        string? id = row.RequiredText("id", EventRules.MaxIdLength);
        string? name = row.RequiredText("name", TitleRules.MaxNameLength);
        double? year = row.OptionalNumber("year", TitleRules.FirstYear, clock.GetUtcNow().Year + TitleRules.YearsAhead);
        DateOnly? released = row.OptionalDay("released");
        return id is null || name is null ? null : new ListedTitle(id, new CatalogueEntry
        {
            Name = name,
            Year = (int?)year ?? released?.Year,
            Genres = row.List("genres", Separator),
            Kind = Choice<TitleKind>(row, "kind"),
            Cast = row.List("cast", Separator),
            Directors = row.List("directors", Separator),
            Description = row.OptionalText("description", TitleRules.MaxDescriptionLength),
            Released = released,
            AddedOn = row.OptionalDay("added_on"),
            DurationMinutes = (int?)row.OptionalNumber("duration_minutes", 1, TitleRules.MaxMinutes),
            Languages = Languages(row),
            Original = row.OptionalChoice("original", "true", "false", "1", "0") is "true" or "1",
            Maturity = (int?)row.OptionalNumber("maturity", 0, TitleRules.MaxMaturity),
            Quality = Choice<PictureQuality>(row, "quality"),
            Tiers = row.List("tiers", Separator),
            Countries = [.. row.List("countries", Separator, TitleRules.MaxCountries).Select(code => Country(row, "countries", code)).OfType<string>()],
        });
    }

    public static ListedAccount? Account(ImportRow row)
    {
        string? id = row.RequiredText("id", EventRules.MaxIdLength);
        string? country = row.OptionalText("country", EventRules.MaxIdLength) is { } code ? Country(row, "country", code) : null;
        string? tier = row.OptionalText("tier", EventRules.MaxIdLength);
        return id is null ? null : new ListedAccount(id, country, tier);
    }

    public static ListedProfile? Profile(ImportRow row)
    {
        string? user = row.RequiredText("user", EventRules.MaxIdLength);
        string? id = row.RequiredText("id", EventRules.MaxIdLength);
        string? name = row.OptionalText("name", AccountRules.MaxProfileNameLength);
        double? maturity = row.OptionalNumber("maturity", 0, TitleRules.MaxMaturity);
        IReadOnlyList<string> languages = Languages(row);
        return user is null || id is null ? null : new ListedProfile(user, new Profile(id, name, (int?)maturity, languages));
    }

    public Rating? Rating(ImportRow row)
    {
        string? user = row.RequiredText("user", EventRules.MaxIdLength);
        string? title = row.RequiredText("title", EventRules.MaxIdLength);
        double? rating = row.RequiredNumber("rating", EventRules.LowestRating, EventRules.HighestRating);
        long? at = row.RequiredMoment("at", clock.GetUtcNow());
        return user is null || title is null || rating is null || at is null ? null : new Rating(user, title, rating.Value, at.Value);
    }

    public View? View(ImportRow row)
    {
        string? user = row.RequiredText("user", EventRules.MaxIdLength);
        string? title = row.RequiredText("title", EventRules.MaxIdLength);
        long? startedAt = row.RequiredMoment("started_at", clock.GetUtcNow());
        double? progress = row.RequiredNumber("progress", 0, 1);
        double? seconds = row.OptionalNumber("seconds", 0, int.MaxValue);
        string? profile = row.OptionalText("profile", EventRules.MaxIdLength);
        string? device = row.OptionalText("device", EventRules.MaxIdLength);
        string? request = row.OptionalText("request", EventRules.MaxIdLength);
        return user is null || title is null || startedAt is null || progress is null
            ? null
            : new View(user, title, profile ?? "", startedAt.Value, progress.Value, (long?)seconds, device) { Request = request };
    }

    public Exposure? Exposure(ImportRow row, bool isClick)
    {
        string? user = row.RequiredText("user", EventRules.MaxIdLength);
        string? title = row.RequiredText("title", EventRules.MaxIdLength);
        long? at = row.RequiredMoment("at", clock.GetUtcNow());
        string? id = row.OptionalText("id", EventRules.MaxIdLength);
        double? propensity = row.OptionalNumber("propensity", 0, 1);
        if (propensity == 0)
            row.Reject("propensity", "0", "must be above 0 and at most 1: what was shown could be shown");
        if (user is null || title is null || at is null)
            return null;
        var exposure = new Exposure
        {
            Id = id ?? "",
            User = user,
            Title = title,
            IsClick = isClick,
            At = at.Value,
            Row = row.OptionalText("row", EventRules.MaxIdLength),
            Rank = (int?)row.OptionalNumber("rank", 1, EventRules.MaxRank),
            Request = row.OptionalText("request", EventRules.MaxIdLength),
            Profile = row.OptionalText("profile", EventRules.MaxIdLength),
            Device = row.OptionalText("device", EventRules.MaxIdLength),
            Propensity = propensity,
        };
        return id is null ? exposure.WithOwnId() : exposure;
    }

    private static string? Country(ImportRow row, string field, string code)
    {
        string? country = IsoCodes.Country(code);
        if (country is null)
            row.Reject(field, code, IsoCodes.CountryRule);
        return country;
    }

    private static IReadOnlyList<string> Languages(ImportRow row)
    {
        IReadOnlyList<string> languages = row.List("languages", Separator);
        if (languages.FirstOrDefault(language => !IsoCodes.IsLanguage(language)) is { } odd)
            row.Reject("languages", odd, IsoCodes.LanguageRule);
        return languages;
    }

    private static T Choice<T>(ImportRow row, string field)
        where T : struct, Enum =>
        row.OptionalChoice(field, [.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())]) is { } name ? Enum.Parse<T>(name, ignoreCase: true) : default;
}
