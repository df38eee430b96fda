using System.Globalization;
using Perto.Platform;
using Perto.Testing;

namespace Perto.Streaming.Tests;

public sealed class GeneratorTests
{
    private static readonly GeneratorSettings Small = new() { People = 150, Titles = 400, Impressions = true, Seed = 3 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_life_hangs_on_the_seed_and_the_number_of_the_person_alone()
    {
        using var files = new TemporaryFolder();
        string many = await WriteAsync(files, "many", Small with { People = 40 });
        string again = await WriteAsync(files, "again", Small with { People = 40 });
        string few = await WriteAsync(files, "few", Small with { People = 5 });
        string other = await WriteAsync(files, "other", Small with { People = 5, Seed = 4 });

        foreach (string name in Directory.EnumerateFiles(many, "*.csv").Select(file => Path.GetFileName(file)!))
        {
            string[] lines = await File.ReadAllLinesAsync(Path.Combine(many, name), Cancellation);
            Assert.Equal(lines, await File.ReadAllLinesAsync(Path.Combine(again, name), Cancellation));
            string[] first = await File.ReadAllLinesAsync(Path.Combine(few, name), Cancellation);
            Assert.Equal(first, lines[..first.Length]);
        }

        Assert.NotEqual(
            await File.ReadAllTextAsync(Path.Combine(few, "views.csv"), Cancellation), await File.ReadAllTextAsync(Path.Combine(other, "views.csv"), Cancellation));
    }

    [Fact]
    public async Task All_that_is_generated_is_imported()
    {
        using var files = new TemporaryFolder();
        string folder = await WriteAsync(files, "made", Small with { People = 30 });
        await using Service service = await Service.OpenAsync();

        ImportReport report = await service.Imports.ImportAsync(TenantId.Local, folder, progress: null, Cancellation);

        Assert.Empty(report.Errors);
        Assert.Equal(Directory.EnumerateFiles(folder, "*.csv").Sum(file => File.ReadLines(file).Count() - 1), report.RowsRead);
    }

    [Fact]
    public async Task Clicks_plays_and_ends_come_as_often_as_the_truth_says()
    {
        using var files = new TemporaryFolder();
        string folder = await WriteAsync(files, "made", Small);
        GeneratedTruth truth = await ServiceGenerator.ReadTruthAsync(folder, Cancellation);
        Dictionary<string, string[]> views = Rows(folder, "views").Where(view => view[7].Length > 0).DistinctBy(view => $"{view[7]} {view[1]}").ToDictionary(view => $"{view[7]} {view[1]}");
        string[][] clicks = [.. Rows(folder, "clicks")];
        HashSet<string> clicked = [.. clicks.Select(click => $"{click[5]} {click[1]}")];

        // By how likely a click was; each kind of place and each tenth of the likelihoods must keep its promise.
        (double Predicted, bool Clicked)[] shown =
        [
            .. Rows(folder, "impressions").Select(row => (
                GeneratedTruth.Examination(row[3][^1] - '0', int.Parse(row[4], CultureInfo.InvariantCulture)) * truth.Click(row[0], row[1], Moment(row[2]), Device(row[6])),
                clicked.Contains($"{row[5]} {row[1]}"))),
        ];
        foreach ((double Predicted, bool Clicked)[] tenth in shown.OrderBy(one => one.Predicted).Chunk((shown.Length / 10) + 1))
            AssertClose(tenth.Sum(one => one.Predicted), tenth.Count(one => one.Clicked));
        AssertClose(clicks.Sum(click => truth.Play(click[0], click[1])), clicks.Count(click => views.ContainsKey($"{click[5]} {click[1]}")));

        // Films alone: a series may not have come to its end yet.
        HashSet<string> films = [.. Rows(folder, "titles").Where(title => title[4] == "film").Select(title => title[0])];
        string[][] played = [.. views.Values.Where(view => films.Contains(view[1]))];
        AssertClose(played.Sum(view => truth.Finish(view[0], view[1], Device(view[6]))), played.Count(view => view[3] == "1"));
        AssertClose(played.Sum(view => truth.Completion(view[0], view[1], Device(view[6]))), played.Sum(view => Number(view[3])));
    }

    [Fact]
    public async Task The_bias_of_positions_can_be_found_again()
    {
        using var files = new TemporaryFolder();
        string folder = await WriteAsync(files, "made", Small);
        GeneratedTruth truth = await ServiceGenerator.ReadTruthAsync(folder, Cancellation);
        HashSet<string> clicked = [.. Rows(folder, "clicks").Select(click => $"{click[5]} {click[1]}")];

        var curve = Rows(folder, "impressions")
            .GroupBy(row => (Row: row[3][^1] - '0', Rank: int.Parse(row[4], CultureInfo.InvariantCulture)))
            .Select(place => (place.Key, Clicks: place.Count(row => clicked.Contains($"{row[5]} {row[1]}")), Attraction: place.Sum(row => truth.Click(row[0], row[1], Moment(row[2]), Device(row[6])))))
            .ToArray();

        Assert.Equal(24, curve.Length);
        Assert.All(curve, place => AssertClose(GeneratedTruth.Examination(place.Key.Row, place.Key.Rank) * place.Attraction, place.Clicks));
    }

    [Fact]
    public async Task Pages_show_what_may_be_shown_with_propensities_that_are_probabilities()
    {
        using var files = new TemporaryFolder();
        string folder = await WriteAsync(files, "made", Small);
        Dictionary<string, string[]> titles = Rows(folder, "titles").ToDictionary(title => title[0]);
        Dictionary<string, string[]> people = Rows(folder, "people").ToDictionary(person => person[0]);
        ILookup<string, (string, string, long)> begun = Rows(folder, "views").ToLookup(view => view[0], view => (view[0], view[1], long.Parse(view[2], CultureInfo.InvariantCulture)));

        foreach (IGrouping<string, string[]> page in Rows(folder, "impressions").GroupBy(row => row[5]))
        {
            Assert.Equal(page.Count(), page.Select(row => row[1]).Distinct().Count());
            foreach (IGrouping<string, string[]> row in page.GroupBy(row => row[3]))
                Assert.Equal(Enumerable.Range(1, row.Count()), row.Select(shown => int.Parse(shown[4], CultureInfo.InvariantCulture)));
            foreach (string[] shown in page)
            {
                string[] title = titles[shown[1]];
                string[] person = people[shown[0]];
                Assert.InRange(Number(shown[8]), 1e-9, 1);
                Assert.True(title[15].Length == 0 || person[2] == "premium");
                Assert.True(title[16].Length == 0 || title[16].Split('|').Contains(person[1]));
                Assert.True(shown[7] == "main" || Number(title[13]) <= 7);
                Assert.True(DateOnly.Parse(title[9], CultureInfo.InvariantCulture) <= DateOnly.FromDateTime(Moment(shown[2]).UtcDateTime));
            }
        }

        foreach (string[] shown in Rows(folder, "impressions"))
            Assert.DoesNotContain(begun[shown[0]], view => view.Item2 == shown[1] && view.Item3 < long.Parse(shown[2], CultureInfo.InvariantCulture));
    }

    [Fact]
    public void The_oracle_leaves_no_regret_and_knows_more_than_popularity()
    {
        var truth = new GeneratedTruth(Small, Service.Now);
        double oracle = 0;
        double others = 0;
        for (int number = 1; number <= 50; number++)
        {
            string person = number.ToString(CultureInfo.InvariantCulture);
            IReadOnlyList<string> best = truth.Best(person, Service.Now, DeviceKind.Tv, 10);
            string[] chance = [.. Enumerable.Range(1, 10).Select(i => ((((number * 31) + (i * 37)) % 400) + 1).ToString(CultureInfo.InvariantCulture))];
            string[] worse = [.. best.Reverse()];
            Assert.Equal(0, truth.Regret(person, best, Service.Now, DeviceKind.Tv), precision: 12);
            Assert.True(truth.Regret(person, worse, Service.Now, DeviceKind.Tv) > 0);
            Assert.DoesNotContain(best[0], truth.Best(person, Service.Now, DeviceKind.Tv, 10, new HashSet<string>([best[0]])));
            oracle += truth.Value(person, best, Service.Now, DeviceKind.Tv);
            others += truth.Value(person, chance, Service.Now, DeviceKind.Tv);
        }

        Assert.True(oracle > 3 * others, $"{oracle} against {others}");
        Assert.Throws<ArgumentException>(() => truth.Play("151", "1"));
        Assert.Throws<ArgumentException>(() => truth.Play("1", "0"));
    }

    [Fact]
    public async Task Genres_have_their_seasons_devices_their_hours_and_some_people_binge()
    {
        using var files = new TemporaryFolder();
        string folder = await WriteAsync(files, "made", Small with { People = 600, Impressions = false });
        HashSet<string> horror = [.. Rows(folder, "titles").Where(title => title[3].Contains("Horror", StringComparison.Ordinal)).Select(title => title[0])];
        (DateTimeOffset At, string Device, string Title, string Person)[] views = [.. Rows(folder, "views").Select(view => (Moment(view[2]), view[6], view[1], view[0]))];

        double inSeason = Part(views.Where(view => view.At.Month is 10 or 11), view => horror.Contains(view.Title));
        double outOfIt = Part(views.Where(view => view.At.Month is 4 or 5 or 6), view => horror.Contains(view.Title));
        double eveningTv = Part(views.Where(view => view.At.Hour >= 20), view => view.Device == "tv");
        double noonTv = Part(views.Where(view => view.At.Hour is 12 or 13), view => view.Device == "tv");
        double[] perDay = [.. views.GroupBy(view => (view.Person, view.At.Date)).Select(day => (double)day.Count())];

        Assert.True(inSeason > 1.2 * outOfIt, $"{inSeason} against {outOfIt}");
        Assert.True(eveningTv > 1.3 * noonTv, $"{eveningTv} against {noonTv}");
        Assert.True(perDay.Count(views => views >= 5) > 100 && perDay.Count(views => views == 1) > 1_000);
    }

    [Theory]
    [InlineData(0, 100, 1, "people")]
    [InlineData(1, 49, 1, "titles")]
    [InlineData(1, 50, 0, "days")]
    public void A_size_out_of_its_range_is_named(int people, int titles, int days, string field)
    {
        InvalidValueException refused = Assert.Throws<InvalidValueException>(
            () => new ServiceGenerator(new GeneratorSettings { People = people, Titles = titles, Days = days }, Service.Now));
        Assert.Equal(field, refused.Field);
    }

    // Counts of independent events: five standard deviations of a Poisson count, which are more than those of any such sum.
    private static void AssertClose(double expected, double found) => Assert.InRange(found, expected - (5 * Math.Sqrt(expected)) - 1, expected + (5 * Math.Sqrt(expected)) + 1);

    private static double Part<T>(IEnumerable<T> all, Func<T, bool> which)
    {
        T[] items = [.. all];
        Assert.NotEmpty(items);
        return (double)items.Count(which) / items.Length;
    }

    private static async Task<string> WriteAsync(TemporaryFolder files, string name, GeneratorSettings settings)
    {
        string folder = Directory.CreateDirectory(files.Find(name)).FullName;
        await new ServiceGenerator(settings, Service.Now).WriteAsync(folder, Cancellation);
        return folder;
    }

    private static IEnumerable<string[]> Rows(string folder, string name) => File.ReadLines(Path.Combine(folder, name + ".csv")).Skip(1).Select(line => line.Split(','));

    private static DateTimeOffset Moment(string seconds) => DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds, CultureInfo.InvariantCulture));

    private static DeviceKind Device(string name) => Enum.Parse<DeviceKind>(name, ignoreCase: true);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
