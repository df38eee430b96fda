using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Testing;
using Perto.Vectors;

namespace Perto.Server.Tests;

public sealed class OverviewTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_overview_puts_together_what_every_part_says()
    {
        await using RunningServer server = await RunningServer.StartAsync(perto =>
        {
            perto.Services.AddSingleton<IOverviewSource>(new Counts("zoo", new NamedCount("animals", 3)));
            perto.Services.AddSingleton<IOverviewSource>(new Counts("art", new NamedCount("pictures", 2), new NamedCount("views", 0)));
        });
        await server.Host.WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        var models = server.Host.Services.GetRequiredService<ModelRegistry>();
        await models.SaveAsync(
            TenantId.Local, new ModelDraft { Name = "ranker", Kind = "trees", Metrics = new Dictionary<string, double> { ["ndcg@10"] = 0.25 } }, new byte[7]);
        await server.Host.Services.GetRequiredService<DerivedCollections>().PublishAsync(
            TenantId.Local, "films", "m@1", schema => schema.Dense("plot", 2, Metric.Cosine),
            [new VectorRecord("a") { Vectors = { ["plot"] = new float[] { 1, 0 } } }], TestContext.Current.CancellationToken);

        JsonNode overview = await server.GetJsonAsync("/v1/overview");
        Assert.Equal("local", (string?)overview["tenant"]);
        Assert.Matches(@"^\d+\.\d+\.\d+$", (string?)overview["version"]);
        Assert.True((double?)overview["uptime_seconds"] >= 0);
        string[] names = [.. overview["solutions"]!.AsArray().Select(solution => (string)solution!["name"]!)];
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        JsonNode art = overview["solutions"]!.AsArray().Single(solution => (string?)solution!["name"] == "art")!;
        Assert.Equal("""[{"name":"pictures","value":2},{"name":"views","value":0}]""", art["counts"]!.ToJsonString());
        JsonNode model = Assert.Single(overview["models"]!.AsArray())!;
        Assert.Equal("candidate", (string?)model["state"]);
        Assert.Equal(0.25, (double?)model["metrics"]!["ndcg@10"]);
        Assert.Equal(7, (long?)model["size"]);
        JsonNode collection = Assert.Single(overview["collections"]!.AsArray())!;
        Assert.Equal("films", (string?)collection["name"]);
        Assert.Equal("live", (string?)collection["state"]);
        Assert.Equal(2, (int?)collection["dimension"]);
        Assert.Equal("cosine", (string?)collection["metric"]);
        Assert.Equal(1, (long?)collection["records"]);
        Assert.Equal("ready", (string?)overview["health"]!["status"]);

        JsonNode list = await server.GetJsonAsync("/v1/models");
        Assert.Equal(model.ToJsonString(), list["items"]![0]!.ToJsonString());
    }

    [Fact]
    public async Task The_overview_draws_the_requests_of_the_last_minutes()
    {
        var clock = new ManualTimeProvider();
        await using RunningServer server = await RunningServer.StartAsync(perto => perto.Services.AddSingleton<TimeProvider>(clock));
        for (int request = 0; request < 10; request++)
            await server.Client.GetStringAsync("/v1/probe/tenant");
        clock.Advance(SeriesRecorder.Interval);

        JsonNode rates = (await server.GetJsonAsync("/v1/overview"))["rates"]!;
        Assert.Equal(SeriesRecorder.Interval.TotalSeconds, (double?)rates["interval_seconds"]);
        JsonNode requests = rates["series"]!.AsArray().Single(series => (string?)series!["name"] == "requests")!;
        Assert.Equal("per_second", (string?)requests["unit"]);
        JsonNode point = Assert.Single(requests["points"]!.AsArray())!;
        Assert.Equal(10 / SeriesRecorder.Interval.TotalSeconds, (double?)point["value"]);
        Assert.Equal(clock.GetUtcNow(), (DateTimeOffset?)point["at"]);
        Assert.Contains(rates["series"]!.AsArray(), series => (string?)series!["name"] == "request_p99" && (string?)series["unit"] == "milliseconds");
    }

    [Fact]
    public async Task Tasks_of_all_modules_stand_in_one_list_newest_first_and_no_longer_than_fifty()
    {
        await using RunningServer server = await RunningServer.StartAsync(perto =>
        {
            perto.Services.AddSingleton<ITaskSource>(new Tasks("a", 40));
            perto.Services.AddSingleton<ITaskSource>(new Tasks("b", 40));
        });
        JsonArray tasks = (await server.GetJsonAsync("/v1/tasks"))["items"]!.AsArray();
        Assert.Equal(50, tasks.Count);
        string[] times = [.. tasks.Select(task => (string)task!["started_at"]!)];
        Assert.Equal(times.OrderDescending(StringComparer.Ordinal), times);
        Assert.Equal("running", (string?)tasks[0]!["state"]);
        Assert.Contains(tasks, task => (string?)task!["id"] == "a39");
        Assert.Contains(tasks, task => (string?)task!["id"] == "b39");
    }

    [Fact]
    public async Task Until_the_collections_are_rebuilt_the_API_says_that_it_is_starting_and_the_overview_is_open()
    {
        using var folder = new TemporaryFolder();
        await using (PertoHost first = PertoServer.Create(RunningServer.Options(folder.Find("data"))))
        {
            await first.StartAsync(TestContext.Current.CancellationToken);
            await first.Services.GetRequiredService<DerivedCollections>().PublishAsync(
                TenantId.Local, "films", "m@1", schema => schema.Dense("plot", 2, Metric.Cosine),
                [new VectorRecord("a") { Vectors = { ["plot"] = new float[] { 1, 0 } } }], TestContext.Current.CancellationToken);
        }

        using var store = new SlowStore();
        var probe = new Probe();
        await using PertoHost second = PertoServer.Create(RunningServer.Options(folder.Find("data")), perto =>
        {
            perto.Services.AddSingleton<IVectorStore>(store);
            perto.AddModule("probe", probe.Describe);
        });
        await second.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(second.Address) };

        HttpResponseMessage refused = await client.GetAsync("/v1/probe/tenant");
        await refused.ProblemAsync(503, "starting");
        Assert.NotNull(refused.Headers.RetryAfter);
        HttpResponseMessage ready = await client.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal("starting", (string?)(await ready.JsonAsync())["status"]);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live")).StatusCode);
        JsonNode overview = await (await client.GetAsync("/v1/overview")).JsonAsync();
        Assert.Equal("starting", (string?)overview["health"]!["status"]);

        store.GoOn.SetResult();
        await second.WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready")).StatusCode);
        Assert.Equal("local", await client.GetStringAsync("/v1/probe/tenant"));
        IVectorCollection? films = await store.FindAsync(TenantId.Local, "films@m@1:2");
        Assert.Equal(1, await films!.CountAsync());
    }

    [Fact]
    public async Task Collections_that_cannot_be_rebuilt_keep_the_server_unready_and_say_why()
    {
        using var folder = new TemporaryFolder();
        await using (PertoHost first = PertoServer.Create(RunningServer.Options(folder.Find("data"))))
        {
            await first.StartAsync(TestContext.Current.CancellationToken);
            await first.Services.GetRequiredService<DerivedCollections>().PublishAsync(
                TenantId.Local, "films", "m@1", schema => schema.Dense("plot", 2, Metric.Cosine), [], TestContext.Current.CancellationToken);
        }

        using var store = new SlowStore();
        store.GoOn.SetException(new VectorStoreException("collection", "films", "one that this store can hold"));
        await using PertoHost second = PertoServer.Create(
            RunningServer.Options(folder.Find("data")), perto => perto.Services.AddSingleton<IVectorStore>(store));
        await second.StartAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<VectorStoreException>(() => second.WaitUntilReadyAsync(TestContext.Current.CancellationToken));
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(second.Address) };
        JsonNode ready = await (await client.GetAsync("/health/ready")).JsonAsync();
        Assert.Equal("failing", (string?)ready["status"]);
        Assert.Contains("one that this store can hold", ready.ToJsonString());
    }

    [Fact]
    public async Task A_server_is_ready_when_every_module_has_warmed_up()
    {
        using var folder = new TemporaryFolder();
        var warmUp = new WarmUp();
        await using PertoHost host = PertoServer.Create(
            RunningServer.Options(folder.Find("data")), perto => perto.Services.AddSingleton<IWarmUp>(warmUp));
        await host.StartAsync(TestContext.Current.CancellationToken);
        Task ready = host.WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        await warmUp.Begun.Task;
        Assert.False(ready.IsCompleted);
        warmUp.GoOn.SetResult();
        await ready;
    }

    [Fact]
    public async Task A_server_can_be_stopped_while_it_is_starting()
    {
        using var folder = new TemporaryFolder();
        await using (PertoHost first = PertoServer.Create(RunningServer.Options(folder.Find("data"))))
        {
            await first.StartAsync(TestContext.Current.CancellationToken);
            await first.Services.GetRequiredService<DerivedCollections>().PublishAsync(
                TenantId.Local, "films", "m@1", schema => schema.Dense("plot", 2, Metric.Cosine), [], TestContext.Current.CancellationToken);
        }

        await using PertoHost second = PertoServer.Create(
            RunningServer.Options(folder.Find("data")), perto => perto.Services.AddSingleton<IVectorStore>(new SlowStore()));
        await second.StartAsync(TestContext.Current.CancellationToken);
        await second.StopAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitUntilReadyAsync(TestContext.Current.CancellationToken));
    }

    private sealed class WarmUp : IWarmUp
    {
        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource GoOn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task WarmUpAsync(CancellationToken cancellationToken)
        {
            Begun.SetResult();
            return GoOn.Task.WaitAsync(cancellationToken);
        }
    }

    private sealed class Counts(string solution, params NamedCount[] counts) : IOverviewSource
    {
        public string Solution => solution;

        public Task<IReadOnlyList<NamedCount>> CountsAsync(TenantId tenant, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<NamedCount>>(counts);
    }

    private sealed class Tasks(string prefix, int count) : ITaskSource
    {
        public Task<IReadOnlyList<TaskProgress>> TasksAsync(TenantId tenant, int limit, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<TaskProgress>>([.. Enumerable.Range(0, Math.Min(count, limit)).Select(index => new TaskProgress
            {
                Id = $"{prefix}{index}",
                Kind = "training",
                Name = "ranker",
                State = TaskProgressState.Running,
                Progress = 0.5,
                StartedAt = Start.AddMinutes(index),
            })]);
    }

    /// <summary>The embedded store, which makes collections only when it is told to go on.</summary>
    private sealed class SlowStore : IVectorStore, IDisposable
    {
        private readonly Vectors.Storage.EmbeddedVectorStore _store = new(TimeProvider.System);

        public TaskCompletionSource GoOn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Dispose() => _store.Dispose();

        public string Provider => _store.Provider;

        public VectorStoreCapabilities Capabilities => _store.Capabilities;

        public async ValueTask<IVectorCollection> CollectionAsync(
            TenantId tenant, string name, Action<CollectionSchemaBuilder> schema, CancellationToken cancellationToken = default)
        {
            await GoOn.Task.WaitAsync(cancellationToken);
            return await _store.CollectionAsync(tenant, name, schema, cancellationToken);
        }

        public ValueTask<IVectorCollection?> FindAsync(TenantId tenant, string name, CancellationToken cancellationToken = default) =>
            _store.FindAsync(tenant, name, cancellationToken);

        public ValueTask<bool> DeleteAsync(TenantId tenant, string name, CancellationToken cancellationToken = default) =>
            _store.DeleteAsync(tenant, name, cancellationToken);

        public ValueTask<IReadOnlyList<string>> NamesAsync(TenantId tenant, CancellationToken cancellationToken = default) =>
            _store.NamesAsync(tenant, cancellationToken);
    }
}
