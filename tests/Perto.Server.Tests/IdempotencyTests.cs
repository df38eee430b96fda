using System.Net;
using System.Text.Json.Nodes;

namespace Perto.Server.Tests;

public abstract class IdempotencyTests : IAsyncLifetime
{
    private readonly TestDatabase _database;
    private RunningServer _server = null!;

    private protected IdempotencyTests(TestDatabase database) => _database = database;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync(settings: await _database.CreateAsync());

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task The_same_request_with_the_same_key_runs_once_and_gets_the_same_answer()
    {
        HttpResponseMessage first = await _server.PostAsync("/v1/probe/things", new { name = "a" }, "key-1");
        HttpResponseMessage second = await _server.PostAsync("/v1/probe/things", new { name = "a" }, "key-1");

        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal(first.Content.Headers.ContentType, second.Content.Headers.ContentType);
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(["true"], second.Headers.GetValues("Idempotency-Replayed"));
        Assert.Equal(1, _server.Probe.Runs);
    }

    [Fact]
    public async Task Without_a_key_or_with_another_the_request_runs_again()
    {
        await _server.PostAsync("/v1/probe/things", new { name = "a" });
        await _server.PostAsync("/v1/probe/things", new { name = "a" });
        await _server.PostAsync("/v1/probe/things", new { name = "a" }, "key-1");
        await _server.PostAsync("/v1/probe/things", new { name = "a" }, "key-2");
        Assert.Equal(4, _server.Probe.Runs);
    }

    [Fact]
    public async Task An_answer_without_a_body_is_given_again_too()
    {
        HttpResponseMessage first = await _server.SendAsync(HttpMethod.Delete, "/v1/probe/things/a", key: "key-1");
        HttpResponseMessage second = await _server.SendAsync(HttpMethod.Delete, "/v1/probe/things/a", key: "key-1");
        Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, second.StatusCode);
        Assert.Equal(1, _server.Probe.Runs);
    }

    [Theory]
    [InlineData("/v1/probe/things", "b")]
    [InlineData("/v1/probe/refuse", "a")]
    [InlineData("/v1/probe/things?dry_run=true", "a")]
    public async Task A_key_that_belongs_to_another_request_is_refused(string path, string name)
    {
        await _server.PostAsync("/v1/probe/things", new { name = "a" }, "key-1");
        HttpResponseMessage answer = await _server.PostAsync(path, new { name }, "key-1");
        JsonObject problem = await answer.ProblemAsync(422, "idempotency_key_reused");
        Assert.Contains("POST /v1/probe/things", (string)problem["title"]!);
        Assert.Equal(1, _server.Probe.Runs);
    }

    [Fact]
    public async Task While_the_first_runs_the_second_is_told_to_come_again_and_then_gets_its_answer()
    {
        Task<HttpResponseMessage> first = _server.SendAsync(HttpMethod.Post, "/v1/probe/wait", key: "key-1");
        await _server.Probe.Waiting.Task;
        HttpResponseMessage second = await _server.SendAsync(HttpMethod.Post, "/v1/probe/wait", key: "key-1");
        await second.ProblemAsync(409, "idempotency_in_progress");
        Assert.Equal(TimeSpan.FromSeconds(1), second.Headers.RetryAfter?.Delta);

        _server.Probe.GoOn.SetResult();
        Assert.Equal("done", await (await first).Content.ReadAsStringAsync());
        HttpResponseMessage third = await _server.SendAsync(HttpMethod.Post, "/v1/probe/wait", key: "key-1");
        Assert.Equal("done", await third.Content.ReadAsStringAsync());
        Assert.Equal(1, _server.Probe.Runs);
    }

    [Fact]
    public async Task Of_many_that_come_together_one_runs()
    {
        HttpResponseMessage[] answers = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(_ => _server.PostAsync("/v1/probe/things", new { name = "a" }, "key-1")));
        Assert.Equal(1, _server.Probe.Runs);
        Assert.All(answers, answer => Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.Created, HttpStatusCode.Conflict }));
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.Created && !answer.Headers.Contains("Idempotency-Replayed"));
    }

    [Fact]
    public async Task A_refusal_that_no_state_can_change_is_kept()
    {
        await (await _server.PostAsync("/v1/probe/refuse", new { name = "a" }, "key-1")).ProblemAsync(400, "invalid_value");
        HttpResponseMessage again = await _server.PostAsync("/v1/probe/refuse", new { name = "a" }, "key-1");
        await again.ProblemAsync(400, "invalid_value");
        Assert.True(again.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(1, _server.Probe.Runs);
    }

    [Fact]
    public async Task A_failure_of_the_server_is_not_kept()
    {
        await (await _server.PostAsync("/v1/probe/fail", new { }, "key-1")).ProblemAsync(500, "internal_error");
        await (await _server.PostAsync("/v1/probe/fail", new { }, "key-1")).ProblemAsync(500, "internal_error");
        Assert.Equal(2, _server.Probe.Runs);
    }

    [Fact]
    public async Task A_caller_who_goes_away_before_the_end_can_try_again()
    {
        using var patience = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/probe/wait") { Headers = { { "Idempotency-Key", "key-1" } } };
        Task<HttpResponseMessage> first = _server.Client.SendAsync(request, patience.Token);
        await _server.Probe.Waiting.Task;
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await _server.Probe.Ended.Task;

        _server.Probe.GoOn.SetResult();
        HttpResponseMessage second;
        do
            second = await _server.SendAsync(HttpMethod.Post, "/v1/probe/wait", key: "key-1");
        while (second.StatusCode == HttpStatusCode.Conflict);
        Assert.Equal("done", await second.Content.ReadAsStringAsync());
        Assert.Equal(2, _server.Probe.Runs);
    }

    [Fact]
    public async Task An_answer_that_is_too_long_to_keep_is_given_once_and_the_work_is_not_done_twice()
    {
        HttpResponseMessage first = await _server.SendAsync(HttpMethod.Post, "/v1/probe/large?size=300000", key: "key-1");
        Assert.Equal(300_000, (await first.Content.ReadAsStringAsync()).Length);
        HttpResponseMessage second = await _server.SendAsync(HttpMethod.Post, "/v1/probe/large?size=300000", key: "key-1");
        await second.ProblemAsync(409, "idempotency_answer_not_kept");
        Assert.Equal(1, _server.Probe.Runs);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("")]
    [InlineData(256)]
    public async Task A_key_that_is_none_is_refused(object key)
    {
        string text = key is int length ? new string('k', length) : (string)key;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/probe/fail");
        request.Headers.TryAddWithoutValidation("Idempotency-Key", text);
        JsonObject problem = await (await _server.Client.SendAsync(request)).ProblemAsync(400, "invalid_value");
        Assert.Equal("Idempotency-Key", (string?)problem["field"]);
        Assert.Equal(0, _server.Probe.Runs);
    }

    [Fact]
    public async Task A_key_of_the_greatest_length_and_every_visible_character_is_taken()
    {
        string key = string.Concat(Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c)).PadRight(255, 'k');
        HttpResponseMessage answer = await _server.PostAsync("/v1/probe/things", new { name = "a" }, key);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }
}

public sealed class IdempotencyOnSqliteTests() : IdempotencyTests(TestDatabase.Sqlite());

public sealed class IdempotencyOnPostgresTests() : IdempotencyTests(TestDatabase.Postgres());
