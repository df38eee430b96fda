using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Perto.Testing;

namespace Perto.Cli.Tests;

/// <summary>The commands of the vector database, over a data folder that nobody else has.</summary>
[Collection("console")]
public sealed class VectorsTests : IDisposable
{
    private const string Header = """{"collection": "films", "schema": {"vectors": [{"name": "plot", "dimension": 2}], "payload": [{"name": "year", "kind": "integer"}]}}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("vectors search films", "Give either --id or --vector")]
    [InlineData("vectors search films --id a --vector b.json", "Give either --id or --vector")]
    [InlineData("vectors search films --id a --group-size 2", "--group-size needs --group")]
    [InlineData("vectors export films", "--out")]
    [InlineData("vectors import x.jsonl", "--collection")]
    [InlineData("vectors import x.jsonl --collection c --skip -1", "--skip must be 0 or more")]
    public async Task A_line_that_cannot_be_understood_says_why(string line, string reason)
    {
        (int exitCode, _, string error) = await RunAsync(line.Split(' '));
        Assert.Equal(2, exitCode);
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_exported_is_imported_again_plain_and_compressed()
    {
        string source = await WriteAsync("a.jsonl", Header, Line("heat", 1, 0, 1995), Line("ronin", 0.9f, 0.1f, 1998), "", Line("alien", 0, 1, 1979));
        Assert.Equal(3, (int?)(await JsonAsync("vectors", "import", source, "--collection", "films"))["written"]);

        string packed = _folder.Find("b.jsonl.gz");
        Assert.Equal(3, (int?)(await JsonAsync("vectors", "export", "films", "--out", packed))["records"]);
        Assert.Equal(3, (int?)(await JsonAsync("vectors", "import", packed, "--collection", "shop/films@2"))["written"]);

        JsonNode list = await JsonAsync("vectors", "list");
        Assert.Equal(["films", "shop/films@2"], list.AsArray().Select(collection => (string?)collection!["name"]));
        JsonNode shown = await JsonAsync("vectors", "show", "shop/films@2");
        Assert.Equal(3, (int?)shown["statistics"]!["records"]);
        JsonNode found = await JsonAsync("vectors", "search", "shop/films@2", "--id", "heat", "--filter", """{"year": {"$gte": 1990}}""");
        Assert.Equal(["ronin"], found["hits"]!.AsArray().Select(hit => (string?)hit!["id"]));
        Assert.Equal(1.0, (double?)(await JsonAsync("vectors", "recall", "films", "-k", "2"))["points"]![0]!["recall"]);
        Assert.Equal(3, (int?)(await JsonAsync("vectors", "compact", "films"))["after"]!["records"]);
        Assert.Empty((await JsonAsync("vectors", "verify"))["problems"]!.AsArray());
    }

    [Fact]
    public async Task What_is_copied_to_another_store_is_compared_and_is_equal()
    {
        string source = await WriteAsync("a.jsonl", Header, Line("heat", 1, 0, 1995), Line("ronin", 0.9f, 0.1f, 1998));
        await JsonAsync("vectors", "import", source, "--collection", "films");
        await JsonAsync("vectors", "import", source, "--collection", "shop/films@2");
        string other = _folder.Find("other");

        JsonNode copied = await JsonAsync("vectors", "copy", "--to", $"embedded:{other}");

        Assert.Equal(["films:2:2", "shop/films@2:2:2"], copied["collections"]!.AsArray().Select(one => $"{one!["collection"]}:{one["written"]}:{one["same"]}"));
        JsonNode shown = await CommandLine.JsonAsync(other, "vectors", "show", "films");
        Assert.Equal(2, (int?)shown["statistics"]!["records"]);
        JsonNode back = await JsonAsync("vectors", "copy", "--from", $"embedded:{other}", "--to", "data", "--collection", "films");
        Assert.Equal(2, (int?)back["collections"]![0]!["same"]);
    }

    [Theory]
    [InlineData("--to oracle://db", "--to must be data, embedded:FOLDER")]
    [InlineData("--to data", "--from and --to are the same store")]
    [InlineData("--to embedded:x --collection none", "none")]
    [InlineData("--to embedded:x --tenant other", "as the tenant local")]
    public async Task A_copy_that_cannot_be_made_says_why(string options, string reason)
    {
        (int exitCode, _, string error) = await RunAsync(["vectors", "copy", .. options.Split(' ')]);
        Assert.Equal(1, exitCode);
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_never_shows_a_password()
    {
        await JsonAsync("vectors", "import", await WriteAsync("a.jsonl", Header, Line("heat", 1, 0, 1995)), "--collection", "films");

        (int exitCode, string output, string error) = await RunAsync(["vectors", "copy", "--to", "postgres://ana:secret@127.0.0.1:1/perto"]);
        Assert.Equal(1, exitCode);
        Assert.DoesNotContain("secret", output + error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgre://perto:secret@db/perto", "got 'postgre'")]
    [InlineData("postgres:///x?password=secret", "got 'postgres'")]
    public async Task An_address_that_is_refused_is_shown_by_its_scheme(string address, string shown)
    {
        (int exitCode, string output, string error) = await RunAsync("--json", "vectors", "copy", "--to", address);
        Assert.Equal(1, exitCode);
        Assert.Contains(shown, error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_server_gets_its_own_key()
    {
        await using HttpDouble one = await HttpDouble.StartAsync(NotFoundAsync), other = await HttpDouble.StartAsync(NotFoundAsync);
        await JsonAsync("vectors", "import", await WriteAsync("a.jsonl", Header, Line("heat", 1, 0, 1995)), "--collection", "films");
        string[] copy = ["vectors", "copy", "--key", "any-key", "--from-key", "one-key", "--to", $"{other.Address}", "--to-key", "other-key", "--collection", "films", "--from"];

        await RunAsync([.. copy, $"{one.Address}"]);
        await RunAsync([.. copy, "data"]);

        Assert.Equal("Bearer one-key", one.Requests[0].Headers["authorization"]);
        Assert.Equal("Bearer other-key", other.Requests[0].Headers["authorization"]);

        static Task NotFoundAsync(HttpContext context)
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_collection_of_two_vectors_is_copied_to_Pinecone()
    {
        await using PineconeDouble pinecone = await PineconeDouble.StartAsync();
        string source = await WriteAsync(
            "two.jsonl",
            """{"collection": "films", "schema": {"vectors": [{"name": "plot", "dimension": 2}, {"name": "look", "dimension": 3}]}}""",
            """{"id": "heat", "vectors": {"plot": [1, 0], "look": [0, 1, 0]}}""");
        await JsonAsync("vectors", "import", source, "--collection", "films");
        (string Name, string Value)[] settings = [("PERTO__PINECONE__APIKEY", pinecone.ApiKey), ("PERTO__PINECONE__CONTROLURL", $"{pinecone.Address}")];
        foreach ((string name, string value) in settings)
            Environment.SetEnvironmentVariable(name, value);
        try
        {
            JsonNode copied = await JsonAsync("vectors", "copy", "--to", "pinecone:shop", "--collection", "films");
            Assert.Equal(1, (int?)copied["collections"]![0]!["same"]);
        }
        finally
        {
            foreach ((string name, _) in settings)
                Environment.SetEnvironmentVariable(name, null);
        }
    }

    [Fact]
    public async Task A_search_leaves_out_low_scores_and_what_is_too_many_of_a_group()
    {
        string source = await WriteAsync(
            "a.jsonl",
            Header,
            Line("heat", 1, 0, 1995),
            Line("casino", 0.95f, 0.05f, 1995),
            Line("ronin", 0.9f, 0.1f, 1998),
            Line("enemy", 0.8f, 0.2f, 1998),
            Line("alien", 0, 1, 1979));
        await JsonAsync("vectors", "import", source, "--collection", "films");

        Assert.Equal(["casino", "ronin", "enemy"], await FindAsync("--minimum-score", "0.5"));
        Assert.Equal(["casino", "ronin", "alien"], await FindAsync("--group", "year"));
        Assert.Equal(["casino", "ronin", "enemy", "alien"], await FindAsync("--group", "year", "--group-size", "2"));

        (int exitCode, string output, _) = await RunAsync("vectors", "search", "films", "--id", "heat", "--minimum-score", "0.5", "--group", "year");
        Assert.Equal(0, exitCode);
        Assert.Matches("id +year +score +distance +payload", output);
        Assert.Matches("2 +ronin +1998 +0", output);
        Assert.Contains("No other hit scores 0.5 or more", output, StringComparison.Ordinal);
        Assert.DoesNotContain("enemy", output, StringComparison.Ordinal);

        (exitCode, _, string error) = await RunAsync("vectors", "search", "films", "--id", "heat", "--group", "year", "--group-size", "0");
        Assert.Equal(1, exitCode);
        Assert.Contains("group.size must be", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_record_names_its_line_and_the_import_goes_on_behind_what_was_written()
    {
        string[] good = [.. Enumerable.Range(0, 1_200).Select(number => Line($"f{number}", 1, number, number))];
        string source = await WriteAsync("a.jsonl", [Header, .. good, Line("bad", 1, 1, "soon"), Line("last", 1, 1, 2000)]);

        (int exitCode, string output, string error) = await RunAsync("--json", "vectors", "import", source, "--collection", "films");

        Assert.Equal(1, exitCode);
        Assert.Equal(1_000, (int?)JsonNode.Parse(output)!["written"]);
        Assert.Contains("line 1202: payload.year must be", error, StringComparison.Ordinal);
        Assert.Contains("--skip 1000", error, StringComparison.Ordinal);
        Assert.Equal(1_000, (int?)(await JsonAsync("vectors", "show", "films"))["statistics"]!["records"]);

        await WriteAsync("a.jsonl", [Header, .. good, Line("bad", 1, 1, 1), Line("last", 1, 1, 2000)]);
        Assert.Equal(202, (int?)(await JsonAsync("vectors", "import", source, "--collection", "films", "--skip", "1000"))["written"]);
        Assert.Equal(1_202, (int?)(await JsonAsync("vectors", "show", "films"))["statistics"]!["records"]);
    }

    [Fact]
    public async Task A_damaged_file_is_named_and_ends_with_1()
    {
        await JsonAsync("vectors", "import", await WriteAsync("a.jsonl", Header, Line("heat", 1, 0, 1995)), "--collection", "films");
        foreach (string manifest in Directory.GetFiles(_folder.Find("data/vectors"), "manifest", SearchOption.AllDirectories))
            await File.WriteAllTextAsync(manifest, "nonsense", TestContext.Current.CancellationToken);

        (int exitCode, string output, _) = await RunAsync("--json", "vectors", "verify");

        Assert.Equal(1, exitCode);
        Assert.Contains("manifest", (string?)JsonNode.Parse(output)!["problems"]![0]!["file"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not JSON", "line 1 of")]
    [InlineData("""{"collection": "films"}""", "line 1 of")]
    [InlineData("""{"collection": "films", "schema": {"vectors": [{"name": "plot", "dimension": 0}]}}""", "schema.plot.dimension must be 1..4096")]
    public async Task A_first_line_that_is_no_schema_is_refused(string first, string reason)
    {
        (int exitCode, _, string error) = await RunAsync("vectors", "import", await WriteAsync("a.jsonl", first), "--collection", "films");
        Assert.Equal(1, exitCode);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Empty((await JsonAsync("vectors", "list")).AsArray());
    }

    private static string Line(string id, float x, float y, object year) => new JsonObject
    {
        ["id"] = id,
        ["vectors"] = new JsonObject { ["plot"] = new JsonArray(x, y) },
        ["payload"] = new JsonObject { ["year"] = JsonValue.Create(year) },
    }.ToJsonString();

    private async Task<string[]> FindAsync(params string[] options)
    {
        JsonNode found = await JsonAsync(["vectors", "search", "films", "--id", "heat", .. options]);
        return [.. found["hits"]!.AsArray().Select(hit => ((string?)hit!["id"])!)];
    }

    private async Task<string> WriteAsync(string name, params string[] lines)
    {
        await File.WriteAllLinesAsync(_folder.Find(name), lines, TestContext.Current.CancellationToken);
        return _folder.Find(name);
    }

    private Task<JsonNode> JsonAsync(params string[] args) => CommandLine.JsonAsync(_folder.Find("data"), args);

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] args) => CommandLine.RunAsync(_folder.Find("data"), args);
}
