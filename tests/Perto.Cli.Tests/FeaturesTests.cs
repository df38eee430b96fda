using System.Text.Json.Nodes;
using Perto.Testing;

namespace Perto.Cli.Tests;

/// <summary>The commands of the feature store, over a data folder that nobody else has.</summary>
[Collection("console")]
public sealed class FeaturesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task From_a_definition_to_a_training_set()
    {
        string facts = Write("facts.json", """{"name": "title_facts", "entity": "title", "features": [{"name": "rating", "kind": "number"}]}""");
        string plays = Write(
            "plays.json",
            """{"name": "title_plays", "entity": "title", "features": [{"name": "plays", "kind": "integer", "state": {"primitive": "counter", "event": "play"}}]}""");
        string values = Write(
            "values.jsonl",
            """
            {"key": "heat", "event_at": "2025-01-01T00:00:00Z", "values": {"rating": 4}}
            {"key": "heat", "event_at": "2025-01-03T00:00:00Z", "values": {"rating": 4.5}}
            """);
        string events = Write("events.jsonl", string.Join('\n', Enumerable.Range(0, 1_440).Select(i => $$$"""{"id": "e{{{i}}}", "type": "play", "at": "2025-01-01T{{{i / 60:00}}}:{{{i % 60:00}}}:00Z", "keys": {"title": "heat"}}""")));
        string rows = Write(
            "rows.jsonl",
            """
            {"keys": {"title": "heat"}, "at": "2025-01-02T00:00:00Z", "columns": {"watched": true}}
            {"keys": {"title": "heat"}, "at": "2025-01-04T00:00:00Z", "columns": {"watched": false}}
            """);

        Assert.Equal(1, (int?)(await JsonAsync("features", "declare", facts))["view"]!["version"]);
        await JsonAsync("features", "declare", plays);
        Assert.Equal(2, (int?)(await JsonAsync("features", "write", "title_facts", values))["stored"]);
        Assert.Equal(2, (int?)(await JsonAsync("features", "write", "title_facts", values))["repeated"]);
        JsonNode filled = await JsonAsync("features", "backfill", "title_plays", events);
        Assert.Equal(("done", 1_440, "1440"), ((string?)filled["state"], (int?)filled["counted"], (string?)filled["position"]));
        Assert.Equal(1_440, (int?)(await JsonAsync("features", "backfill", "title_plays", events))["counted"]);
        string more = Write("more.jsonl", """{"id": "more", "type": "play", "at": "2025-01-05T00:00:00Z", "keys": {"title": "heat"}}""");
        Assert.Equal(1, (int?)(await JsonAsync("features", "record", more))["counted"]);

        JsonNode read = await JsonAsync("features", "get", "title", "heat", "none", "--views", "title_facts,title_plays");
        Assert.Equal((4.5, 1_441), ((double?)read[0]!["views"]!["title_facts"]!["values"]!["rating"], (int?)read[0]!["views"]!["title_plays"]!["values"]!["plays"]));
        Assert.Equal("never_written", (string?)read[1]!["views"]!["title_facts"]!["status"]);

        string training = _folder.Find("training.jsonl");
        Assert.Equal(2, (int?)(await JsonAsync("features", "join", "--views", "title_facts,title_plays", "--rows", rows, "--out", training))["rows"]);
        JsonNode[] joined = [.. File.ReadAllLines(training).Select(line => JsonNode.Parse(line)!)];
        Assert.Equal([4.0, 4.5], joined.Select(row => (double?)row["views"]!["title_facts"]!["values"]!["rating"]));
        Assert.Equal([1_440, 1_440], joined.Select(row => (int?)row["views"]!["title_plays"]!["values"]!["plays"]));
        Assert.Equal([true, false], joined.Select(row => (bool?)row["columns"]!["watched"]));

        Assert.Equal(2, (await JsonAsync("features", "history", "title_facts", "heat"))["items"]!.AsArray().Count);
        Assert.Equal(2, (int?)(await JsonAsync("features", "export", "title_facts", "--folder", _folder.Find("out")))["rows"]);
        Assert.True(File.Exists(_folder.Find("out/manifest.json")));
        Assert.Equal("title_facts", (string?)(await JsonAsync("features", "health", "title_facts"))["view"]);

        Assert.Matches("title_facts +title +1 +1 ", (await RunAsync("features", "list")).Output);
        Assert.Matches("rating +number", (await RunAsync("features", "show", "title_facts")).Output);
        Assert.Matches("plays +integer +counter of play", (await RunAsync("features", "show", "title_plays")).Output);
        Assert.Matches("heat +title_facts .* rating +4.5", (await RunAsync("features", "get", "title", "heat", "--views", "title_facts")).Output);
        Assert.Contains("never written", (await RunAsync("features", "get", "title", "none", "--views", "title_facts")).Output, StringComparison.Ordinal);
        Assert.Matches("rating +4.5", (await RunAsync("features", "history", "title_facts", "heat")).Output);
        Assert.Contains("nothing is expected", (await RunAsync("features", "health", "title_facts")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_names_the_line()
    {
        string bad = Write("bad.jsonl", """{"key": "heat", "event_at": "2025-01-01T00:00:00Z", "values": {"rating": 4}, "ratng": 4}""");
        await JsonAsync("features", "declare", Write("facts.json", """{"name": "title_facts", "entity": "title", "features": [{"name": "rating", "kind": "number"}]}"""));

        (int exitCode, _, string error) = await RunAsync("features", "write", "title_facts", bad);

        Assert.Equal(1, exitCode);
        Assert.Contains("bad.jsonl:1", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("features export title_facts", "Give either --folder or --bucket")]
    [InlineData("features get title", "keys")]
    [InlineData("features join --views a", "--rows")]
    public async Task A_line_that_cannot_be_understood_says_why(string line, string reason)
    {
        (int exitCode, _, string error) = await RunAsync(line.Split(' '));
        Assert.Equal(2, exitCode);
        Assert.Contains(reason, error, StringComparison.OrdinalIgnoreCase);
    }

    private string Write(string name, string text)
    {
        string path = _folder.Find(name);
        File.WriteAllText(path, text);
        return path;
    }

    private Task<JsonNode> JsonAsync(params string[] args) => CommandLine.JsonAsync(_folder.Find("data"), args);

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] args) => CommandLine.RunAsync(_folder.Find("data"), args);
}
