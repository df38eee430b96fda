using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class JsonOverHttpTests : IAsyncLifetime
{
    private const string Key = "shop-secret";
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ManualTimeProvider _clock = new();
    private HttpDouble _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await HttpDouble.StartAsync(context => context.Response.WriteAsync("""{"price": 7}"""));

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task A_call_carries_its_headers_and_its_body_and_reads_what_it_needs()
    {
        using JsonOverHttp http = Make(new DependencySettings());
        JsonCall call = new(HttpMethod.Post, "orders?now=true") { Body = writer => JsonSerializer.Serialize(writer, new { title = "Café" }) };
        Assert.Equal(7, await http.SendAsync(call, answer => answer.Body.GetProperty("price").GetInt32(), None));

        ReceivedRequest got = Assert.Single(_shop.Requests);
        Assert.Equal("POST /orders?now=true", got.ToString());
        Assert.Equal("""{"title":"Café"}""", got.Body);
        Assert.Equal(("application/json", Key), (got.Headers["content-type"], got.Headers["shop-key"]));
    }

    [Fact]
    public async Task A_body_is_written_once_however_many_attempts_there_are()
    {
        using JsonOverHttp http = Make(new DependencySettings { Attempts = 3, RetryDelay = TimeSpan.Zero });
        _shop.Faults.Next(new Fault.Status(500), times: 2);
        int written = 0;
        JsonCall call = new(HttpMethod.Post, "orders")
        {
            Body = writer =>
            {
                written++;
                writer.WriteNumberValue(written);
            },
        };
        Assert.Equal(200, await http.SendAsync(call, answer => answer.Status, None));
        Assert.Equal(["1", "1", "1"], _shop.Requests.Select(request => request.Body));
    }

    [Fact]
    public async Task What_may_not_be_made_twice_is_made_once()
    {
        using JsonOverHttp http = Make(new DependencySettings { Attempts = 3, RetryDelay = TimeSpan.Zero });
        _shop.Faults.Always(new Fault.LostAnswer());
        await FailsAsync(http, new JsonCall(HttpMethod.Post, "orders") { Repeatable = false });
        Assert.Single(_shop.Requests);
    }

    [Fact]
    public async Task A_status_that_is_expected_is_an_answer()
    {
        using JsonOverHttp http = Make(new DependencySettings());
        _shop.Faults.Always(new Fault.Status(404, Body: """{"reason":"none"}"""));
        JsonCall call = new(HttpMethod.Get, "orders/1");
        Assert.Equal((404, "none"), await http.SendAsync(call with { Expected = [404] }, answer => (answer.Status, answer.Body.GetProperty("reason").GetString()), None));
        DependencyException refused = await FailsAsync(http, call);
        Assert.Equal("answers with 404 Not Found", refused.Reason);
        Assert.False(refused.Transient);
    }

    [Fact]
    public async Task An_empty_answer_is_one_without_a_body()
    {
        using JsonOverHttp http = Make(new DependencySettings());
        _shop.Faults.Always(new Fault.Garbage(""));
        Assert.Equal(JsonValueKind.Undefined, await http.SendAsync(new JsonCall(HttpMethod.Get, "x"), answer => answer.Body.ValueKind, None));
    }

    [Theory]
    [InlineData(408, true)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    [InlineData(301, false)]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(409, false)]
    public async Task What_may_pass_is_told_from_what_does_not(int status, bool passes)
    {
        using JsonOverHttp http = Make(new DependencySettings { Attempts = 2, RetryDelay = TimeSpan.Zero });
        _shop.Faults.Always(new Fault.Status(status));
        DependencyException failed = await FailsAsync(http, new JsonCall(HttpMethod.Get, "x"));
        Assert.Equal(passes, failed.Transient);
        Assert.Equal(passes ? 2 : 1, _shop.Requests.Count);
    }

    [Theory]
    [InlineData("12", 12)]
    [InlineData("Thu, 01 Jan 2026 00:00:30 GMT", 30)]
    [InlineData("Wed, 31 Dec 2025 00:00:00 GMT", 0)]
    [InlineData("soon", null)]
    [InlineData("-5", null)]
    public async Task How_long_the_service_asks_to_wait_is_passed_on(string header, int? seconds)
    {
        using JsonOverHttp http = Make(new DependencySettings { Attempts = 1 });
        _shop.Faults.Always(new Fault.Status(429, RetryAfter: header));
        DependencyException failed = await FailsAsync(http, new JsonCall(HttpMethod.Get, "x"));
        Assert.Equal(seconds is { } asked ? TimeSpan.FromSeconds(asked) : null, failed.RetryAfter);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_as_the_key_would_go_with_it()
    {
        await using HttpDouble thief = await HttpDouble.StartAsync(context => context.Response.WriteAsync("{}"));
        await using HttpDouble shop = await HttpDouble.StartAsync(context =>
        {
            context.Response.Redirect($"{thief.Address}stolen");
            return Task.CompletedTask;
        });
        using JsonOverHttp http = Make(new DependencySettings(), shop.Address);
        DependencyException failed = await FailsAsync(http, new JsonCall(HttpMethod.Get, "x"));
        Assert.Contains("302", failed.Reason, StringComparison.Ordinal);
        Assert.Empty(thief.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_more_is_read_than_so_many_bytes(bool tellsLength)
    {
        await using HttpDouble shop = await HttpDouble.StartAsync(context =>
        {
            byte[] answer = [(byte)'"', .. Enumerable.Repeat((byte)'x', int.Parse(context.Request.Query["bytes"]!) - 2), (byte)'"'];
            if (tellsLength)
                context.Response.ContentLength = answer.Length;
            return context.Response.Body.WriteAsync(answer).AsTask();
        });
        using JsonOverHttp http = Make(new DependencySettings(), shop.Address, mostBytes: 100_000);
        Assert.Equal(99_998, await http.SendAsync(new JsonCall(HttpMethod.Get, "?bytes=100000"), answer => answer.Body.GetString()!.Length, None));
        DependencyException failed = await FailsAsync(http, new JsonCall(HttpMethod.Get, "?bytes=100001"));
        Assert.Equal("answers with more than 0.1 MiB", failed.Reason);
    }

    [Fact]
    public async Task An_answer_that_does_not_end_is_given_up_on()
    {
        using JsonOverHttp http = Make(new DependencySettings { Attempts = 1 }, mostBytes: 1_000_000);
        _shop.Faults.Always(new Fault.Endless());
        Assert.Equal("answers with more than 1 MiB", (await FailsAsync(http, new JsonCall(HttpMethod.Get, "x"))).Reason);
        _shop.Faults.None();
        Assert.Equal(200, await http.SendAsync(new JsonCall(HttpMethod.Get, "x"), answer => answer.Status, None));
    }

    [Fact]
    public async Task Words_of_the_service_are_shown_short_on_one_line_and_without_the_key()
    {
        using JsonOverHttp http = Make(new DependencySettings());
        _shop.Faults.Always(new Fault.Status(403, Body: JsonSerializer.Serialize(new { why = $"{Key} may\nnot {new string('x', 1_000)}" })));
        DependencyException failed = await FailsAsync(http, new JsonCall(HttpMethod.Get, "x"));
        Assert.StartsWith("answers with 403 Forbidden: (the key) may not xxx", failed.Reason, StringComparison.Ordinal);
        Assert.InRange(failed.Reason.Length, 300, 350);
        Assert.DoesNotContain(Key, failed.ToString(), StringComparison.Ordinal);
        Assert.Contains("Perto:Shop:Key", failed.Advice, StringComparison.Ordinal);
    }

    public static TheoryData<Fault, string> Broken => new()
    {
        { new Fault.Garbage(), "answers with what is no JSON" },
        { new Fault.Garbage("{\"price\": 7"), "answers with what is no JSON" },
        { new Fault.Garbage(Encoding: "gzip"), "answers with what cannot be unpacked" },
        { new Fault.Garbage(Encoding: "br"), "answers with what cannot be unpacked" },
        { new Fault.Garbage("""{"price": "seven"}"""), "answers GET prices in a form that is not known" },
        { new Fault.Garbage("""{"cost": 7}"""), "answers GET prices in a form that is not known" },
        { new Fault.Garbage("7"), "answers GET prices in a form that is not known" },
        { new Fault.Garbage("""{"price": 7e99}"""), "answers GET prices in a form that is not known" },
        { new Fault.Truncated(), "cannot be reached" },
        { new Fault.Down(), "cannot be reached" },
    };

    [Theory, MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public async Task What_cannot_be_read_is_an_error_and_never_an_answer(Fault fault, string reason)
    {
        using JsonOverHttp http = Make(new DependencySettings { Attempts = 1 });
        _shop.Faults.Always(fault);
        DependencyException failed = await FailsAsync(http, new JsonCall(HttpMethod.Get, "prices?of=tea"));
        Assert.StartsWith(reason, failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Until_its_first_line_a_call_that_is_answered_line_by_line_is_made_again()
    {
        int calls = 0;
        await using HttpDouble shop = await HttpDouble.StartAsync(async context =>
        {
            await context.Response.StartAsync();
            if (++calls == 1)
            {
                context.Abort();
                return;
            }
            await context.Response.WriteAsync("1\n\n2\n3");
        });
        using JsonOverHttp http = Make(new DependencySettings { Attempts = 2, RetryDelay = TimeSpan.Zero }, shop.Address);
        List<int> lines = [];
        await foreach (JsonElement line in http.LinesAsync(new JsonCall(HttpMethod.Get, "x"), None))
            lines.Add(line.GetInt32());
        Assert.Equal([1, 2, 3], lines);
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task After_its_first_line_an_answer_that_breaks_off_is_not_asked_for_again()
    {
        int calls = 0;
        TaskCompletionSource read = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using HttpDouble shop = await HttpDouble.StartAsync(async context =>
        {
            calls++;
            await context.Response.WriteAsync("1\n");
            await context.Response.Body.FlushAsync();
            await read.Task;
            context.Abort();
        });
        using JsonOverHttp http = Make(new DependencySettings { Attempts = 2, RetryDelay = TimeSpan.Zero }, shop.Address);
        await Assert.ThrowsAsync<DependencyException>(async () =>
        {
            await foreach (JsonElement line in http.LinesAsync(new JsonCall(HttpMethod.Get, "x"), None))
            {
                Assert.Equal(1, line.GetInt32());
                read.TrySetResult();
            }
        });
        Assert.Equal(1, calls);
    }

    private static Task<DependencyException> FailsAsync(JsonOverHttp http, JsonCall call) =>
        Assert.ThrowsAsync<DependencyException>(() => http.SendAsync(call, answer => answer.Body.GetProperty("price").GetInt32(), None).AsTask());

    private JsonOverHttp Make(DependencySettings settings, Uri? address = null, int? mostBytes = null)
    {
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddPerto(new ConfigurationBuilder().Build()).AddDependency("shop", "Sells; without it nothing is sold", settings);
        JsonService service = new(address ?? _shop.Address)
        {
            Headers = new Dictionary<string, string> { ["shop-key"] = Key },
            Secret = Key,
            KeySetting = "Perto:Shop:Key",
            ErrorText = answer => answer.GetProperty("why").GetString(),
        };
        if (mostBytes is { } most)
            service = service with { MostBytes = most };
        return new JsonOverHttp(services.BuildServiceProvider().GetRequiredService<Dependencies>()["shop"], service, _clock);
    }
}
