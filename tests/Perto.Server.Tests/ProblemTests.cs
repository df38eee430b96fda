using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Perto.Testing;

namespace Perto.Server.Tests;

public sealed class ProblemTests : IAsyncLifetime
{
    private readonly CollectingLogger _log = new();
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync(
        perto => perto.Services.AddSingleton<ILoggerProvider>(_log),
        [new("Logging:LogLevel:Perto", "Debug"), new("Perto:Server:MaxBodyBytes", "4096")]);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_bad_value_names_the_field_the_value_and_what_is_allowed()
    {
        JsonObject problem = await (await _server.Client.GetAsync("/v1/probe/invalid")).ProblemAsync(400, "invalid_value");
        Assert.Equal("n must be between 1 and 500; got 5000", (string?)problem["title"]);
        Assert.Equal("n", (string?)problem["field"]);
        Assert.Equal(5000, (double?)problem["given"]);
        Assert.Equal("1..500", (string?)problem["allowed"]);
    }

    [Fact]
    public async Task What_the_vector_store_refuses_is_a_bad_value_too()
    {
        JsonObject problem = await (await _server.Client.GetAsync("/v1/probe/vector")).ProblemAsync(400, "invalid_value");
        Assert.Equal("filter.year.$gte", (string?)problem["field"]);
        Assert.Equal("old", (string?)problem["given"]);
        Assert.Equal("a number", (string?)problem["allowed"]);
    }

    [Fact]
    public async Task A_long_value_is_not_given_back_whole()
    {
        JsonObject problem = await (await _server.Client.GetAsync("/v1/probe/long")).ProblemAsync(400, "invalid_value");
        Assert.Equal(203, ((string?)problem["given"])!.Length);
    }

    [Fact]
    public async Task What_does_not_exist_is_404_and_what_does_not_fit_the_state_is_409()
    {
        JsonObject missing = await (await _server.Client.GetAsync("/v1/probe/missing")).ProblemAsync(404, "not_found");
        Assert.Equal("There is no title '17'", (string?)missing["title"]);
        await (await _server.Client.GetAsync("/v1/probe/conflict")).ProblemAsync(409, "already_running");
    }

    [Fact]
    public async Task An_unforeseen_failure_tells_the_log_everything_and_the_caller_only_the_trace_id()
    {
        HttpResponseMessage answer = await _server.Client.GetAsync("/v1/probe/broken");
        JsonObject problem = await answer.ProblemAsync(500, "internal_error");
        Assert.DoesNotContain("hunter2", problem.ToJsonString());

        LogEntry entry = Assert.Single(_log.Entries, entry => entry.Level == LogLevel.Error);
        Assert.Contains("hunter2", entry.Exception!.Message);
        Assert.Contains((string)problem["trace_id"]!, entry.Message);
    }

    [Fact]
    public async Task An_answer_that_fails_half_way_is_cut_off_and_not_completed_with_a_problem()
    {
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _server.Client.GetStringAsync("/v1/probe/half"));
    }

    [Fact]
    public async Task A_caller_who_goes_away_is_no_error()
    {
        using var patience = new CancellationTokenSource();
        Task<HttpResponseMessage> request = _server.Client.GetAsync("/v1/probe/wait", patience.Token);
        await _server.Probe.Waiting.Task;
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        Assert.True(await _server.Probe.Ended.Task);
        await _server.Host.StopAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(_log.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task An_unknown_route_is_a_problem()
    {
        JsonObject problem = await (await _server.Client.GetAsync("/v1/nowhere")).ProblemAsync(404, "unknown_route");
        Assert.Contains("/v1/nowhere", (string)problem["title"]!);
    }

    [Fact]
    public async Task A_method_that_a_route_does_not_take_is_a_problem_that_says_which_it_takes()
    {
        HttpResponseMessage answer = await _server.SendAsync(HttpMethod.Put, "/v1/probe/number?n=1");
        JsonObject problem = await answer.ProblemAsync(405, "method_not_allowed");
        Assert.Equal("GET, HEAD, OPTIONS", (string?)problem["allowed"]);
        Assert.Equal(["GET", "HEAD", "OPTIONS"], answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task A_body_that_is_not_JSON_by_its_type_is_415()
    {
        JsonObject problem = await (await _server.PostTextAsync("/v1/probe/things", "name=x", "text/plain")).ProblemAsync(415, "unsupported_media_type");
        Assert.Equal("application/json", (string?)problem["allowed"]);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_413_with_and_without_a_length()
    {
        string large = $$"""{"name":"{{new string('x', 5000)}}"}""";
        await (await _server.PostTextAsync("/v1/probe/things", large)).ProblemAsync(413, "body_too_large");

        using var chunked = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(large)));
        chunked.Headers.ContentType = new("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/probe/things") { Content = chunked };
        request.Headers.TransferEncodingChunked = true;
        await (await _server.Client.SendAsync(request)).ProblemAsync(413, "body_too_large");
        Assert.Equal(0, _server.Probe.Runs);
    }

    [Theory]
    [InlineData("{\"name\":\"a\",\n \"size\": \"ten\"}", "$.size", "line 2", "a whole number")]
    [InlineData("{\"name\": 5}", "$.name", "line 1", "a text")]
    [InlineData("{\"name\":\"a\",\"colour\":\"mauve\"}", "$.colour", "line 1", "red, dark_blue")]
    [InlineData("{\"name\":\"a\",\"parts\":7}", "$.parts", "line 1", "an array")]
    [InlineData("{\"size\":1}", "$", "line 1", "'name' is required")]
    [InlineData("{\"name\":\"a\",\"weight\":1}", "$.weight", "line 1", "there is no field 'weight'")]
    [InlineData("{\"name\":null}", "$.name", "line 1", "'name' must not be null")]
    [InlineData("{\"name\":\"a\",", "$", "line 1", "end of data")]
    public async Task A_wrong_body_is_named_by_path_line_and_rule(string body, string path, string line, string rule)
    {
        JsonObject problem = await (await _server.PostTextAsync("/v1/probe/things", body)).ProblemAsync(400, "invalid_json");
        string title = (string)problem["title"]!;
        Assert.Equal(path, (string?)problem["field"]);
        Assert.Contains(line, title);
        Assert.Contains(rule, title);
        Assert.DoesNotContain("System.", title);
        Assert.DoesNotContain("Perto.", title);
        Assert.Equal(0, _server.Probe.Runs);
    }

    [Fact]
    public async Task A_wrong_name_is_answered_with_the_names_there_are()
    {
        HttpResponseMessage answer = await _server.PostTextAsync("/v1/probe/things", """{"name":"a","colour":"mauve"}""");
        Assert.Equal("red, dark_blue", (string?)(await answer.ProblemAsync(400, "invalid_json"))["allowed"]);
    }

    [Fact]
    public async Task A_body_that_is_nested_too_deep_is_refused()
    {
        string deep = string.Concat(Enumerable.Repeat("{\"name\":\"a\",\"inner\":", 40)) + "null" + new string('}', 40);
        JsonObject problem = await (await _server.PostTextAsync("/v1/probe/things", deep)).ProblemAsync(400, "invalid_json");
        Assert.Contains("32", (string)problem["title"]!);
    }

    [Theory]
    [InlineData("/v1/probe/number?n=abc", "n", "abc", "a whole number")]
    [InlineData("/v1/probe/number?n=", "n", "", "a whole number")]
    [InlineData("/v1/probe/number", "n", null, "a whole number")]
    [InlineData("/v1/probe/typed?time_of_day=x", "time_of_day", "x", "a whole number")]
    [InlineData("/v1/probe/typed?time_of_day=1&max_age=y", "max_age", "y", "a number")]
    public async Task A_parameter_that_cannot_be_read_is_named_as_the_caller_wrote_it(string path, string field, string? given, string allowed)
    {
        JsonObject problem = await (await _server.Client.GetAsync(path)).ProblemAsync(400, "invalid_value");
        Assert.Equal(field, (string?)problem["field"]);
        Assert.Equal(given, (string?)problem["given"]);
        Assert.Equal(allowed, (string?)problem["allowed"]);
    }

    [Fact]
    public async Task A_missing_body_is_asked_for()
    {
        HttpResponseMessage answer = await _server.SendAsync(HttpMethod.Post, "/v1/probe/things");
        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.BadRequest, HttpStatusCode.UnsupportedMediaType });
        JsonObject empty = await (await _server.PostTextAsync("/v1/probe/things", "")).ProblemAsync(400, "invalid_value");
        Assert.Equal("body", (string?)empty["field"]);
    }

    [Fact]
    public async Task A_trace_header_that_is_none_is_not_taken_over()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/probe/invalid");
        request.Headers.TryAddWithoutValidation("traceparent", "not-a-trace");
        JsonObject problem = await (await _server.Client.SendAsync(request)).ProblemAsync(400, "invalid_value");
        Assert.DoesNotMatch("^0+$", (string)problem["trace_id"]!);
    }

    [Fact]
    public async Task The_trace_of_the_caller_goes_on_in_the_answer()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/probe/invalid");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        HttpResponseMessage answer = await _server.Client.SendAsync(request);
        JsonObject problem = await answer.ProblemAsync(400, "invalid_value");
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", (string?)problem["trace_id"]);
        Assert.Equal(["0af7651916cd43dd8448eb211c80319c"], answer.Headers.GetValues("Trace-Id"));
    }
}
