namespace Perto.Streaming.Tests;

/// <summary>Simulated people do what is true of them.</summary>
public sealed class SimulatedPeopleTests
{
    private const int Pages = 4_000;

    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_people_do_with_a_place_and_a_title_is_what_is_true_of_them()
    {
        var truth = new GeneratedTruth(new GeneratorSettings { People = 20, Titles = 60 }, Now);
        var people = new SimulatedPeople(truth, seed: 3);
        var events = Enumerable.Range(0, Pages).SelectMany(_ => people.Look(Page("7"), Now, DeviceKind.Tv)).ToList();

        Assert.Equal(Pages * 6, events.Count(happened => happened.Type == EventType.Impression));
        foreach ((int row, int rank, string title) in ((int, int, string)[])[(1, 1, "5"), (1, 3, "9"), (2, 1, "12"), (2, 2, "30")])
        {
            double looked = GeneratedTruth.Examination(row, rank);
            AssertShare(looked * truth.Click("7", title, Now, DeviceKind.Tv), Count(EventType.Click, title));
            AssertShare(looked * people.Plays("7", title, Now, DeviceKind.Tv), events.Count(happened => happened.Type == EventType.View && happened.Title == title && happened.Progress >= HistoryEntry.WatchedFrom));
            AssertShare(looked * truth.Click("7", title, Now, DeviceKind.Tv) * truth.Play("7", title), Count(EventType.View, title));
        }
        Assert.All(events, happened => Assert.Equal("page", happened.Request));

        int Count(EventType type, string title) => events.Count(happened => happened.Type == type && happened.Title == title);
    }

    // Within four standard deviations of what is expected.
    private static void AssertShare(double expected, int happened) =>
        Assert.InRange((double)happened / Pages, expected - (4 * Math.Sqrt(expected / Pages)), expected + (4 * Math.Sqrt(expected / Pages)));

    private static HomePage Page(string user) => new()
    {
        User = user,
        Request = "page",
        Rows = [Row("first", "5", "8", "9"), Row("second", "12", "30", "31")],
        Degraded = [],
        TimingMs = new Dictionary<string, double>(StringComparer.Ordinal),
    };

    private static HomeRow Row(string name, params string[] titles) => new(name, name, [.. titles.Select((id, place) => new RecommendedTitle
    {
        Id = id,
        Title = id,
        Genres = [],
        Rank = place + 1,
        Score = 0.5,
        Reason = "",
        Why = new(new Dictionary<string, double>(StringComparer.Ordinal), new Dictionary<string, double>(StringComparer.Ordinal), []),
    })]);
}
