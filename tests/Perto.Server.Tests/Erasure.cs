using System.Net;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Perto.Testing;

namespace Perto.Server.Tests;

/// <summary>
/// A person whose id and words are in every place where data of people may be, filled through the public API, among thirty others; and the
/// search for what is left of them.
/// </summary>
internal sealed class Erasure(RunningServer server)
{
    /// <summary>Has what JSON, CSV and URLs write in other ways, and a word that they leave as it is.</summary>
    public const string Person = "kanarie-é\"4711/x";

    // Words of the person: what they wrote, and what others quoted of their lines.
    private const string Word = "sittich";

    private const string Collections = "/v1/vectors/collections";
    private static readonly float[] Face = [12.34567f, -7.654321f, 3.1415927f, 0.5772157f, 1.4142135f, 1.7320508f, 2.236068f, 2.6457513f];

    public static ByteSearch Traces { get; } = new ByteSearch()
        .Text("kanarie")
        .Text(Word)
        .Bytes("the first half of the vector", MemoryMarshal.AsBytes(Face.AsSpan(0, 4)).ToArray())
        .Bytes("the second half of the vector", MemoryMarshal.AsBytes(Face.AsSpan(4, 4)).ToArray());

    public async Task FillAsync()
    {
        await ImportAsync(Movies(), Ratings(), Tags());
        // Twice: the second time replaces, so that the first lies in free space.
        await OkAsync(server.PostAsync("/v1/streaming/events", Events(2.5), key: "for-" + Uri.EscapeDataString(Person)));
        await OkAsync(server.PostAsync("/v1/streaming/events", Events(4.5)));
        await server.GetJsonAsync($"/v1/streaming/users/{Uri.EscapeDataString(Person)}/home");
        await TrainAsync();
        await FillCollectionsAsync();
        // Kept answers: one that names the person in its body, one in a cursor, one in its address.
        await OkAsync(server.PostAsync($"{Collections}/people/records/get", new { ids = new[] { Person } }, key: "k-body"));
        await OkAsync(server.PostAsync($"{Collections}/people/records/scroll", new { limit = 1, filter = new { word = Word } }, key: "k-scroll"));
        await server.SendAsync(
            HttpMethod.Patch, $"{Collections}/people/records/{Uri.EscapeDataString(Person)}", JsonContent.Create(new { payload = new { age = 44 } }), key: "k-address");
        // Left behind by a crash between the last byte of an upload and its import.
        string folder = Directory.CreateDirectory(Path.Combine(server.DataFolder, "uploads", "local", "left-behind")).FullName;
        string leftBehind = Path.Combine(folder, "ratings.csv");
        await File.WriteAllTextAsync(leftBehind, Ratings().Text);
        File.SetLastWriteTimeUtc(leftBehind, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Directory.SetLastWriteTimeUtc(folder, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
    }

    /// <summary>An import of the person's lines that is at work, or waits, while they are erased.</summary>
    public async Task<string> BeginImportAsync() => (string)(await UploadAsync(Movies(), Ratings(), Tags()))["id"]!;

    public async Task<JsonNode> EraseAsync()
    {
        HttpResponseMessage asked = await server.PostAsync("/v1/privacy/erasures", new { subject = Person });
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        return await ErasedAsync((string)(await asked.JsonAsync())["id"]!);
    }

    public Task<JsonNode> ErasedAsync(string id) => UntilAsync($"/v1/privacy/erasures/{id}", run =>
    {
        Assert.Null((string?)run["failure"]);
        return (string?)run["state"] == "done";
    });

    /// <summary>What the others see, to be the same before and after.</summary>
    public async Task<string> OthersAsync()
    {
        var seen = new StringBuilder();
        for (int person = 0; person < 30; person += 7)
            seen.AppendLine((await server.GetJsonAsync($"/v1/streaming/users/p{person}/history?limit=500")).ToJsonString());
        foreach (string path in (string[])["people", "notes"])
        {
            HttpResponseMessage records = await server.PostAsync(
                $"{Collections}/{path}/records/scroll", new { limit = 1000, include_vectors = true, filter = new Dictionary<string, object> { ["word"] = new Dictionary<string, object> { ["$ne"] = Word } } });
            seen.AppendLine((await records.JsonAsync())["items"]!.ToJsonString());
            HttpResponseMessage found = await server.PostAsync(
                $"{Collections}/{path}/search", new { vector = "face", value = Vector(3), k = 20, filter = new Dictionary<string, object> { ["word"] = new Dictionary<string, object> { ["$ne"] = Word } } });
            seen.AppendLine((await found.JsonAsync())["hits"]!.ToJsonString());
        }
        return seen.ToString();
    }

    public async Task<JsonNode> ImportAsync(params (string Name, string Text)[] files) =>
        await ImportedAsync((string)(await UploadAsync(files))["id"]!);

    public Task<JsonNode> ImportedAsync(string id) => UntilAsync($"/v1/streaming/imports/{id}", run =>
    {
        Assert.NotEqual("failed", (string?)run["state"]);
        return (string?)run["state"] == "done";
    });

    public static (string Name, string Text) Movies()
    {
        var csv = new StringBuilder("movieId,title,genres\n");
        for (int title = 0; title < 60; title++)
            csv.Append($"t{title:00},Title {title} ({1980 + (title % 20)}),{(title < 30 ? "Western" : "Musical")}\n");
        return ("movies.csv", csv.ToString());
    }

    public static (string Name, string Text) Ratings()
    {
        var random = new Random(5);
        var csv = new StringBuilder("userId,movieId,rating,timestamp\n");
        for (int person = 0; person <= 30; person++)
        {
            string id = person == 30 ? $"\"{Person.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : $"p{person}";
            int[] titles = [.. Enumerable.Range(person % 2 * 30, 30)];
            random.Shuffle(titles);
            for (int i = 0; i < 15; i++)
                csv.Append($"{id},t{titles[i]:00},{(i % 5) + 1},{1_600_000_000 + (i * 86_400)}\n");
        }
        // Lines of the person that are left out and quoted, and one of somebody else.
        csv.Append($"\"{Person.Replace("\"", "\"\"", StringComparison.Ordinal)}\",t01,{Word}rating,1600000000\n");
        csv.Append($"\"{Person.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{Word}film,4,1600000000\n");
        csv.Append("p1,t01,eleven,1600000000\n");
        return ("ratings.csv", csv.ToString());
    }

    public static (string Name, string Text) Tags() =>
        ("tags.csv", $"userId,movieId,tag,timestamp\n\"{Person.Replace("\"", "\"\"", StringComparison.Ordinal)}\",t01,{Word}tag,1600000000\np1,t01,dusty,1600000000\n");

    private static object Events(double rating) => new
    {
        events = new object[]
        {
            new { type = "view", user = Person, title = "t02", at = "2021-05-01T20:00:00Z", progress = rating / 5, profile = Word + "profile", device = "tv" },
            new { type = "rating", user = Person, title = "t03", rating },
            new { type = "impression", user = Person, title = "t04", row = Word + "row", rank = 1 },
            new { type = "click", user = Person, title = "t04", row = Word + "row", rank = 1 },
            new { type = "rating", user = "p1", title = "t03", rating = 3 },
        },
    };

    private async Task FillCollectionsAsync()
    {
        const string Shape =
            """
            {"vectors": [{"name": "face", "dimension": 8, "metric": "dot"}, {"name": "long", "dimension": 64, "metric": "cosine"}, {"name": "terms", "kind": "sparse"}],
             "payload": [{"name": "word", "kind": "keyword"}, {"name": "bio", "kind": "text"}, {"name": "who", "kind": "keywords"}, {"name": "age", "kind": "integer"}]}
            """;
        foreach (string name in (string[])["people", "notes"])
        {
            HttpResponseMessage made = await server.SendAsync(HttpMethod.Put, $"{Collections}/{name}", new StringContent(Shape, Encoding.UTF8, "application/json"));
            Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        }
        await OkAsync(server.PostAsync($"{Collections}/people/records", new { records = Others().Append(Record(Person, 0)) }));
        await OkAsync(server.PostAsync($"{Collections}/people/records", new { records = new[] { Record(Person, 1) } }, key: "k-records"));
        // Somebody's notes about the person and others: the record's id says nothing.
        await OkAsync(server.PostAsync($"{Collections}/notes/records", new { records = Others().Concat([Record("n-1", 2), Record("n-2", 3)]) }));
        await OkAsync(server.SendAsync(HttpMethod.Put, "/v1/privacy/collections/people", JsonContent.Create(new { })));
        await OkAsync(server.SendAsync(HttpMethod.Put, "/v1/privacy/collections/notes", JsonContent.Create(new { subject_field = "who" })));
    }

    private static IEnumerable<object> Others() => Enumerable.Range(0, 400).Select(other => new
    {
        id = $"o{other:000}",
        vectors = new Dictionary<string, object> { ["face"] = Vector(other), ["long"] = Long(other), ["terms"] = new { dimensions = new[] { other % 50, 60 }, values = new[] { 1, 2 } } },
        payload = new { word = $"word{other % 20}", bio = $"about number {other}", who = new[] { $"o{other:000}", "all" }, age = other % 90 },
    });

    private static object Record(string id, int version) => new
    {
        id,
        vectors = new Dictionary<string, object> { ["face"] = Face, ["long"] = Long(1000 + version), ["terms"] = new { dimensions = new[] { 7, 777_777 }, values = new[] { 3, 5 } } },
        payload = new { word = Word, bio = $"{Word} writes of {Person} version {version}", who = new[] { Person, "all" }, age = 40 + version },
    };

    private static float[] Vector(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 8).Select(_ => (float)random.NextDouble())];
    }

    private static float[] Long(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 64).Select(_ => (float)random.NextDouble() - 0.5f)];
    }

    private async Task TrainAsync()
    {
        HttpResponseMessage asked = await server.PostAsync("/v1/streaming/trainings", body: null);
        await UntilAsync($"/v1/streaming/trainings/{(string?)(await asked.JsonAsync())["id"]}", run =>
        {
            Assert.NotEqual("failed", (string?)run["state"]);
            return (string?)run["state"] == "done";
        });
    }

    private async Task<JsonNode> UploadAsync(params (string Name, string Text)[] files)
    {
        using var content = new MultipartFormDataContent();
        foreach ((string name, string text) in files)
            content.Add(new StringContent(text), "files", name);
        HttpResponseMessage answer = await server.Client.PostAsync("/v1/streaming/imports", content);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return await answer.JsonAsync();
    }

    // What a worker does is only told by asking.
    private async Task<JsonNode> UntilAsync(string path, Func<JsonNode, bool> wanted)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            JsonNode run = await server.GetJsonAsync(path);
            if (wanted(run))
                return run;
            await pause.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    private static async Task OkAsync(Task<HttpResponseMessage> sending)
    {
        HttpResponseMessage answer = await sending;
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
