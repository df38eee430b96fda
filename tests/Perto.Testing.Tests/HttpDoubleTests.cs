using System.Net;
using Microsoft.AspNetCore.Http;

namespace Perto.Testing.Tests;

public sealed class HttpDoubleTests : IAsyncLifetime
{
    private int _carriedOut;
    private HttpDouble _double = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _double = await HttpDouble.StartAsync(context =>
        {
            Interlocked.Increment(ref _carriedOut);
            return context.Response.WriteAsync("""{"well": true}""");
        });
        _http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = _double.Address };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _double.DisposeAsync();
    }

    [Fact]
    public async Task It_answers_and_tells_what_it_got()
    {
        using StringContent body = new("hello");
        using HttpResponseMessage answer = await _http.PostAsync("a/b?c=d", body, TestContext.Current.CancellationToken);
        Assert.Equal("""{"well": true}""", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        ReceivedRequest got = Assert.Single(_double.Requests);
        Assert.Equal(("POST /a/b?c=d", "hello"), (got.ToString(), got.Body));
        Assert.StartsWith("text/plain", got.Headers["content-type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_is_what_was_asked_for_and_only_so_often()
    {
        _double.Faults.Next(new Fault.Status(429, RetryAfter: "3", Body: "later"), times: 2, after: 1);
        HttpStatusCode[] statuses = new HttpStatusCode[4];
        for (int i = 0; i < statuses.Length; i++)
        {
            using HttpResponseMessage answer = await _http.GetAsync("", TestContext.Current.CancellationToken);
            statuses[i] = answer.StatusCode;
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
                Assert.Equal((TimeSpan.FromSeconds(3), "later"), (answer.Headers.RetryAfter!.Delta, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        }
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests, HttpStatusCode.OK], statuses);
        Assert.Equal(2, _carriedOut);
    }

    [Fact]
    public async Task One_that_comes_and_goes_fails_every_second_time()
    {
        _double.Faults.Always(new Fault.Status(503), every: 2);
        List<int> statuses = [];
        for (int i = 0; i < 4; i++)
        {
            using HttpResponseMessage answer = await _http.GetAsync("", TestContext.Current.CancellationToken);
            statuses.Add((int)answer.StatusCode);
        }
        Assert.Equal([503, 200, 503, 200], statuses);
    }

    [Fact]
    public async Task One_that_fails_each_request_first_tells_them_apart_by_address_and_body()
    {
        _double.Faults.FirstOfEach(new Fault.Status(503));
        List<int> statuses = [];
        foreach ((string path, string body) in ((string, string)[])[("a", "1"), ("a", "2"), ("b", "1"), ("a", "1"), ("a", "2"), ("b", "1"), ("a", "1")])
        {
            using HttpResponseMessage answer = await _http.PostAsync(path, new StringContent(body), TestContext.Current.CancellationToken);
            statuses.Add((int)answer.StatusCode);
        }
        Assert.Equal([503, 503, 503, 200, 200, 200, 503], statuses);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_broken_connection_comes_before_the_work_or_after_it(bool after)
    {
        _double.Faults.Next(after ? new Fault.LostAnswer() : new Fault.Down());
        await Assert.ThrowsAsync<HttpRequestException>(() => _http.GetAsync("", TestContext.Current.CancellationToken));
        Assert.Equal(after ? 1 : 0, _carriedOut);
    }

    [Fact]
    public async Task Half_an_answer_is_an_answer_that_breaks_off()
    {
        _double.Faults.Next(new Fault.Truncated());
        await Assert.ThrowsAsync<HttpRequestException>(() => _http.GetStringAsync("", TestContext.Current.CancellationToken));
        Assert.Equal(1, _carriedOut);
    }

    [Fact]
    public async Task An_answer_without_end_goes_on_until_the_caller_stops()
    {
        _double.Faults.Next(new Fault.Endless());
        await using (Stream stream = await _http.GetStreamAsync("", TestContext.Current.CancellationToken))
            await stream.ReadExactlyAsync(new byte[5_000_000], TestContext.Current.CancellationToken);
        Assert.Equal("""{"well": true}""", await _http.GetStringAsync("", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_fault_of_some_requests_leaves_the_others_alone()
    {
        _double.Faults.Always(new Fault.Garbage("no"), only: request => request.Path == "/bad");
        Assert.Equal("no", await _http.GetStringAsync("bad", TestContext.Current.CancellationToken));
        Assert.Equal("""{"well": true}""", await _http.GetStringAsync("good", TestContext.Current.CancellationToken));
        _double.Faults.None();
        Assert.Equal("""{"well": true}""", await _http.GetStringAsync("bad", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_slow_one_does_not_hold_up_its_end()
    {
        _double.Faults.Always(new Fault.Slow());
        using CancellationTokenSource stopping = new();
        Task<HttpResponseMessage> waiting = _http.GetAsync("", stopping.Token);
        while (_double.Requests.Count == 0)
            await Task.Yield();
        await _double.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => waiting);
    }
}
