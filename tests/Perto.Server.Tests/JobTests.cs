using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;

namespace Perto.Server.Tests;

public abstract class JobTests : IAsyncLifetime
{
    private readonly TestDatabase _database;
    private readonly Gate _gate = new();
    private RunningServer _server = null!;

    private protected JobTests(TestDatabase database) => _database = database;

    public async ValueTask InitializeAsync() =>
        _server = await RunningServer.StartAsync(
            perto => perto.AddModule("waiting", module => module
                .Services(services => services.AddSingleton(_gate))
                .Job<Waiting>("waiting", JobSchedule.Cron("0 0 0 1 1 ?"), new JobOptions { Description = "Waits" })),
            [new("Perto:Jobs:models-pruning:Enabled", "false"), .. await _database.CreateAsync()]);

    public async ValueTask DisposeAsync()
    {
        _gate.Open.TrySetResult();
        await _server.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_run_that_is_asked_for_is_answered_with_202_and_done_by_the_worker()
    {
        HttpResponseMessage asked = await _server.PostAsync("/v1/jobs/waiting/run", body: null);
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        JsonNode run = await asked.JsonAsync();
        Assert.Equal(("waiting", "request"), ((string?)run["state"], (string?)run["cause"]));
        await _gate.Begun.Task;
        JsonNode job = await _server.GetJsonAsync("/v1/jobs/waiting");
        Assert.Equal(("running", (string?)run["id"]), ((string?)job["current"]!["state"], (string?)job["current"]!["id"]));
        _gate.Open.SetResult();

        JsonNode done;
        do
            done = await _server.GetJsonAsync(asked.Headers.Location!.ToString());
        while (done["finished_at"] is null);
        Assert.Equal(("done", "waited"), ((string?)done["state"], (string?)done["result"]));
        JsonNode log = await _server.GetJsonAsync("/v1/jobs/waiting/runs?limit=1");
        Assert.Equal((string?)run["id"], (string?)Assert.Single(log["items"]!.AsArray())!["id"]);
        Assert.Null(log["next_cursor"]);
        Assert.Contains("perto_jobs_runs_total{job=\"waiting\",state=\"done\"} 1", await _server.Client.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jobs_are_listed_paused_and_resumed()
    {
        JsonNode list = await _server.GetJsonAsync("/v1/jobs");
        JsonNode pruning = list["items"]!.AsArray().Single(job => (string?)job!["name"] == "models-pruning")!;
        Assert.Equal((false, "0 0 3 * * ?"), ((bool)pruning["enabled"]!, (string?)pruning["schedule"]));
        Assert.Null(pruning["next_run_at"]);
        Assert.NotNull((await _server.GetJsonAsync("/v1/jobs/waiting"))["next_run_at"]);

        JsonNode paused = await (await _server.PostAsync("/v1/jobs/waiting/pause", body: null)).JsonAsync();
        Assert.True((bool)paused["paused"]!);
        Assert.Null(paused["next_run_at"]);
        JsonNode resumed = await (await _server.PostAsync("/v1/jobs/waiting/resume", body: null)).JsonAsync();
        Assert.False((bool)resumed["paused"]!);
    }

    [Fact]
    public async Task What_does_not_exist_is_404_and_a_wrong_page_400()
    {
        await (await _server.Client.GetAsync("/v1/jobs/nothing")).ProblemAsync(404, "not_found");
        await (await _server.Client.GetAsync("/v1/jobs/waiting/runs/nothing")).ProblemAsync(404, "not_found");
        await (await _server.PostAsync("/v1/jobs/nothing/run", body: null)).ProblemAsync(404, "not_found");
        await (await _server.Client.GetAsync("/v1/jobs/waiting/runs?limit=0")).ProblemAsync(400, "invalid_value");
        await (await _server.Client.GetAsync("/v1/jobs/waiting/runs?cursor=x")).ProblemAsync(400, "invalid_value");
    }

    [Fact]
    public void A_schedule_that_cannot_be_read_keeps_the_server_from_starting()
    {
        InvalidSettingException refused = Assert.Throws<InvalidSettingException>(() => PertoServer.Create(
            RunningServer.Options("unused", [new("Perto:Jobs:collections-sync:Schedule", "at night")])));
        Assert.Equal("Perto:Jobs:collections-sync:Schedule", refused.Setting);
        Assert.Contains("'at night'", refused.Message, StringComparison.Ordinal);
    }

    private sealed class Gate
    {
        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Waiting(Gate gate) : IScheduledJob
    {
        public async Task<string> RunAsync(JobContext context, CancellationToken cancellationToken)
        {
            gate.Begun.TrySetResult();
            await gate.Open.Task.WaitAsync(cancellationToken);
            return "waited";
        }
    }
}

public sealed class SqliteJobTests() : JobTests(TestDatabase.Sqlite());

public sealed class PostgresJobTests() : JobTests(TestDatabase.Postgres());
