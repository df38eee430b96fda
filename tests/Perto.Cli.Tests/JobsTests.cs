using System.Text.Json.Nodes;
using Perto.Server;
using Perto.Testing;

namespace Perto.Cli.Tests;

/// <summary>The commands of the scheduled jobs, in process and through a server.</summary>
[Collection("console")]
public sealed class JobsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_job_is_listed_run_paused_and_resumed_in_process()
    {
        JsonNode list = await JsonAsync("jobs", "list");
        string[] names = [.. list.AsArray().Select(job => (string)job!["name"]!)];
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Contains("idempotency-cleaning", names);
        Assert.False((bool?)list.AsArray().Single(job => (string?)job!["name"] == "streaming-retraining")!["enabled"]);

        JsonNode run = await JsonAsync("jobs", "run", "idempotency-cleaning");
        Assert.Equal(("done", "request", "0 expired answers deleted"), ((string?)run["state"], (string?)run["cause"], (string?)run["result"]));
        JsonNode log = await JsonAsync("jobs", "runs", "idempotency-cleaning");
        Assert.Equal((string?)run["id"], (string?)Assert.Single(log["items"]!.AsArray())!["id"]);

        Assert.True((bool?)(await JsonAsync("jobs", "pause", "models-pruning"))["paused"]);
        Assert.Null((await JsonAsync("jobs", "show", "models-pruning"))["next_run_at"]);
        Assert.NotNull((await JsonAsync("jobs", "resume", "models-pruning"))["next_run_at"]);
    }

    [Theory]
    [InlineData("collections-sync", "0 records of 0 collections compared")]
    [InlineData("models-pruning", "0 old versions deleted")]
    [InlineData("vectors-compaction", "0 of 0 collections compacted")]
    [InlineData("streaming-retraining", "0 models of 0 tenants went live anew")]
    public async Task Every_job_of_the_house_runs_where_there_is_nothing_to_do(string job, string result)
    {
        (int exitCode, string output, _) = await RunAsync("jobs", "run", job);
        Assert.Equal(0, exitCode);
        Assert.Contains("done: " + result, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Through_a_server_a_run_is_done_by_its_worker()
    {
        await using PertoHost host = PertoServer.Create(new PertoServerOptions
        {
            Settings = new Dictionary<string, string?>
            {
                ["Perto:DataFolder"] = _folder.Find("data"),
                ["Perto:Server:Urls"] = "http://127.0.0.1:0",
                ["Logging:LogLevel:Default"] = "None",
                ["Logging:LogLevel:Microsoft"] = "None",
            },
        });
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.WaitUntilReadyAsync(TestContext.Current.CancellationToken);

        JsonNode run = await JsonAsync("jobs", "run", "models-pruning");
        Assert.Equal(("done", "0 old versions deleted"), ((string?)run["state"], (string?)run["result"]));
        Assert.Equal("waiting", (string?)(await JsonAsync("jobs", "run", "collections-sync", "--no-wait"))["state"]);
        (int exitCode, string output, _) = await RunAsync("jobs", "list");
        Assert.Equal(0, exitCode);
        Assert.Matches("models-pruning +0 0 3 .*done: 0 old versions deleted", output);
    }

    [Fact]
    public async Task A_job_that_does_not_exist_is_named()
    {
        (int exitCode, _, string error) = await RunAsync("jobs", "run", "nothing");
        Assert.Equal(1, exitCode);
        Assert.Contains("There is no job 'nothing'", error, StringComparison.Ordinal);
    }

    private Task<JsonNode> JsonAsync(params string[] args) => CommandLine.JsonAsync(_folder.Find("data"), args);

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] args) => CommandLine.RunAsync(_folder.Find("data"), args);
}
