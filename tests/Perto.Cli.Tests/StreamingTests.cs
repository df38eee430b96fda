using System.Text.Json.Nodes;
using Perto.Testing;

namespace Perto.Cli.Tests;

/// <summary>A film service on the command line, from files to its measures.</summary>
[Collection("console")]
public sealed class StreamingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.Find("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_made_service_is_written_imported_trained_and_measured()
    {
        string files = _folder.Find("files");
        JsonNode made = await CommandLine.JsonAsync(Data, "streaming", "generate", files, "--people", "40", "--titles", "80", "--days", "20", "--impressions");
        Assert.Contains("impressions.csv", made.AsArray().Select(file => (string?)file!["file"]));
        string first = await File.ReadAllTextAsync(Path.Combine(files, "titles.csv"), TestContext.Current.CancellationToken);
        Assert.Equal(81, first.Count(letter => letter == '\n'));

        JsonNode imported = await CommandLine.JsonAsync(Data, "streaming", "import", files);
        JsonNode trained = await CommandLine.JsonAsync(Data, "streaming", "train");
        JsonNode measures = await CommandLine.JsonAsync(Data, "streaming", "measures");

        Assert.Equal(0, (int)imported["rows_rejected"]!);
        Assert.True((bool)trained["live"]!);
        Assert.Equal(80, (int)measures["titles"]!);
        JsonNode clicks = measures["measures"]!.AsArray().Single(measure => (string?)measure!["name"] == "click_through")!;
        Assert.Equal(Lines(files, "impressions.csv"), (long)clicks["observations"]!);
        Assert.Equal((double)Lines(files, "clicks.csv") / Lines(files, "impressions.csv"), (double)clicks["value"]!, 6);
    }

    [Fact]
    public async Task Pins_are_added_listed_and_removed_and_pages_that_nobody_asked_for_say_nothing_of_a_ranking()
    {
        string files = _folder.Find("files");
        await CommandLine.JsonAsync(Data, "streaming", "generate", files, "--people", "10", "--titles", "60", "--days", "10");
        await CommandLine.JsonAsync(Data, "streaming", "import", files);

        JsonNode added = await CommandLine.JsonAsync(
            Data, "streaming", "pins", "add", "spring", "--title", "7", "--row", "trending", "--place", "2", "--country", "PT", "--to", "2030-01-01T00:00:00Z");
        await CommandLine.JsonAsync(Data, "streaming", "pins", "add", "autumn", "--title", "8", "--row", "top_picks");
        JsonNode listed = await CommandLine.JsonAsync(Data, "streaming", "pins", "list");
        await CommandLine.JsonAsync(Data, "streaming", "pins", "remove", "autumn");

        Assert.Equal(("7", "trending", 2, "PT"), ((string?)added["pin"]!["title"], (string?)added["pin"]!["row"], (int)added["pin"]!["place"]!, (string?)added["pin"]!["country"]));
        Assert.Equal(["autumn", "spring"], listed.AsArray().Select(pin => (string?)pin!["id"]));
        Assert.Equal("spring", (string?)Assert.Single((await CommandLine.JsonAsync(Data, "streaming", "pins", "list")).AsArray())!["id"]);
        JsonNode judged = await CommandLine.JsonAsync(Data, "streaming", "off-policy", "--model", "blend");
        Assert.Equal(0, (int)judged["pages"]!);
        Assert.NotNull(judged["drawn_places"]!["refusal"]);
    }

    [Fact]
    public async Task The_same_seed_and_end_make_the_same_files()
    {
        string[] settings = ["--people", "10", "--titles", "60", "--days", "10", "--seed", "4", "--end", "2026-01-01T00:00:00Z"];
        foreach (string folder in (string[])["one", "two"])
            await CommandLine.JsonAsync(Data, ["streaming", "generate", _folder.Find(folder), .. settings]);

        foreach (string file in Directory.EnumerateFiles(_folder.Find("one")))
            Assert.Equal(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(Path.Combine(_folder.Find("two"), Path.GetFileName(file)), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_pages_are_worth_is_told_by_the_truth()
    {
        JsonNode outcome = await CommandLine.JsonAsync(
            Data, "streaming", "simulate", "--people", "60", "--titles", "120", "--days", "60", "--views", "20", "--rounds", "6", "--k", "5");

        Dictionary<string, double> regret = outcome["lists"]!.AsArray().ToDictionary(list => (string)list!["name"]!, list => (double)list!["regret"]!);
        Assert.Equal(0, regret["oracle"]);
        Assert.True(regret["blend"] < regret["random"]);
        Assert.All(regret.Values, value => Assert.True(value >= 0));
        Assert.Equal(360, (int)outcome["pages"]!);
        Assert.Equal(10, outcome["places"]!.AsArray().Count);
        Assert.Equal(1, (double)outcome["places"]![0]!["true"]!);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task The_past_of_a_folder_is_measured_and_nothing_of_it_is_kept()
    {
        string files = _folder.Find("files");
        await CommandLine.JsonAsync(Data, "streaming", "generate", files, "--people", "60", "--titles", "100", "--days", "60", "--views", "40");

        JsonNode report = await CommandLine.JsonAsync(
            _folder.Find("none"), "streaming", "backtest", "--data", files, "--model", "popularity,ease", "--windows", "2", "--min-watched", "3", "--param", "trees=20");

        Assert.Equal(["popularity", "ease", "ials", "blend", "lambdamart", "page"], report["results"]!.AsArray().Select(result => (string?)result!["model"]));
        Assert.Equal("20", (string?)report["results"]![4]!["parameters"]!["trees"]);
        Assert.False(Directory.Exists(_folder.Find("none")));
    }

    [Theory]
    [InlineData("streaming backtest --data x --windows 9", "9 windows of 0.1 before 0.8 leave less than 0.05")]
    [InlineData("streaming backtest --data x --k 0", "k must be between 1 and 100; got 0")]
    [InlineData("streaming backtest --data x --param trees", "--param must be name=value; got 'trees'")]
    [InlineData("streaming simulate --rounds 0", "rounds must be between 1 and 1000; got 0")]
    [InlineData("streaming train --model ranker", "200 are needed (Perto:Streaming:Ranker:MinPages)")]
    [InlineData("streaming train --model blend", "blend")]
    [InlineData("streaming batch --to-table --top 501", "top must be between 1 and 500; got 501")]
    [InlineData("streaming batch --output /no/such/folder/file", "there is no /no/such/folder")]
    [InlineData("streaming batch --to-table --people /no/such/file", "--people: there is no file '/no/such/file'")]
    [InlineData("streaming measures --experiment none", "There is no experiment 'none'")]
    [InlineData("streaming off-policy --model home-ranker@3", "home-ranker@3")]
    [InlineData("streaming off-policy --model best", "model must be home-ranker@VERSION or blend; got 'best'")]
    [InlineData("streaming pins remove spring", "There is no pin 'spring'")]
    [InlineData("streaming pins add spring --title heat --row trending", "title: there is no title 'heat'")]
    public async Task What_cannot_be_done_says_why(string command, string message)
    {
        (int exitCode, string output, string error) = await CommandLine.RunAsync(Data, command.Split(' '));

        Assert.NotEqual(0, exitCode);
        Assert.Contains(message, output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recommendations_for_many_go_into_a_file_or_the_table()
    {
        string files = _folder.Find("files"), people = _folder.Find("people.txt"), lists = _folder.Find("lists.jsonl"), pages = _folder.Find("pages.csv");
        await CommandLine.JsonAsync(Data, "streaming", "generate", files, "--people", "30", "--titles", "80", "--days", "20");
        await CommandLine.JsonAsync(Data, "streaming", "import", files);
        await File.WriteAllTextAsync(people, "3\n1\n\nnobody\n", TestContext.Current.CancellationToken);

        JsonNode all = await CommandLine.JsonAsync(Data, "streaming", "batch", "--output", lists, "--top", "4");
        JsonNode some = await CommandLine.JsonAsync(Data, "streaming", "batch", "-o", pages, "--kind", "home", "--format", "csv", "--people", people);
        JsonNode table = await CommandLine.JsonAsync(Data, "streaming", "batch", "--to-table", "--people", people, "--device", "tv", "--time-of-day", "evening");

        Assert.Equal(("done", 30, 30), ((string?)all["state"], (int)all["people"]!, (int)all["made"]!));
        string[] lines = await File.ReadAllLinesAsync(lists, TestContext.Current.CancellationToken);
        Assert.Equal(30, lines.Length);
        Assert.All(lines, line => Assert.Equal(4, JsonNode.Parse(line)!["titles"]!.AsArray().Count));
        Assert.Equal(["1", "3", "nobody"], (await File.ReadAllLinesAsync(pages, TestContext.Current.CancellationToken)).Skip(1).Select(line => line.Split(',')[0]).Distinct());
        Assert.Equal((3, 3), ((int)some["made"]!, (int)table["made"]!));
        Assert.Equal("tv", (string?)table["request"]!["device"]);
    }

    [Fact]
    public async Task A_mapping_reads_files_of_other_names_and_columns()
    {
        string files = Directory.CreateDirectory(_folder.Find("mapped")).FullName;
        await File.WriteAllTextAsync(Path.Combine(files, "filme.txt"), "Nr;Titel\n7;Der Kreis\n;Ohne Nummer\n", TestContext.Current.CancellationToken);
        string mapping = _folder.Find("mapping.json");
        await File.WriteAllTextAsync(
            mapping,
            """{ "files": [ { "content": "titles", "files": "filme.txt", "separator": ";", "columns": { "id": "Nr", "name": "Titel" } } ] }""",
            TestContext.Current.CancellationToken);

        JsonNode imported = await CommandLine.JsonAsync(Data, "streaming", "import", files, "--mapping", mapping);

        Assert.Equal((2, 1), ((int)imported["rows_read"]!, (int)imported["rows_rejected"]!));
    }

    private static long Lines(string folder, string file) =>
        File.ReadLines(Path.Combine(folder, file)).LongCount() - 1;
}
