using System.Globalization;
using System.Text.Json;

namespace Perto.Streaming;

/// <summary>A title's line in the database.</summary>
internal sealed record TitleRow
{
    public const string Columns =
        """
        id, name, year, genres, kind, actors, directors, description, released, added_on, duration_minutes, languages, original, maturity,
        quality, tiers, countries
        """;

    public string Id { get; init; } = "";

    public string Name { get; init; } = "";

    public int? Year { get; init; }

    public string Genres { get; init; } = "[]";

    public string Kind { get; init; } = "film";

    public string Actors { get; init; } = "[]";

    public string Directors { get; init; } = "[]";

    public string? Description { get; init; }

    public string? Released { get; init; }

    public string? AddedOn { get; init; }

    public int? DurationMinutes { get; init; }

    public string Languages { get; init; } = "[]";

    public bool Original { get; init; }

    public int? Maturity { get; init; }

    public string Quality { get; init; } = "hd";

    public string Tiers { get; init; } = "[]";

    public string Countries { get; init; } = "[]";

    /// <param name="ordinal">Its place among the titles.</param>
    /// <param name="lists">Lists that were read already: most titles have the genres and countries of others.</param>
    /// <param name="ratings">How many people rated it.</param>
    /// <param name="averageRating">Their mean.</param>
    /// <param name="views">How often it was started.</param>
    public Title ToTitle(int ordinal, Dictionary<string, string[]> lists, int ratings, double averageRating, int views) => new()
    {
        Ordinal = ordinal,
        Id = Id,
        Name = Name,
        Year = Year,
        Genres = Shared(Genres, lists),
        Kind = Enum.Parse<TitleKind>(Kind, ignoreCase: true),
        Cast = List(Actors),
        Directors = Shared(Directors, lists),
        Description = Description,
        Released = Day(Released),
        AddedOn = Day(AddedOn),
        DurationMinutes = DurationMinutes,
        Languages = Shared(Languages, lists),
        IsOriginal = Original,
        Maturity = Maturity,
        Quality = Enum.Parse<PictureQuality>(Quality, ignoreCase: true),
        Tiers = Shared(Tiers, lists),
        Countries = Shared(Countries, lists),
        Ratings = ratings,
        AverageRating = averageRating,
        Views = views,
    };

    private static string[] Shared(string json, Dictionary<string, string[]> lists)
    {
        if (!lists.TryGetValue(json, out string[]? list))
            lists[json] = list = List(json);
        return list;
    }

    private static string[] List(string json) => json == "[]" ? [] : JsonSerializer.Deserialize<string[]>(json) ?? [];

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.ParseExact(text, "O", CultureInfo.InvariantCulture);
}
