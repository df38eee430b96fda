namespace Perto.Platform.Tests;

/// <summary>Events for <see cref="TestFeatures.Activity"/>.</summary>
internal static class Events
{
    private static readonly string[] Titles = ["heat", "ronin", "up", "alien", "jaws"];
    private static readonly string[] Genres = ["crime", "drama", "action", "family", "horror"];

    public static FeatureEvent View(string id, string person, string title, DateTimeOffset at, double hours = 1, string genre = "crime", string device = "tv") => new()
    {
        Id = id,
        Type = "view",
        At = at,
        Keys = new Dictionary<string, string> { ["person"] = person, ["title"] = title },
        Values = new Dictionary<string, FeatureValue>
        {
            ["title"] = FeatureValue.Of(title),
            ["hours"] = FeatureValue.Of(hours),
            ["progress"] = FeatureValue.Of(hours / 2),
            ["genre"] = FeatureValue.Of(genre),
            ["device"] = FeatureValue.Of(device),
        },
    };

    public static FeatureEvent Session(string id, string person, DateTimeOffset at, double minutes) => new()
    {
        Id = id,
        Type = "session",
        At = at,
        Keys = new Dictionary<string, string> { ["person"] = person },
        Values = new Dictionary<string, FeatureValue> { ["minutes"] = FeatureValue.Of(minutes) },
    };

    /// <summary>Events of three people, some of them late.</summary>
    public static FeatureEvent[] Some(Random random, DateTimeOffset end, int count, bool ordered)
    {
        IEnumerable<FeatureEvent> events = Enumerable.Range(0, count).Select(i =>
        {
            string person = $"p{random.Next(3)}";
            DateTimeOffset at = end.AddHours(-random.Next(200));
            int title = random.Next(Titles.Length);
            return random.Next(4) == 0
                ? Session($"e{i}", person, at, random.Next(1, 200) / 4.0)
                : View($"e{i}", person, Titles[title], at, random.Next(1, 9) / 4.0, Genres[random.Next(Genres.Length)], random.Next(2) == 0 ? "tv" : "phone");
        }).ToArray();
        return ordered ? [.. events.OrderBy(happened => happened.At)] : [.. events];
    }
}
