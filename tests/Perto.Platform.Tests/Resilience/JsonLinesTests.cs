using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Perto.Testing;

namespace Perto.Platform.Tests;

/// <summary>Answers that come line by line.</summary>
public sealed class JsonLinesTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _clock = new();
    private Func<HttpContext, Task> _answer = context => context.Response.WriteAsync("{\"n\":1}\r\n\n  \n{\"n\":2}\n{\"n\":3}");
    private HttpDouble _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await HttpDouble.StartAsync(context => _answer(context));

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Lines_are_read_in_order_and_empty_ones_passed_over() => Assert.Equal([1, 2, 3], await NumbersAsync());

    [Fact]
    public async Task Each_line_is_given_as_soon_as_it_is_there()
    {
        TaskCompletionSource seen = new();
        _answer = async context =>
        {
            await context.Response.WriteAsync("{\"n\":1}\n");
            await context.Response.Body.FlushAsync();
            await seen.Task;
            await context.Response.WriteAsync("{\"n\":2}\n");
        };
        List<int> numbers = [];
        await foreach (JsonElement line in LinesAsync())
        {
            numbers.Add(line.GetProperty("n").GetInt32());
            seen.TrySetResult();
        }
        Assert.Equal([1, 2], numbers);
    }

    [Fact]
    public async Task A_line_that_does_not_come_is_waited_for_as_long_as_an_attempt()
    {
        _answer = async context =>
        {
            await context.Response.WriteAsync("{\"n\":1}\n");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
        };
        await using IAsyncEnumerator<JsonElement> lines = LinesAsync().GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await lines.MoveNextAsync());
        Task<bool> next = lines.MoveNextAsync().AsTask();
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.False(next.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("did not answer within 5000 ms", (await Assert.ThrowsAsync<DependencyException>(() => next)).Reason);
    }

    [Fact]
    public async Task It_is_begun_again_before_the_first_line_and_not_after_it()
    {
        _shop.Faults.Next(new Fault.Status(503));
        Assert.Equal([1, 2, 3], await NumbersAsync());
        Assert.Equal(2, _shop.Requests.Count);

        TaskCompletionSource seen = new();
        _answer = async context =>
        {
            await context.Response.WriteAsync("{\"n\":1}\n");
            await context.Response.Body.FlushAsync();
            await seen.Task;
            context.Abort();
        };
        await using IAsyncEnumerator<JsonElement> lines = LinesAsync().GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await lines.MoveNextAsync());
        seen.SetResult();
        await Assert.ThrowsAsync<DependencyException>(() => lines.MoveNextAsync().AsTask());
        Assert.Equal(3, _shop.Requests.Count);
    }

    [Fact]
    public async Task What_is_no_line_of_json_is_an_error()
    {
        _shop.Faults.Next(new Fault.Garbage("{\"n\":1}\nhello\n"));
        Assert.StartsWith("answers with what is no JSON", (await Assert.ThrowsAsync<DependencyException>(NumbersAsync)).Reason, StringComparison.Ordinal);
        _shop.Faults.Next(new Fault.Garbage(Encoding: "gzip"));
        Assert.StartsWith("answers with what cannot be unpacked", (await Assert.ThrowsAsync<DependencyException>(NumbersAsync)).Reason, StringComparison.Ordinal);
        _shop.Faults.Next(new Fault.Endless());
        Assert.Equal("answers with a line of more than 4 MiB", (await Assert.ThrowsAsync<DependencyException>(NumbersAsync)).Reason);
    }

    [Fact]
    public async Task A_refusal_is_told_as_that_of_any_other_call()
    {
        _shop.Faults.Always(new Fault.Status(400, Body: """{"why":"no such thing"}"""));
        Assert.Equal("answers with 400 Bad Request: no such thing", (await Assert.ThrowsAsync<DependencyException>(NumbersAsync)).Reason);
    }

    private async Task<List<int>> NumbersAsync()
    {
        List<int> numbers = [];
        await foreach (JsonElement line in LinesAsync())
            numbers.Add(line.GetProperty("n").GetInt32());
        return numbers;
    }

    private async IAsyncEnumerable<JsonElement> LinesAsync()
    {
        Dependency dependency = TestDependency.Make("shop", new DependencySettings { RetryDelay = TimeSpan.Zero, LongestRetryDelay = TimeSpan.Zero }, _clock);
        using JsonOverHttp http = new(dependency, new JsonService(_shop.Address) { ErrorText = error => error.GetProperty("why").GetString() }, _clock);
        await foreach (JsonElement line in http.LinesAsync(new JsonCall(HttpMethod.Get, "lines"), TestContext.Current.CancellationToken))
            yield return line;
    }
}
