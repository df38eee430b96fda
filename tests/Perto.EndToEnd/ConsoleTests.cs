using System.Net.Http.Json;
using System.Text.Json;
using Perto.Testing;

namespace Perto.EndToEnd;

public sealed class ConsoleTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_the_first_command_to_why_this()
    {
        using var folder = new TemporaryFolder();
        await using RunningServer server = await PertoProgram.ServeAsync(folder.Path, ["demo"], Cancellation);
        string person = await BusyPersonAsync(server.Http);
        JsonElement home = await server.Http.GetFromJsonAsync<JsonElement>($"v1/streaming/users/{person}/home?device=tv&time_of_day=evening", Cancellation);

        JsonElement seen = await Browser.RunAsync("why-this.mjs", server.Address, new { person, count = "2,000" }, Cancellation);

        Assert.Contains("Top picks for you", seen.GetProperty("rows").EnumerateArray().Select(row => row.GetString()));
        Assert.Empty(home.GetProperty("degraded").EnumerateArray());
        Assert.Contains("Because you watched", home.GetProperty("rows").GetRawText());
        JsonElement first = home.GetProperty("rows")[0].GetProperty("titles")[0];
        string answer = seen.GetProperty("answer").GetString()!;
        Assert.Contains(first.GetProperty("title").GetString()!, answer);
        Assert.Contains(first.GetProperty("reason").GetString()!, answer);
        Assert.Contains(first.GetProperty("score").GetDouble().ToString("0.000"), answer);
        Assert.True(seen.GetProperty("focusReturned").GetBoolean());
    }

    [Fact]
    public async Task The_vectors_of_a_collection_are_searched_and_their_recall_is_measured()
    {
        using var folder = new TemporaryFolder();
        string source = folder.Find("films.jsonl");
        await File.WriteAllLinesAsync(source, Films(), Cancellation);
        ProcessResult imported = await PertoProgram.RunAsync(folder.Path, ["vectors", "import", source, "--collection", "shop/films@1"], Cancellation);
        Assert.True(imported.ExitCode == 0, imported.Error);
        await using RunningServer server = await PertoProgram.ServeAsync(folder.Path, ["serve"], Cancellation);

        JsonElement seen = await Browser.RunAsync("vectors.mjs", server.Address, new { collection = "shop/films@1", record = "f7" }, Cancellation);

        Assert.Contains("Title 7", seen.GetProperty("record").GetString());
        string[] hits = [.. seen.GetProperty("hits").EnumerateArray().Select(hit => hit.GetString()!)];
        Assert.Equal(["f6", "f8"], hits.Take(2).Order());
        Assert.Contains("compared", seen.GetProperty("explain").GetString());
        Assert.Contains("finds 100%", seen.GetProperty("advice").GetString());
    }

    // On an arc, so that neighbours in number are neighbours in angle.
    private static IEnumerable<string> Films() => Enumerable.Range(0, 40)
        .Select(number => JsonSerializer.Serialize(new
        {
            id = $"f{number}",
            vectors = new { plot = new[] { Math.Cos(number / 40.0), Math.Sin(number / 40.0) } },
            payload = new { title = $"Title {number}" },
        }))
        .Prepend("""{"collection": "films", "schema": {"vectors": [{"name": "plot", "dimension": 2}], "payload": [{"name": "title", "kind": "keyword"}]}}""");

    // Somebody with a history that fills the rows.
    private static async Task<string> BusyPersonAsync(HttpClient http)
    {
        JsonElement people = await http.GetFromJsonAsync<JsonElement>("v1/streaming/users?limit=100", Cancellation);
        return people.GetProperty("items").EnumerateArray()
            .MaxBy(person => person.GetProperty("ratings").GetInt64())
            .GetProperty("id").GetString()!;
    }
}
