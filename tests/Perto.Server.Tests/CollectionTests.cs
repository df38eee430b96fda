using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Vectors;

namespace Perto.Server.Tests;

public abstract class CollectionTests : IAsyncLifetime
{
    private readonly TestDatabase _database;
    private readonly Gate _gate = new();
    private RunningServer _server = null!;

    private protected CollectionTests(TestDatabase database) => _database = database;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync(
            perto => perto.AddModule("turning", module => module.Services(services => services.AddSingleton(_gate)).Embedder<Turning>()),
            await _database.CreateAsync());
        await _server.Host.Services.GetRequiredService<DerivedCollections>().PublishAsync(
            TenantId.Local,
            "films",
            "m@1",
            Turning.Schema,
            [.. Enumerable.Range(0, 200).Select(number => new VectorRecord($"f{number:000}") { Vectors = { ["plot"] = new float[] { 1, number } } })],
            TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _gate.Open.TrySetResult();
        await _server.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_re_embedding_is_asked_for_watched_and_switches_the_alias()
    {
        HttpResponseMessage asked = await _server.PostAsync("/v1/collections/films/reembed", new { model = "m@2" });
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        JsonNode rebuild = await asked.JsonAsync();
        Assert.Equal(("waiting", "reembed", 200), ((string?)rebuild["state"], (string?)rebuild["kind"], (int?)rebuild["total"]));
        await _gate.Begun.Task;
        JsonNode film = Assert.Single((await _server.GetJsonAsync("/v1/collections"))["items"]!.AsArray(), each => (string?)each!["state"] == "live")!;
        Assert.Equal(("films", "m@1", "running", 128), ((string?)film["alias"], (string?)film["model"], (string?)film["rebuild"]!["state"], (int?)film["rebuild"]!["done"]));
        await (await _server.PostAsync("/v1/collections/films/rebuild", body: null)).ProblemAsync(409, "rebuild_running");
        _gate.Open.SetResult();

        Assert.Equal("done", (string?)(await EndedAsync(asked))["state"]);
        JsonNode live = (await _server.GetJsonAsync("/v1/collections"))["items"]![0]!;
        Assert.Equal(("m@2", 200, null), ((string?)live["model"], (int?)live["records"], live["rebuild"]));
        Assert.Equal("films@m@2:2", (string?)(await _server.GetJsonAsync("/v1/vectors/collections/films"))["name"]);
    }

    [Fact]
    public async Task One_that_is_cancelled_leaves_the_alias_where_it_was()
    {
        HttpResponseMessage asked = await _server.PostAsync("/v1/collections/films/reembed", new { model = "m@2" });
        await _gate.Begun.Task;
        Assert.Equal(HttpStatusCode.NoContent, (await _server.SendAsync(HttpMethod.Delete, asked.Headers.Location!.ToString())).StatusCode);
        Assert.Equal("cancelled", (string?)(await EndedAsync(asked))["state"]);
        Assert.Equal("m@1", (string?)Assert.Single((await _server.GetJsonAsync("/v1/collections"))["items"]!.AsArray())!["model"]);

        HttpResponseMessage rebuild = await _server.PostAsync("/v1/collections/films/rebuild", body: null);
        JsonNode done = await EndedAsync(rebuild);
        Assert.Equal(("done", 200), ((string?)done["state"], (int?)done["done"]));
    }

    [Fact]
    public async Task What_cannot_be_made_anew_is_refused()
    {
        await (await _server.PostAsync("/v1/collections/none/rebuild", body: null)).ProblemAsync(404, "not_found");
        JsonObject refused = await (await _server.PostAsync("/v1/collections/films/reembed", new { model = "m@9" })).ProblemAsync(400, "invalid_value");
        Assert.Equal(("model", "m@2"), ((string?)refused["field"], (string?)refused["allowed"]));
        await (await _server.Client.GetAsync("/v1/collections/rebuilds/none")).ProblemAsync(404, "not_found");
        await (await _server.SendAsync(HttpMethod.Delete, "/v1/collections/rebuilds/none")).ProblemAsync(404, "not_found");
    }

    private async Task<JsonNode> EndedAsync(HttpResponseMessage asked)
    {
        JsonNode rebuild;
        do
            rebuild = await _server.GetJsonAsync(asked.Headers.Location!.ToString());
        while (rebuild["finished_at"] is null);
        return rebuild;
    }

    private sealed class Gate
    {
        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Turns vectors, and waits at the second batch.</summary>
    private sealed class Turning(Gate gate) : IRecordEmbedder
    {
        public string Alias => "films";

        public string Model => "m@2";

        public static void Schema(CollectionSchemaBuilder schema) => schema.Dense("plot", 2, Metric.Cosine);

        public void Declare(CollectionSchemaBuilder schema) => Schema(schema);

        public async Task<IReadOnlyList<VectorRecord>> EmbedAsync(TenantId tenant, IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken)
        {
            if (records[0].Id != "f000")
            {
                gate.Begun.TrySetResult();
                await gate.Open.Task.WaitAsync(cancellationToken);
            }
            return [.. records.Select(record => new VectorRecord(record.Id) { Vectors = { ["plot"] = record.Vectors["plot"].Dense.ToArray().Reverse().ToArray() } })];
        }
    }
}

public sealed class SqliteCollectionTests() : CollectionTests(TestDatabase.Sqlite());

public sealed class PostgresCollectionTests() : CollectionTests(TestDatabase.Postgres());
