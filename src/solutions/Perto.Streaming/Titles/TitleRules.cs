using Perto.Platform;

namespace Perto.Streaming;

/// <summary>What a title must be. Each error names the field, the value and the rule.</summary>
internal static class TitleRules
{
    public const int MaxNameLength = 1_000;
    public const int MaxDescriptionLength = 10_000;
    public const int MaxListed = 64;
    public const int MaxListedLength = 256;
    public const int MaxCountries = 300;
    public const int FirstYear = 1870;
    public const int YearsAhead = 10;
    public const int MaxMinutes = 10_000;
    public const int MaxMaturity = 21;

    /// <summary>The entry as it is stored: without null lists, countries in capitals, and with a year where the day is known.</summary>
    /// <exception cref="InvalidValueException">A field breaks its rule.</exception>
    public static CatalogueEntry Check(CatalogueEntry entry, DateTimeOffset now)
    {
        TextRules.Required(entry.Name, "name", MaxNameLength);
        TextRules.Optional(entry.Description, "description", MaxDescriptionLength);
        Range(entry.Year, "year", FirstYear, now.Year + YearsAhead);
        Range(entry.Released?.Year, "released", FirstYear, now.Year + YearsAhead);
        Range(entry.AddedOn?.Year, "added_on", FirstYear, now.Year + YearsAhead);
        Range(entry.DurationMinutes, "duration_minutes", 1, MaxMinutes);
        Range(entry.Maturity, "maturity", 0, MaxMaturity);
        return entry with
        {
            Year = entry.Year ?? entry.Released?.Year,
            Genres = List(entry.Genres, "genres"),
            Cast = List(entry.Cast, "cast"),
            Directors = List(entry.Directors, "directors"),
            Languages = Codes(entry.Languages, "languages"),
            Tiers = List(entry.Tiers, "tiers"),
            Countries = [.. List(entry.Countries, "countries", MaxCountries).Select((code, index) => IsoCodes.RequireCountry(code, $"countries[{index}]"))],
        };
    }

    private static IReadOnlyList<string> Codes(IReadOnlyList<string>? codes, string field)
    {
        IReadOnlyList<string> given = List(codes, field);
        for (int i = 0; i < given.Count; i++)
            IsoCodes.RequireLanguage(given[i], $"{field}[{i}]");
        return given;
    }

    private static IReadOnlyList<string> List(IReadOnlyList<string>? items, string field, int most = MaxListed)
    {
        if (items is null)
            return [];
        if (items.Count > most)
            throw InvalidValueException.OutOfRange(field, items.Count, 0, most);
        for (int i = 0; i < items.Count; i++)
            TextRules.Required(items[i], $"{field}[{i}]", MaxListedLength);
        return items;
    }

    private static void Range(int? value, string field, int low, int high)
    {
        if (value < low || value > high)
            throw InvalidValueException.OutOfRange(field, value.Value, low, high);
    }
}
