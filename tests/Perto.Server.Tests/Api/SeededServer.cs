using System.Net;
using System.Text.Json.Nodes;
using Perto.Platform;
using Perto.Testing;

namespace Perto.Server.Tests;

/// <summary>A running server with the few films, people and records that the examples of the document speak of.</summary>
internal sealed class SeededServer : IAsyncDisposable
{
    private const string Titles = "id,name,year,genres\nheat,Heat,1995,Crime|Drama\nronin,Ronin,1998,Action|Crime\nup,Up,2009,Animation\n";
    private const string Ratings = "user,title,rating,at\nana,heat,4.5,2025-01-31T21:00:00Z\nben,heat,4,2025-01-30T21:00:00Z\nben,up,3,2025-01-30T22:00:00Z\n";

    private readonly TestDatabase _database;
    private readonly TemporaryFolder _exports;

    private SeededServer(TestDatabase database, RunningServer server, TemporaryFolder exports)
    {
        _exports = exports;
        _database = database;
        Server = server;
    }

    public RunningServer Server { get; }

    /// <summary>Ids that only the running server knows, by the operation whose path needs one.</summary>
    public Dictionary<string, string> Ids { get; } = new(StringComparer.Ordinal);

    public static async Task<SeededServer> StartAsync(TestDatabase database, params KeyValuePair<string, string?>[] settings)
    {
        var exports = new TemporaryFolder();
        RunningServer server = await RunningServer.StartAsync(Describe, [RerankServer.Model, .. await database.CreateAsync(), new("Perto:Features:ExportFolder", exports.Find("exports")), .. settings]);
        var seeded = new SeededServer(database, server, exports);
        await seeded.FillAsync();
        return seeded;
    }

    /// <summary>The example's target, with an id that is there.</summary>
    public string TargetOf(ApiOperation operation)
    {
        if (!Ids.TryGetValue(operation.Id, out string? id))
            return operation.Target!;
        string[] target = operation.Target!.Split('/'), path = operation.Path.Split('/');
        // What was made, and not who or what is looked for in it.
        int made = Array.LastIndexOf(path, "{id}");
        target[made >= 0 ? made : Array.FindLastIndex(path, segment => segment.StartsWith('{'))] = id;
        return string.Join('/', target);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await _database.DisposeAsync();
        _exports.Dispose();
    }

    private static void Describe(PertoBuilder perto)
    {
        SeededCollections.Describe(perto);
        SeededReranking.Describe(perto);
    }

    private async Task FillAsync()
    {
        ApiSpecification api = await ApiSpecification.ReadAsync();
        foreach (string name in (string[])["films", "old", "people"])
            await SendAsync(HttpMethod.Put, $"/v1/vectors/collections/{name}", api.Operations.Single(one => one.Id == "createVectorCollection").RequestExample!);
        await SendAsync(HttpMethod.Post, "/v1/vectors/collections/films/records", api.Operations.Single(one => one.Id == "upsertVectorRecords").RequestExample!);
        await SendAsync(HttpMethod.Post, "/v1/vectors/collections/films/records", JsonNode.Parse(
            """{ "records": [ { "id": "ronin", "vectors": { "plot": [0.8, 0.2, 0.2] }, "payload": { "genre": "crime", "year": 1998 } } ] }""")!);

        await SendAsync(HttpMethod.Put, "/v1/features/views/title_facts", api.Operations.Single(one => one.Id == "declareFeatureView").RequestExample!);
        await SendAsync(HttpMethod.Post, "/v1/features/views/title_facts/values", api.Operations.Single(one => one.Id == "writeFeatureValues").RequestExample!);
        await SendAsync(HttpMethod.Put, "/v1/features/views/title_activity", Counting("title_activity", "play_of_old"));
        await SendAsync(HttpMethod.Put, "/v1/features/views/title_plays", Counting("title_plays", "play"));

        await SendAsync(HttpMethod.Put, "/v1/experiments/holdout", api.Operations.Single(one => one.Id == "putHoldout").RequestExample!);
        // One for each example that changes where an experiment is in its life.
        JsonNode experiment = api.Operations.Single(one => one.Id == "putExperiment").RequestExample!;
        foreach ((string name, bool starts) in ((string, bool)[])[("ranking", true), ("rows", true), ("next", false), ("old", false)])
        {
            experiment["name"] = name;
            await SendAsync(HttpMethod.Put, $"/v1/experiments/{name}", experiment);
            if (starts)
                await SendAsync(HttpMethod.Post, $"/v1/experiments/{name}/start", JsonNode.Parse("{}")!);
        }

        using var files = new MultipartFormDataContent
        {
            { new StringContent(Titles), "files", "titles.csv" },
            { new StringContent(Ratings), "files", "ratings.csv" },
        };
        using HttpResponseMessage import = await Server.SendAsync(HttpMethod.Post, "/v1/streaming/imports", files);
        Ids["getStreamingImport"] = await IdAsync(import);
        while ((string?)(await Server.GetJsonAsync($"/v1/streaming/imports/{Ids["getStreamingImport"]}"))["state"] is "queued" or "running")
            await Task.Yield();
        using HttpResponseMessage training = await Server.SendAsync(HttpMethod.Post, "/v1/streaming/trainings");
        Ids["getStreamingTraining"] = await IdAsync(training);
        while ((string?)(await Server.GetJsonAsync($"/v1/streaming/trainings/{Ids["getStreamingTraining"]}"))["state"] is "queued" or "running")
            await Task.Yield();
        string batch = Ids["getStreamingBatch"] = Ids["cancelStreamingBatch"] = Ids["getStreamingBatchPage"] = Ids["downloadStreamingBatch"] =
            await BeginAsync("/v1/streaming/batches", JsonNode.Parse("{}"));
        while ((string?)(await Server.GetJsonAsync($"/v1/streaming/batches/{batch}"))["state"] is "queued" or "running")
            await Task.Yield();
        Ids["deleteStreamingBatch"] = await BeginAsync("/v1/streaming/batches", JsonNode.Parse("{}"));

        // Of a topic that no example replays as a whole, one for each that takes one away.
        foreach (string operation in (string[])["getDeadLetter", "replayDeadLetter", "discardDeadLetter"])
            Ids[operation] = await SeededLetters.AddAsync(Server.Host.Services, TenantId.Local, "seeded.mail", "ana");
        foreach (string operation in (string[])["rotateKey", "revokeKey"])
            Ids[operation] = (await Server.Host.IssueAsync("local", "read")).Details.Id;
        Ids["getJobRun"] = await BeginAsync("/v1/jobs/models-pruning/run");
        Ids["getErasure"] = Ids["verifyErasure"] = await BeginAsync("/v1/privacy/erasures", JsonNode.Parse("""{ "subject": "zoe" }"""));
        await SendAsync(HttpMethod.Put, "/v1/privacy/collections/people", JsonNode.Parse("{}")!);
        await SeededModels.AddAsync(Server.Host.Services, TenantId.Local);
        await SeededReranking.AddAnswerAsync(Server.Host.Services, TenantId.Local);
        await SeededCollections.PublishAsync(Server.Host.Services, TenantId.Local);
        string rebuild = Ids["getCollectionRebuild"] = Ids["cancelCollectionRebuild"] = await BeginAsync($"/v1/collections/{SeededCollections.Plots}/rebuild");
        while ((await Server.GetJsonAsync($"/v1/collections/rebuilds/{rebuild}"))["finished_at"] is null)
            await Task.Yield();
    }

    private static JsonNode Counting(string view, string happened) => JsonNode.Parse(
        $$$"""{ "name": "{{{view}}}", "entity": "title", "features": [ { "name": "plays", "kind": "integer", "state": { "primitive": "counter", "event": "{{{happened}}}" } } ] }""")!;

    private async Task SendAsync(HttpMethod method, string path, JsonNode body)
    {
        using HttpResponseMessage answer = await Server.SendAsync(method, path, new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json"));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<string> BeginAsync(string path, JsonNode? body = null)
    {
        using HttpResponseMessage answer = await Server.SendAsync(
            HttpMethod.Post, path, body is null ? null : new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json"));
        return await IdAsync(answer);
    }

    private static async Task<string> IdAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return (string)(await answer.JsonAsync())["id"]!;
    }
}
