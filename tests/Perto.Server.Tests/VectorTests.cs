using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Vectors;

namespace Perto.Server.Tests;

public sealed class VectorTests
{
    private const string Root = "/v1/vectors/collections";
    private const string Films = $"{Root}/films";

    private const string Shape =
        """
        {"vectors": [{"name": "plot", "dimension": 2, "metric": "euclidean"}, {"name": "terms", "kind": "sparse"}],
         "payload": [{"name": "genre", "kind": "keyword"}, {"name": "year", "kind": "integer"}, {"name": "shown", "kind": "time"}]}
        """;

    [Fact]
    public async Task A_collection_is_made_once_and_refuses_another_schema()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        HttpResponseMessage made = await PutAsync(server, Films, Shape);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal(Films, made.Headers.Location?.ToString());
        JsonNode films = await made.JsonAsync();
        Assert.Equal("euclidean", (string?)films["vectors"]![0]!["metric"]);
        Assert.Equal("bm25", (string?)films["vectors"]![1]!["metric"]);
        Assert.Equal(HttpStatusCode.OK, (await PutAsync(server, Films, Shape)).StatusCode);
        JsonObject other = await (await PutAsync(server, Films, """{"vectors": [{"name": "plot", "dimension": 3}]}""")).ProblemAsync(409, "collection_schema");
        Assert.Contains("films", (string?)other["title"]);
        JsonObject bad = await (await PutAsync(server, Root + "/bad", """{"vectors": [{"name": "plot", "dimension": 0}]}""")).ProblemAsync(400, "invalid_value");
        Assert.Equal("schema.plot.dimension", (string?)bad["field"]);
        Assert.Equal(0, (int?)bad["given"]);
        Assert.Equal("1..4096", (string?)bad["allowed"]);
        await (await server.Client.GetAsync(Root + "/none")).ProblemAsync(404, "not_found");
        await (await PutAsync(server, Root + "/a%20b", Shape)).ProblemAsync(400, "invalid_value");

        Assert.Equal(["films"], await NamesAsync(server));
        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.DeleteAsync(Films)).StatusCode);
        await (await server.Client.DeleteAsync(Films)).ProblemAsync(404, "not_found");
        Assert.Empty(await NamesAsync(server));
    }

    [Fact]
    public async Task Names_and_ids_with_slashes_go_encoded_through_the_path()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        const string Name = "shop/eu@v1:2";
        const string Id = "a/b c?é%2F";
        string path = $"{Root}/{Uri.EscapeDataString(Name)}";
        Assert.Equal(HttpStatusCode.Created, (await PutAsync(server, path, Shape)).StatusCode);
        Assert.Equal([Name], await NamesAsync(server));
        await OkAsync(server.PostAsync($"{path}/records", new { records = new[] { new { id = Id, vectors = new { plot = new[] { 1, 2 } } } } }));

        JsonNode record = await server.GetJsonAsync($"{path}/records/{Uri.EscapeDataString(Id)}");
        Assert.Equal(Id, (string?)record["id"]);
        Assert.Equal("[1,2]", record["vectors"]!["plot"]!.ToJsonString());
        Assert.Equal(1, (int?)(await server.GetJsonAsync(path))["statistics"]!["records"]);
        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.DeleteAsync($"{path}/records/{Uri.EscapeDataString(Id)}")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.DeleteAsync(path)).StatusCode);
    }

    [Fact]
    public async Task Records_are_written_read_changed_and_deleted()
    {
        await using RunningServer server = await FilledAsync();
        JsonNode heat = await server.GetJsonAsync($"{Films}/records/heat");
        Assert.Equal("1995-12-15T00:00:00Z", (string?)heat["payload"]!["shown"]);
        Assert.Equal("""{"dimensions":[3,9],"values":[1,2]}""", heat["vectors"]!["terms"]!.ToJsonString());
        Assert.Null((await server.GetJsonAsync($"{Films}/records/heat?include_vectors=false"))["vectors"]);

        HttpResponseMessage patched = await SendAsync(
            server, HttpMethod.Patch, $"{Films}/records/heat", """{"payload": {"year": 1996, "genre": null}, "vectors": {"terms": null}}""");
        Assert.Equal(HttpStatusCode.NoContent, patched.StatusCode);
        JsonNode changed = await server.GetJsonAsync($"{Films}/records/heat");
        Assert.Equal(1996, (int?)changed["payload"]!["year"]);
        Assert.Equal(["shown", "year"], changed["payload"]!.AsObject().Select(field => field.Key).Order());
        Assert.Equal(["plot"], changed["vectors"]!.AsObject().Select(vector => vector.Key));
        await (await SendAsync(server, HttpMethod.Patch, $"{Films}/records/none", "{}")).ProblemAsync(404, "not_found");

        JsonNode page = await OkAsync(server.PostAsync($"{Films}/records/scroll", new { limit = 2 }));
        Assert.Equal(["alien", "heat"], page["items"]!.AsArray().Select(record => (string?)record!["id"]));
        JsonNode rest = await OkAsync(server.PostAsync($"{Films}/records/scroll", new { limit = 2, cursor = (string?)page["next_cursor"] }));
        Assert.Equal(["ronin"], rest["items"]!.AsArray().Select(record => (string?)record!["id"]));
        Assert.Null((string?)rest["next_cursor"]);

        Assert.Equal(2, (int?)(await OkAsync(server.PostTextAsync($"{Films}/count", """{"filter": {"year": {"$gte": 1990}}}""")))["count"]);
        Assert.Equal(2, (int?)(await OkAsync(server.PostTextAsync($"{Films}/records/update", """{"filter": {"year": {"$gte": 1990}}, "payload": {"genre": "old"}}""")))["count"]);
        Assert.Equal(1, (int?)(await OkAsync(server.PostTextAsync($"{Films}/records/delete", """{"ids": ["alien", "none"]}""")))["count"]);
        Assert.Equal(2, (int?)(await OkAsync(server.PostTextAsync($"{Films}/records/delete", """{"filter": {"genre": "old"}}""")))["count"]);
        Assert.Equal(0, (int?)(await OkAsync(server.PostTextAsync($"{Films}/count", "{}")))["count"]);
        await (await server.PostTextAsync($"{Films}/records/delete", "{}")).ProblemAsync(400, "invalid_value");
        await (await server.Client.GetAsync($"{Films}/records/heat")).ProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task A_search_answers_hits_and_how_they_were_found()
    {
        await using RunningServer server = await FilledAsync();
        JsonNode answer = await OkAsync(server.PostTextAsync($"{Films}/search", """{"vector": "plot", "value": [0, 0], "k": 2, "filter": {"year": {"$gte": 1990}}}"""));
        Assert.Equal(["heat", "ronin"], Ids(answer));
        Assert.Equal(1f, (float?)answer["hits"]![0]!["distance"]);
        Assert.Equal("crime", (string?)answer["hits"]![0]!["payload"]!["genre"]);
        Assert.Null(answer["hits"]![0]!["vectors"]);
        Assert.Equal(3, (int?)answer["explain"]!["records"]);
        Assert.NotEqual("", (string?)answer["explain"]!["strategy"]);

        JsonNode like = await OkAsync(server.PostTextAsync($"{Films}/search", """{"vector": "plot", "id": "heat", "k": 2}"""));
        Assert.Equal(["ronin", "alien"], Ids(like));
        JsonNode grouped = await OkAsync(server.PostTextAsync(
            $"{Films}/search", """{"vector": "plot", "id": "heat", "k": 2, "group": {"field": "genre"}, "include_payload": false}"""));
        Assert.Equal(["ronin", "alien"], Ids(grouped));
        Assert.Null(grouped["hits"]![0]!["payload"]);

        JsonNode batch = await OkAsync(server.PostTextAsync(
            $"{Films}/search/batch", """{"searches": [{"vector": "plot", "value": [9, 9], "k": 1}, {"vector": "plot", "id": "ronin", "k": 1}]}"""));
        Assert.Equal(["alien", "heat"], batch["results"]!.AsArray().Select(result => Ids(result!).Single()));
        JsonNode fused = await OkAsync(server.PostTextAsync(
            $"{Films}/search/fused",
            """{"parts": [{"vector": "plot", "value": [9, 9]}, {"vector": "terms", "value": {"dimensions": [9], "values": [1]}}], "k": 3, "fusion": "reciprocal_rank"}"""));
        Assert.Equal(3, Ids(fused).Length);
        Assert.Equal(2, fused["explain"]!["parts"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("search", """{"vector": "plot", "value": [1]}""", "invalid_value", "value")]
    [InlineData("search", """{"value": [1, 2]}""", "invalid_value", "vector")]
    [InlineData("search", """{"vector": "plot"}""", "invalid_value", "value")]
    [InlineData("search", """{"vector": "plot", "value": [1, 2], "id": "heat"}""", "invalid_value", "value")]
    [InlineData("search", """{"vector": "plot", "value": [1, 2], "k": 0}""", "invalid_value", "k")]
    [InlineData("search", """{"vector": "plot", "value": [1, 2], "ef": 5000}""", "invalid_value", "ef")]
    [InlineData("search", """{"vector": "plot", "value": [1, 2], "filter": {"year": {"$more": 1}}}""", "invalid_value", "filter.year.$more")]
    [InlineData("search", """{"vector": "plot", "value": [1, 2], "filter": {"colour": "red"}}""", "invalid_value", "filter.colour")]
    [InlineData("search", """{"vector": "plot", "value": [1, "2"]}""", "invalid_json", "$.value")]
    [InlineData("search", """{"vector": "plot", "value": [1, 2], "top": 3}""", "invalid_json", "$.top")]
    [InlineData("search/batch", """{"searches": []}""", "invalid_value", "searches")]
    [InlineData("search/batch", """{"searches": [{"vector": "plot", "value": [1, 2]}, {"vector": "plott", "value": [1, 2]}]}""", "invalid_value", "queries[1].vector")]
    [InlineData("search/fused", """{"parts": [{"vector": "plot", "value": [1, 2]}]}""", "invalid_value", "parts")]
    [InlineData("records", """{"records": []}""", "invalid_value", "records")]
    [InlineData("records", """{"records": [{"id": "x"}, {"id": "y", "vectors": {"plot": [1]}}]}""", "invalid_value", "records[1].vectors.plot")]
    [InlineData("records", """{"records": [{"id": "x", "payload": {"year": "soon"}}]}""", "invalid_value", "records[0].payload.year")]
    [InlineData("records/scroll", """{"limit": 0}""", "invalid_value", "limit")]
    [InlineData("records/scroll", """{"cursor": "nonsense"}""", "invalid_value", "cursor")]
    [InlineData("recall", """{"vector": "plot", "queries": 201}""", "invalid_value", "queries")]
    [InlineData("recall", """{"vector": "plot", "ef": []}""", "invalid_value", "ef")]
    public async Task What_does_not_fit_names_the_field(string path, string body, string code, string field)
    {
        await using RunningServer server = await FilledAsync();
        JsonObject problem = await (await server.PostTextAsync($"{Films}/{path}", body)).ProblemAsync(400, code);
        Assert.Equal(field, (string?)problem["field"]);
        Assert.Equal(3, (int?)(await OkAsync(server.PostTextAsync($"{Films}/count", "{}")))["count"]);
    }

    [Fact]
    public async Task A_derived_collection_can_be_searched_and_not_written()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await server.Host.Services.GetRequiredService<DerivedCollections>().PublishAsync(
            TenantId.Local, "taste", "m@1", schema => schema.Dense("plot", 2, Metric.Cosine).Keyword("genre"),
            [Record("a", 1, 0), Record("b", 1, 1)], TestContext.Current.CancellationToken);
        string path = $"{Root}/{Uri.EscapeDataString("taste@m@1:2")}";

        JsonNode collection = await server.GetJsonAsync(path);
        Assert.Equal("""{"alias":"taste","model":"m@1","state":"live"}""", collection["derived"]!.ToJsonString());
        Assert.Equal(["genre"], collection["payload"]!.AsArray().Select(field => (string?)field!["name"]));
        JsonNode answer = await OkAsync(server.PostTextAsync($"{path}/search", """{"id": "a"}"""));
        Assert.Equal("""{"genre":"g"}""", answer["hits"]![0]!["payload"]!.ToJsonString());
        Assert.Equal("b", (string?)(await OkAsync(server.PostTextAsync($"{Root}/taste/search", """{"id": "a"}""")))["hits"]![0]!["id"]);
        JsonObject hidden = await (await server.PostTextAsync($"{path}/count", """{"filter": {"_stamp": 1}}""")).ProblemAsync(400, "invalid_value");
        Assert.Equal("one of the schema's payload fields: genre", (string?)hidden["allowed"]);

        JsonObject refused = await (await server.PostTextAsync($"{path}/records", """{"records": [{"id": "c"}]}""")).ProblemAsync(409, "collection_derived");
        Assert.Contains("'taste'", (string?)refused["title"]);
        await (await server.PostTextAsync($"{path}/records/delete", """{"filter": {}}""")).ProblemAsync(409, "collection_derived");
        await (await server.PostTextAsync($"{path}/records/update", """{"filter": {}, "payload": {}}""")).ProblemAsync(409, "collection_derived");
        await (await SendAsync(server, HttpMethod.Patch, $"{path}/records/a", "{}")).ProblemAsync(409, "collection_derived");
        await (await server.Client.DeleteAsync($"{path}/records/a")).ProblemAsync(409, "collection_derived");
        await (await server.Client.DeleteAsync(path)).ProblemAsync(409, "collection_derived");
        await (await PutAsync(server, path, Shape)).ProblemAsync(409, "collection_derived");
        Assert.Equal(2, (int?)(await server.GetJsonAsync(path))["statistics"]!["records"]);
    }

    [Fact]
    public async Task Recall_is_measured_on_the_collections_own_records()
    {
        await using RunningServer server = await FilledAsync();
        JsonNode report = await OkAsync(server.PostTextAsync($"{Films}/recall", """{"vector": "plot", "k": 2, "ef": [64, 16]}"""));
        Assert.Equal(3, (int?)report["queries"]);
        Assert.Equal(3, (int?)report["drawn_from"]);
        Assert.False((bool?)report["shortened"]);
        Assert.Equal([16, 64], report["points"]!.AsArray().Select(point => (int)point!["ef"]!));
        Assert.All(report["points"]!.AsArray(), point => Assert.Equal(1, (double?)point!["recall"]));
    }

    [Fact]
    public async Task Health_and_statistics_stand_alone_too()
    {
        await using RunningServer server = await FilledAsync();
        Assert.Equal("ok", (string?)(await server.GetJsonAsync($"{Films}/health"))["state"]);
        Assert.Equal(3, (int?)(await server.GetJsonAsync($"{Films}/statistics"))["vectors"]!["plot"]);
    }

    private static async Task<RunningServer> FilledAsync()
    {
        RunningServer server = await RunningServer.StartAsync();
        Assert.Equal(HttpStatusCode.Created, (await PutAsync(server, Films, Shape)).StatusCode);
        JsonNode written = await OkAsync(server.PostTextAsync(
            $"{Films}/records",
            """
            {"records": [
              {"id": "heat", "vectors": {"plot": [0, 1], "terms": {"dimensions": [9, 3], "values": [2, 1]}}, "payload": {"genre": "crime", "year": 1995, "shown": "1995-12-15T00:00:00Z"}},
              {"id": "ronin", "vectors": {"plot": [0, 2]}, "payload": {"genre": "crime", "year": 1998}},
              {"id": "alien", "vectors": {"plot": [5, 5]}, "payload": {"genre": "horror", "year": 1979}}]}
            """));
        Assert.Equal(3, (int?)written["count"]);
        return server;
    }

    private static VectorRecord Record(string id, float x, float y) =>
        new(id) { Vectors = { ["plot"] = new[] { x, y } }, Payload = { ["genre"] = "g" } };

    private static string[] Ids(JsonNode answer) => [.. answer["hits"]!.AsArray().Select(hit => (string)hit!["id"]!)];

    private static async Task<string[]> NamesAsync(RunningServer server) =>
        [.. (await server.GetJsonAsync(Root))["items"]!.AsArray().Select(collection => (string)collection!["name"]!)];

    private static Task<HttpResponseMessage> PutAsync(RunningServer server, string path, string body) => SendAsync(server, HttpMethod.Put, path, body);

    private static Task<HttpResponseMessage> SendAsync(RunningServer server, HttpMethod method, string path, string body) =>
        server.SendAsync(method, path, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

    private static async Task<JsonNode> OkAsync(Task<HttpResponseMessage> sent)
    {
        using HttpResponseMessage answer = await sent;
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }
}
