using System.Net;
using System.Text.Json.Nodes;
using Perto.Client;
using Perto.Platform;
using Perto.Testing;

namespace Perto.Server.Tests;

public sealed class FeatureTests
{
    private const string Facts = """{"name": "title_facts", "entity": "title", "ttl_seconds": 3600, "features": [{"name": "rating", "kind": "number"}, {"name": "genres", "kind": "keywords"}]}""";

    private static readonly FeatureView Plays = new()
    {
        Name = "title_plays",
        Entity = "title",
        Features = [new Feature { Name = "plays", Kind = FeatureKind.Integer, State = new FeatureState { Primitive = StateKind.Counter, Event = "play" } }],
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_view_is_declared_written_read_and_joined(bool onPostgres)
    {
        await using TestDatabase database = onPostgres ? TestDatabase.Postgres() : TestDatabase.Sqlite();
        await using RunningServer server = await RunningServer.StartAsync(settings: await database.CreateAsync());
        HttpResponseMessage made = await PutAsync(server, "/v1/features/views/title_facts", Facts);
        Assert.Equal((HttpStatusCode.Created, "/v1/features/views/title_facts"), (made.StatusCode, made.Headers.Location?.OriginalString));
        Assert.Equal(HttpStatusCode.OK, (await PutAsync(server, "/v1/features/views/title_facts", Facts)).StatusCode);
        Assert.Equal("view_changed", (string?)(await (await PutAsync(server, "/v1/features/views/title_facts", Facts.Replace("3600", "60", StringComparison.Ordinal))).ProblemAsync(409, "view_changed"))["code"]);
        Assert.Equal("name", (string?)(await (await PutAsync(server, "/v1/features/views/other", Facts)).ProblemAsync(400, "invalid_value"))["field"]);

        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        JsonNode written = await (await server.PostAsync("/v1/features/views/title_facts/values", new
        {
            values = new object[]
            {
                new { key = "heat/1", event_at = now.AddMinutes(-10), values = new { rating = 4, genres = new[] { "crime" } } },
                new { key = "heat/1", event_at = now.AddMinutes(-5), values = new { rating = 4.5, genres = (string[]?)null } },
                new { key = "old", event_at = now.AddHours(-2), values = new { rating = 1 } },
            },
        })).JsonAsync();
        Assert.Equal((3, 0, 2), ((int)written["stored"]!, (int)written["repeated"]!, (int)written["online"]!));

        JsonNode online = await (await server.PostAsync(
            "/v1/features/online", new { entities = new[] { new { entity = "title", keys = new[] { "heat/1", "old", "none" }, views = new[] { "title_facts" } } } })).JsonAsync();
        JsonNode[] readings = [.. online["items"]!.AsArray().Select(item => item!["views"]!["title_facts"]!)];
        Assert.Equal(["present", "expired", "never_written"], readings.Select(reading => (string?)reading["status"]));
        Assert.Equal(4.5, (double)readings[0]["values"]!["rating"]!);
        Assert.True(readings[0]["values"]!.AsObject().ContainsKey("genres"));
        Assert.Null(readings[0]["values"]!["genres"]);

        JsonNode history = await server.GetJsonAsync("/v1/features/views/title_facts/values/heat%2F1?limit=1");
        Assert.Equal(4.5, (double)history["items"]![0]!["values"]!["rating"]!);
        history = await server.GetJsonAsync($"/v1/features/views/title_facts/values/heat%2F1?limit=1&cursor={history["next_cursor"]}");
        Assert.Equal((4.0, null), ((double)history["items"]![0]!["values"]!["rating"]!, (string?)history["next_cursor"]));

        JsonNode joined = await (await server.PostAsync("/v1/features/join", new
        {
            views = new[] { "title_facts" },
            rows = new[] { new { keys = new { title = "heat/1" }, at = now.AddMinutes(-7), columns = new { watched = true } } },
        })).JsonAsync();
        Assert.Equal((true, 4.0), ((bool)joined["items"]![0]!["columns"]!["watched"]!, (double)joined["items"]![0]!["views"]!["title_facts"]!["values"]!["rating"]!));

        JsonNode health = await server.GetJsonAsync("/v1/features/views/title_facts/health");
        Assert.Equal((true, 3), ((bool)health["fresh"]!, (int)health["current_rows"]!));
        Assert.Contains("title_facts", (await server.GetJsonAsync("/v1/features/views"))["items"]!.AsArray().Select(view => (string?)view!["view"]!["name"]));
    }

    [Fact]
    public async Task What_does_not_fit_names_the_field()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await PutAsync(server, "/v1/features/views/title_facts", Facts);
        async Task ExpectAsync(string path, object body, string field) =>
            Assert.Equal(field, (string?)(await (await server.PostAsync(path, body)).ProblemAsync(400, "invalid_value"))["field"]);

        await ExpectAsync("/v1/features/views/title_facts/values", new { values = Array.Empty<object>() }, "values");
        await ExpectAsync("/v1/features/views/title_facts/values", new { values = new[] { new { key = "a", event_at = "2025-01-01T00:00:00Z", values = new { rating = "x" } } } }, "values[0].values.rating");
        await ExpectAsync("/v1/features/online", new { entities = new[] { new { entity = "film", keys = new[] { "a" }, views = new[] { "title_facts" } } } }, "entities[0].views[0]");
        await ExpectAsync(
            "/v1/features/online",
            new { entities = new[] { new { entity = "title", keys = Enumerable.Repeat("a", 9_000).ToArray(), views = Enumerable.Repeat("title_facts", 6).ToArray() } } },
            "entities");
        await ExpectAsync("/v1/features/events", new { events = new[] { new { id = "", type = "play", at = "2025-01-01T00:00:00Z", keys = new { title = "a" } } } }, "events[0].id");
        await (await server.PostAsync("/v1/features/views/none/values", new { values = new[] { new { key = "a", event_at = "2025-01-01T00:00:00Z", values = new { } } } })).ProblemAsync(404, "not_found");
        await (await server.PostAsync("/v1/features/views/title_facts/export", new { folder = "a" })).ProblemAsync(409, "export_not_configured");
    }

    [Fact]
    public async Task The_client_does_over_http_what_is_done_in_process()
    {
        using var folder = new TemporaryFolder();
        await using RunningServer server = await RunningServer.StartAsync(
            perto => perto.AddModule("sample", module => module.Features(Plays)), [new("Perto:Features:ExportFolder", folder.Find("out"))]);
        IFeatures features = new HttpFeatures(server.Client);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        FeatureView facts = new() { Name = "facts", Entity = "title", Features = [new Feature { Name = "year", Kind = FeatureKind.Integer }] };

        Assert.Equal([1], (await features.DeclareAsync(facts, Token)).Versions);
        Assert.Equal(["facts", "title_plays"], (await features.ListViewsAsync(Token)).Select(view => view.View.Name).Where(view => !view.StartsWith("streaming_", StringComparison.Ordinal)));
        Assert.Equal(StateKind.Counter, (await features.ShowViewAsync("title_plays@1", Token)).View.Features[0].State!.Primitive);
        Assert.Equal("not_found", (await Assert.ThrowsAsync<RemoteException>(() => features.ShowViewAsync("none", cancellationToken: Token))).Code);
        FeatureWriteBatch batch = new()
        {
            Values = [new FeatureWrite { Key = "heat", EventAt = now.AddMinutes(-1), Values = new Dictionary<string, FeatureValue?> { ["year"] = FeatureValue.Of(1995L) } }],
        };
        Assert.Equal(new FeatureWriteReport(1, 0, 1), await features.WriteAsync("facts", batch, Token));
        FeatureEvent play = new() { Id = "1", Type = "play", At = now.AddHours(-1), Keys = new Dictionary<string, string> { ["title"] = "heat" } };
        BackfillStatus filled = await features.BackfillAsync("title_plays", new BackfillChunk { Source = "log", Position = "1", Events = [play], Last = true }, Token);
        Assert.Equal((BackfillState.Done, 1), (filled.State, filled.Counted));
        Assert.Equal("1", (await features.BackfillStatusAsync("title_plays", "log", Token)).Position);
        Assert.Equal(new FeatureEventReport(1, 1, 0), await features.RecordAsync([play, play with { Id = "2", At = now }], Token));

        IReadOnlyList<EntityFeatures> read = await features.GetAsync([new EntityRequest { Entity = "title", Keys = ["heat"], Views = ["facts", "title_plays@1"] }], Token);
        Assert.Equal((FeatureValue.Of(1995L), FeatureValue.Of(2L)), (read[0].Views["facts"].Values!["year"], read[0].Views["title_plays@1"].Values!["plays"]));
        Assert.Equal([2L, 1], (await features.HistoryAsync("title_plays", "heat", new Paging(), Token)).Items.Select(item => (long)item.Values!["plays"]!.Raw));
        JoinRow[] rows = [.. Enumerable.Range(0, 1_200).Select(i => new JoinRow { Keys = play.Keys, At = now.AddMinutes(-i / 10.0) })];
        JoinedRowDocument[] joined = await features.JoinAsync(["title_plays"], rows.ToAsyncEnumerable(), Token).ToArrayAsync(Token);
        Assert.Equal(1_200, joined.Length);
        Assert.Equal([2L, 1, null], new[] { 0, 300, 1_199 }.Select(i => (long?)joined[i].Views["title_plays"].Values?["plays"]?.Raw));
        Assert.Equal(1, (await features.HealthAsync("facts", windowHours: 24, cancellationToken: Token)).CurrentRows);
        FeatureExportManifest manifest = await features.ExportAsync("facts", new FeatureExportRequest { Folder = "one", Gzip = false }, Token);
        Assert.Contains("1995", await File.ReadAllTextAsync(folder.Find($"out/local/one/{manifest.Files[0].Name}"), Token), StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> PutAsync(RunningServer server, string path, string json) =>
        server.SendAsync(HttpMethod.Put, path, new StringContent(json, System.Text.Encoding.UTF8, "application/json"));
}
