using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Perto.Testing;

namespace Perto.Server.Tests;

public sealed class RequestLimitTests
{
    [Fact]
    public async Task A_request_that_takes_too_long_is_ended_and_told_so_and_its_work_stops()
    {
        var clock = new ManualTimeProvider();
        await using RunningServer server = await RunningServer.StartAsync(
            perto => perto.Services.AddSingleton<TimeProvider>(clock), [new("Perto:Server:RequestSeconds", "5")]);
        Task<HttpResponseMessage> request = server.Client.GetAsync("/v1/probe/wait");
        await server.Probe.Waiting.Task;
        clock.Advance(TimeSpan.FromSeconds(5));
        JsonObject problem = await (await request).ProblemAsync(503, "time_limit");
        Assert.Contains("5 seconds", (string?)problem["title"]);
        Assert.True(await server.Probe.Ended.Task);
    }

    [Fact]
    public async Task An_endpoint_may_have_a_longer_time_of_its_own()
    {
        var clock = new ManualTimeProvider();
        await using RunningServer server = await RunningServer.StartAsync(
            perto => perto.Services.AddSingleton<TimeProvider>(clock), [new("Perto:Server:RequestSeconds", "5")]);
        Task<HttpResponseMessage> request = server.Client.GetAsync("/v1/probe/patient");
        await server.Probe.Waiting.Task;
        clock.Advance(TimeSpan.FromSeconds(299));
        Assert.False(server.Probe.Ended.Task.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        await (await request).ProblemAsync(503, "time_limit");
    }

    [Fact]
    public async Task A_key_is_free_again_after_the_time_limit()
    {
        var clock = new ManualTimeProvider();
        await using RunningServer server = await RunningServer.StartAsync(
            perto => perto.Services.AddSingleton<TimeProvider>(clock), [new("Perto:Server:RequestSeconds", "5")]);
        Task<HttpResponseMessage> first = server.SendAsync(HttpMethod.Post, "/v1/probe/wait", key: "key-1");
        await server.Probe.Waiting.Task;
        clock.Advance(TimeSpan.FromSeconds(5));
        await (await first).ProblemAsync(503, "time_limit");
        server.Probe.GoOn.SetResult();
        using HttpResponseMessage second = await server.SendAsync(HttpMethod.Post, "/v1/probe/wait", key: "key-1");
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(2, server.Probe.Runs);
    }

    [Fact]
    public async Task Beyond_the_places_requests_wait_and_beyond_the_queue_they_are_told_to_come_again()
    {
        await using RunningServer server = await RunningServer.StartAsync(
            settings: [new("Perto:Server:MaxConcurrentRequests", "1"), new("Perto:Server:MaxQueuedRequests", "1")]);
        Task<string> first = server.Client.GetStringAsync("/v1/probe/wait");
        await server.Probe.Waiting.Task;
        Task<string> second = server.Client.GetStringAsync("/v1/probe/tenant");
        while (!(await server.Client.GetStringAsync("/metrics")).Contains("perto_http_requests_waiting 1", StringComparison.Ordinal))
            await Task.Yield();

        using HttpResponseMessage third = await server.Client.GetAsync("/v1/probe/tenant");
        await third.ProblemAsync(503, "overloaded");
        Assert.Equal(TimeSpan.FromSeconds(1), third.Headers.RetryAfter?.Delta);
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/health/live")).StatusCode);
        Assert.False(second.IsCompleted);

        server.Probe.GoOn.SetResult();
        Assert.Equal("done", await first);
        Assert.Equal("local", await second);
        Assert.Equal("local", await server.Client.GetStringAsync("/v1/probe/tenant"));
    }

    [Fact]
    public async Task A_caller_that_goes_away_stops_the_work_and_is_no_error()
    {
        using var log = new CollectingLogger();
        await using RunningServer server = await RunningServer.StartAsync(perto => perto.Services.AddSingleton<ILoggerProvider>(log), [new("Logging:LogLevel:Default", "Information")]);
        using var gone = new CancellationTokenSource();
        Task<HttpResponseMessage> request = server.Client.GetAsync("/v1/probe/wait", gone.Token);
        await server.Probe.Waiting.Task;
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        Assert.True(await server.Probe.Ended.Task);
        while (!(await server.Client.GetStringAsync("/metrics")).Contains("status=\"499\"", StringComparison.Ordinal))
            await Task.Yield();
        Assert.DoesNotContain(log.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task A_caller_that_goes_away_in_the_middle_of_its_body_is_no_error()
    {
        using var log = new CollectingLogger();
        await using RunningServer server = await RunningServer.StartAsync(perto => perto.Services.AddSingleton<ILoggerProvider>(log), [new("Logging:LogLevel:Default", "Information")]);
        using (TcpClient connection = await SendAsync(server, "POST /v1/probe/read HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{"))
            await server.Probe.Waiting.Task;
        while (!(await server.Client.GetStringAsync("/metrics")).Contains("""route="/v1/probe/read""", StringComparison.Ordinal))
            await Task.Yield();
        Assert.DoesNotContain(log.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task An_endpoint_may_take_smaller_bodies()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await server.PostTextAsync("/v1/probe/small", """{"name": "a"}""")).StatusCode);
        JsonObject problem = await (await server.PostTextAsync("/v1/probe/small", """{"name": "a name that is too long"}""")).ProblemAsync(413, "body_too_large");
        Assert.Contains("30 bytes", (string?)problem["title"]);
    }

    [Fact]
    public async Task A_body_that_comes_too_slowly_is_not_waited_for()
    {
        await using RunningServer server = await RunningServer.StartAsync(settings: [new("Perto:Server:MinBytesPerSecond", "1000")]);
        using TcpClient connection = await SendAsync(
            server, "POST /v1/probe/things HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{");
        string answer = await ReadAsync(connection);
        Assert.StartsWith("HTTP/1.1 408", answer);
        Assert.Contains("body_too_slow", answer);
    }

    [Theory]
    [InlineData(7_000, 404)]
    [InlineData(9_000, 414)]
    public async Task An_address_has_a_longest_length(int length, int status)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using HttpResponseMessage answer = await server.Client.GetAsync("/v1/" + new string('x', length));
        await answer.ProblemAsync(status, status == 414 ? "url_too_long" : "unknown_route");
    }

    [Theory]
    [InlineData("?n=1&m=2", "m", "n")]
    [InlineData("?N=1", "N", "n")]
    [InlineData("?n=1&n=2", "n", "given once")]
    [InlineData("?n=%00", "n", "text without the character U+0000")]
    [InlineData("?=1", "", "n")]
    public async Task A_query_parameter_that_is_not_known_or_not_sound_is_refused(string query, string field, string allowed)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        JsonObject problem = await (await server.Client.GetAsync("/v1/probe/number" + query)).ProblemAsync(400, "invalid_value");
        Assert.Equal(field, (string?)problem["field"]);
        Assert.Equal(allowed, (string?)problem["allowed"]);
    }

    [Fact]
    public async Task Names_that_are_said_at_the_parameter_are_the_known_ones()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        JsonObject problem = await (await server.Client.GetAsync("/v1/probe/typed?timeOfDay=1")).ProblemAsync(400, "invalid_value");
        Assert.Equal("max_age, time_of_day", (string?)problem["allowed"]);
    }

    [Theory]
    [InlineData("text/html", false)]
    [InlineData("application/json;q=0", false)]
    [InlineData("text/html, application/*;q=0.1", true)]
    [InlineData("*/*", true)]
    [InlineData("application/json; charset=utf-8", true)]
    [InlineData("text/html, application/json", true)]
    public async Task An_answer_that_the_caller_does_not_take_is_not_made(string accept, bool fits)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/v1/probe/things/a");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using HttpResponseMessage answer = await server.Client.SendAsync(request);
        if (fits)
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        else
            await answer.ProblemAsync(406, "not_acceptable");
        Assert.Equal(fits ? 1 : 0, server.Probe.Runs);
    }

    [Theory]
    [InlineData("/v1/probe/tenant")]
    [InlineData("/health/live")]
    [InlineData("/docs")]
    public async Task Head_answers_as_get_does_without_the_body(string path)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using HttpResponseMessage head = await server.SendAsync(HttpMethod.Head, path);
        using HttpResponseMessage get = await server.Client.GetAsync(path);
        Assert.Equal(get.StatusCode, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.Contains("method=\"HEAD\"", await server.Client.GetStringAsync("/metrics"));
    }

    [Fact]
    public async Task Head_of_what_only_takes_changes_is_refused_and_of_nothing_is_404()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await server.SendAsync(HttpMethod.Head, "/v1/probe/large")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.SendAsync(HttpMethod.Head, "/v1/none")).StatusCode);
        Assert.Equal(0, server.Probe.Runs);
    }

    [Fact]
    public async Task Options_says_what_an_address_takes()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using HttpResponseMessage answer = await server.SendAsync(HttpMethod.Options, "/v1/probe/wait");
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(["GET", "HEAD", "OPTIONS", "POST"], answer.Content.Headers.Allow.Order(StringComparer.Ordinal));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        await (await server.SendAsync(HttpMethod.Options, "/v1/none")).ProblemAsync(404, "unknown_route");
    }

    [Fact]
    public async Task While_the_server_stops_it_says_so_to_who_asks_and_still_serves()
    {
        var clock = new ManualTimeProvider();
        await using RunningServer server = await RunningServer.StartAsync(
            perto => perto.Services.AddSingleton<TimeProvider>(clock), [new("Perto:Server:DrainDelaySeconds", "5")]);
        Assert.NotEqual(true, (await server.Client.GetAsync("/health/ready")).Headers.ConnectionClose);
        Task stopping = server.Host.StopAsync(TestContext.Current.CancellationToken);
        using HttpResponseMessage ready = await server.Client.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal("stopping", (string?)(await ready.JsonAsync())["status"]);
        using HttpResponseMessage served = await server.Client.GetAsync("/v1/probe/tenant");
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        Assert.True(served.Headers.ConnectionClose);
        Assert.False(stopping.IsCompleted);
        while (!stopping.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        await stopping;
        await Assert.ThrowsAsync<HttpRequestException>(() => server.Client.GetAsync("/health/live"));
    }

    private static async Task<TcpClient> SendAsync(RunningServer server, string text)
    {
        var address = new Uri(server.Host.Address);
        var connection = new TcpClient();
        await connection.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);
        return connection;
    }

    private static async Task<string> ReadAsync(TcpClient connection)
    {
        using var reader = new StreamReader(connection.GetStream());
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
