using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Perto.Platform;
using Perto.Testing;

namespace Perto.Server.Tests;

public sealed class LifecycleTests
{
    [Fact]
    public async Task A_running_server_says_where_it_is_and_takes_it_back_when_it_stops()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Find("data");
        await using (PertoHost host = PertoServer.Create(RunningServer.Options(data)))
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
            ServerAddress? published = Platform.DataFolder.RunningServer(data);
            Assert.Equal(new Uri(host.Address), published?.Address);
            Assert.Equal(Environment.ProcessId, published?.Pid);
            Assert.NotEqual(0, new Uri(host.Address).Port);
        }

        Assert.Null(Platform.DataFolder.RunningServer(data));
        Assert.True(Platform.DataFolder.TryOwn(data, out DataFolder? free));
        free.Dispose();
    }

    [Fact]
    public async Task Two_servers_cannot_have_one_data_folder()
    {
        await using RunningServer first = await RunningServer.StartAsync();
        await using PertoHost second = PertoServer.Create(RunningServer.Options(first.DataFolder));
        var refused = await Assert.ThrowsAsync<DataFolderInUseException>(() => second.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains(first.Host.Address, refused.Message);
    }

    [Fact]
    public async Task On_PostgreSQL_two_servers_of_one_machine_share_what_they_know()
    {
        await using TestDatabase database = TestDatabase.Postgres();
        KeyValuePair<string, string?>[] settings = await database.CreateAsync();
        await using RunningServer first = await RunningServer.StartAsync(settings: settings);
        var probe = new Probe();
        await using PertoHost second = PertoServer.Create(
            RunningServer.Options(first.DataFolder, settings), perto => perto.AddModule("probe", probe.Describe));
        await second.StartAsync(TestContext.Current.CancellationToken);
        await second.WaitUntilReadyAsync(TestContext.Current.CancellationToken);

        await first.SendAsync(HttpMethod.Delete, "/v1/probe/things/a", key: "key-1");
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(second.Address) };
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/v1/probe/things/a") { Headers = { { "Idempotency-Key", "key-1" } } };
        HttpResponseMessage replayed = await client.SendAsync(request);
        Assert.True(replayed.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(0, probe.Runs);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_with_what_to_do_and_the_data_folder_is_let_go()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        string urls = $"http://{taken.LocalEndpoint}";
        using var folder = new TemporaryFolder();
        string data = folder.Find("data");
        await using (PertoHost host = PertoServer.Create(RunningServer.Options(data, [new("Perto:Server:Urls", urls)])))
        {
            var refused = await Assert.ThrowsAsync<ListenException>(() => host.StartAsync(TestContext.Current.CancellationToken));
            Assert.Equal("address_in_use", refused.Code);
            Assert.Contains(urls, refused.Message);
            Assert.Contains("--urls", refused.Message);
        }

        Assert.True(Platform.DataFolder.TryOwn(data, out DataFolder? free));
        free.Dispose();
    }

    [Fact]
    public async Task A_stop_waits_for_the_request_that_is_under_way()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        Task<string> request = server.Client.GetStringAsync("/v1/probe/wait");
        await server.Probe.Waiting.Task;
        Task stopping = server.Host.StopAsync(TestContext.Current.CancellationToken);
        Assert.False(stopping.IsCompleted);
        server.Probe.GoOn.SetResult();
        Assert.Equal("done", await request);
        await stopping;
        await Assert.ThrowsAsync<HttpRequestException>(() => server.Client.GetAsync("/health/live"));
    }

    [Fact]
    public async Task The_arguments_of_the_command_line_win_over_the_defaults()
    {
        using var folder = new TemporaryFolder();
        await using PertoHost host = PertoServer.Create(["--urls", "http://127.0.0.1:0", "--data", folder.Find("mine"), "--Logging:LogLevel:Default", "None"]);
        await host.StartAsync(TestContext.Current.CancellationToken);
        Assert.True(File.Exists(folder.Find("mine", "perto.db")));
    }

    [Fact]
    public async Task What_the_server_stored_is_there_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        var probe = new Probe();
        for (int run = 0; run < 2; run++)
        {
            await using PertoHost host = PertoServer.Create(
                RunningServer.Options(folder.Find("data")), perto => perto.AddModule("probe", probe.Describe));
            await host.StartAsync(TestContext.Current.CancellationToken);
            using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(host.Address) };
            using var request = new HttpRequestMessage(HttpMethod.Delete, "/v1/probe/things/a") { Headers = { { "Idempotency-Key", "key-1" } } };
            Assert.Equal(HttpStatusCode.NoContent, (await client.SendAsync(request)).StatusCode);
        }

        Assert.Equal(1, probe.Runs);
    }

    [Fact]
    public async Task Every_hour_expired_answers_are_deleted()
    {
        var clock = new ManualTimeProvider();
        await using RunningServer server = await RunningServer.StartAsync(perto => perto.Services.AddSingleton<TimeProvider>(clock));
        await server.SendAsync(HttpMethod.Delete, "/v1/probe/things/a", key: "key-1");
        IDatabase database = server.Host.Services.GetRequiredService<IDatabase>();
        Task<long> CountAsync() => database.ReadAsync(session => session.ScalarAsync<long>("select count(*) from server_idempotency"));
        Assert.Equal(1, await CountAsync());

        clock.Advance(TimeSpan.FromHours(25));
        while (await CountAsync() > 0)
            await Task.Yield();
    }

    [Fact]
    public async Task Health_names_the_database_and_the_collections()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await server.Host.WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        JsonNode ready = await server.GetJsonAsync("/health/ready");
        Assert.Equal("ready", (string?)ready["status"]);
        Assert.Equal(["database", "collections", "dependencies"], ready["checks"]!.AsArray().Select(check => (string?)check!["name"]));
        Assert.All(ready["checks"]!.AsArray(), check => Assert.Equal("ok", (string?)check!["status"]));
        Assert.StartsWith("sqlite 3.", (string?)ready["checks"]![0]!["detail"]);
        Assert.Equal("live", (string?)(await server.GetJsonAsync("/health/live"))["status"]);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_makes_the_server_unready_but_not_dead()
    {
        await using RunningServer server = await RunningServer.StartAsync(
            perto => perto.Services.AddHealthChecks().AddCheck<BrokenCheck>("broken"));
        await server.Host.WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        HttpResponseMessage ready = await server.Client.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        JsonNode answer = await ready.JsonAsync();
        Assert.Equal("failing", (string?)answer["status"]);
        Assert.DoesNotContain("secret", answer.ToJsonString());
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/health/live")).StatusCode);
    }
}

file sealed class BrokenCheck : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        throw new InvalidOperationException("secret");
}
