using System.Diagnostics;
using System.Net;

namespace Perto.Server.Tests;

public sealed class MetricsTests
{
    [Fact]
    public async Task Requests_are_counted_by_route_method_and_status_and_timed()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await server.Client.GetAsync("/v1/probe/number?n=1");
        await server.Client.GetAsync("/v1/probe/number?n=2");
        await server.Client.GetAsync("/v1/probe/number?n=x");
        await server.Client.GetAsync("/v1/probe/broken");
        await server.SendAsync(HttpMethod.Delete, "/v1/probe/things/a");
        await server.SendAsync(HttpMethod.Delete, "/v1/probe/things/b");
        await server.Client.GetAsync("/v1/nowhere");
        await server.SendAsync(new HttpMethod("BREW"), "/v1/nowhere");

        HttpResponseMessage answer = await server.Client.GetAsync("/metrics");
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        string[] lines = (await answer.Content.ReadAsStringAsync()).Split('\n');
        Assert.Equal(2, Counted(lines, "/v1/probe/number", "GET", 200));
        Assert.Equal(1, Counted(lines, "/v1/probe/number", "GET", 400));
        Assert.Equal(1, Counted(lines, "/v1/probe/broken", "GET", 500));
        Assert.Equal(2, Counted(lines, "/v1/probe/things/{name}", "DELETE", 204));
        Assert.Equal(1, Counted(lines, "unmatched", "GET", 404));
        Assert.Equal(1, Counted(lines, "unmatched", "OTHER", 404));
        Assert.DoesNotContain(lines, line => line.Contains("nowhere", StringComparison.Ordinal));
        Assert.Contains(lines, line => line == "# TYPE perto_http_request_duration_seconds histogram");
        Assert.Contains(lines, line =>
            line.StartsWith("perto_http_request_duration_seconds_count{", StringComparison.Ordinal)
            && line.Contains("route=\"/v1/probe/number\"", StringComparison.Ordinal)
            && line.EndsWith(" 3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_servers_in_one_process_count_for_themselves()
    {
        await using RunningServer busy = await RunningServer.StartAsync();
        await using RunningServer idle = await RunningServer.StartAsync();
        await busy.Client.GetAsync("/v1/probe/tenant");
        string[] lines = (await idle.Client.GetStringAsync("/metrics")).Split('\n');
        Assert.Equal(0, Counted(lines, "/v1/probe/tenant", "GET", 200));
    }

    [Fact]
    public async Task A_span_is_named_after_the_route_and_follows_the_caller()
    {
        var ended = new TaskCompletionSource<Activity>(TaskCreationOptions.RunContinuationsAsynchronously);
        const string Caller = "4bf92f3577b34da6a3ce929d0e0e4736";
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == RequestTelemetry.SpanSource,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.TraceId.ToHexString() == Caller)
                    ended.TrySetResult(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using RunningServer server = await RunningServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/v1/probe/things/a") { Headers = { { "traceparent", $"00-{Caller}-00f067aa0ba902b7-01" } } };
        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.SendAsync(request)).StatusCode);

        Activity span = await ended.Task;
        Assert.Equal("DELETE /v1/probe/things/{name}", span.DisplayName);
        Assert.Equal("00f067aa0ba902b7", span.ParentSpanId.ToHexString());
        Assert.Equal("/v1/probe/things/{name}", span.GetTagItem("http.route"));
    }

    private static long Counted(string[] lines, string route, string method, int status) => lines
        .Where(line => line.StartsWith("perto_http_requests_total{", StringComparison.Ordinal)
            && line.Contains($"route=\"{route}\"", StringComparison.Ordinal)
            && line.Contains($"method=\"{method}\"", StringComparison.Ordinal)
            && line.Contains($"status=\"{status}\"", StringComparison.Ordinal))
        .Sum(line => long.Parse(line[(line.LastIndexOf(' ') + 1)..]));
}
