namespace Perto.Streaming;

/// <summary>What the files of Perto's own layout hold, by their names, in the order in which they are read: titles and people come first.</summary>
internal static class ServiceContent
{
    public const string Titles = "titles";
    public const string People = "people";
    public const string Profiles = "profiles";
    public const string Ratings = "ratings";
    public const string Views = "views";
    public const string Impressions = "impressions";
    public const string Clicks = "clicks";

    private static readonly string[] Exposed = ["id", "row", "rank", "request", "profile", "device", "propensity"];

    /// <summary>All of them, in the order in which they are read.</summary>
    public static IReadOnlyList<string> All { get; } = [Titles, People, Profiles, Ratings, Views, Impressions, Clicks];

    /// <summary>The columns that must be there.</summary>
    public static IReadOnlyList<string> Required(string content) => content switch
    {
        Titles => ["id", "name"],
        People => ["id"],
        Profiles => ["user", "id"],
        Ratings => ["user", "title", "rating", "at"],
        Views => ["user", "title", "started_at", "progress"],
        _ => ["user", "title", "at"],
    };

    /// <summary>The columns that may be there.</summary>
    public static IReadOnlyList<string> Optional(string content) => content switch
    {
        Titles =>
        [
            "year", "genres", "kind", "cast", "directors", "description", "released", "added_on", "duration_minutes", "languages", "original",
            "maturity", "quality", "tiers", "countries",
        ],
        People => ["country", "tier"],
        Profiles => ["name", "maturity", "languages"],
        Ratings => [],
        Views => ["seconds", "profile", "device", "request"],
        _ => Exposed,
    };

    /// <summary>The column that names the person; null where rows are about nobody.</summary>
    public static string? Subject(string content) => content switch
    {
        Titles => null,
        People => "id",
        _ => "user",
    };
}
