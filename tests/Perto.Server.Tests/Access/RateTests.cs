using System.Net;
using System.Text.Json.Nodes;
using Perto.Platform;
using Perto.Testing;

namespace Perto.Server.Tests;

public sealed class RateTests
{
    [Fact]
    public async Task A_key_that_asks_too_often_is_told_when_to_try_again_and_others_are_not_concerned()
    {
        await using RunningServer server = await KeysServer.StartAsync(new("Perto:Access:RequestsPerSecond", "0.01"), new("Perto:Access:Burst", "2"));
        string busy = (await server.Host.IssueAsync("acme", "read")).Key;
        string quiet = (await server.Host.IssueAsync("acme", "read")).Key;
        HttpResponseMessage first = await server.AskAsync(busy, "/v1/keys/me");
        Assert.Equal(["\"key\";q=2;w=200", "\"tenant\";q=10000;w=2"], first.Headers.GetValues("RateLimit-Policy"));
        Assert.StartsWith("\"key\";r=1;t=100", first.Headers.GetValues("RateLimit").First());
        Assert.Equal(HttpStatusCode.OK, (await server.AskAsync(busy, "/v1/keys/me")).StatusCode);

        HttpResponseMessage refused = await server.AskAsync(busy, "/v1/keys/me");

        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 100);
        Assert.StartsWith("\"key\";r=0", refused.Headers.GetValues("RateLimit").First());
        await refused.ProblemAsync(429, "rate_limited");
        Assert.Equal(HttpStatusCode.OK, (await server.AskAsync(quiet, "/v1/keys/me")).StatusCode);
    }

    [Fact]
    public async Task All_keys_of_a_tenant_together_are_limited_as_well()
    {
        await using RunningServer server = await KeysServer.StartAsync(new("Perto:Access:TenantRequestsPerSecond", "0.01"), new("Perto:Access:TenantBurst", "2"));
        string one = (await server.Host.IssueAsync("acme", "read")).Key;
        string two = (await server.Host.IssueAsync("acme", "read")).Key;
        Assert.Equal(HttpStatusCode.OK, (await server.AskAsync(one, "/v1/keys/me")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.AskAsync(two, "/v1/keys/me")).StatusCode);
        await (await server.AskAsync(one, "/v1/keys/me")).ProblemAsync(429, "rate_limited");
        Assert.Equal(HttpStatusCode.OK, (await server.AskAsync((await server.Host.IssueAsync("other", "read")).Key, "/v1/keys/me")).StatusCode);
    }

    [Fact]
    public async Task A_tenant_with_too_many_requests_under_way_does_not_starve_another()
    {
        await using RunningServer server = await KeysServer.StartAsync(new KeyValuePair<string, string?>("Perto:Access:TenantConcurrency", "1"));
        string slow = (await server.Host.IssueAsync("slow", "read")).Key;
        string other = (await server.Host.IssueAsync("other", "read")).Key;
        Task<HttpResponseMessage> running = server.AskAsync(slow, "/v1/probe/wait");
        await server.Probe.Waiting.Task;

        HttpResponseMessage refused = await server.AskAsync(slow, "/v1/keys/me");
        Assert.NotNull(refused.Headers.RetryAfter);
        await refused.ProblemAsync(429, "too_many_concurrent_requests");
        Assert.Equal(HttpStatusCode.OK, (await server.AskAsync(other, "/v1/keys/me")).StatusCode);

        server.Probe.GoOn.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await running).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.AskAsync(slow, "/v1/keys/me")).StatusCode);
    }

    [Fact]
    public async Task Zero_turns_the_limits_off()
    {
        await using RunningServer server = await KeysServer.StartAsync(
            new("Perto:Access:RequestsPerSecond", "0"), new("Perto:Access:TenantRequestsPerSecond", "0"), new("Perto:Access:TenantConcurrency", "0"));
        HttpResponseMessage answer = await server.AskAsync(server.Host.FirstKey, "/v1/keys/me");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.Contains("RateLimit"));
    }

    [Fact]
    public async Task An_address_that_tries_many_wrong_keys_has_to_wait_but_a_key_that_was_used_goes_on()
    {
        await using RunningServer server = await KeysServer.StartAsync(new KeyValuePair<string, string?>("Perto:Access:FailedAttemptsPerMinute", "0.01"));
        string known = server.Host.FirstKey!;
        string unseen = (await server.Host.IssueAsync("acme", "read")).Key;
        Assert.Equal(HttpStatusCode.OK, (await server.AskAsync(known, "/v1/keys/me")).StatusCode);
        for (int attempt = 0; attempt < 30; attempt++)
            await (await server.AskAsync(KeyText.New(), "/v1/keys/me")).ProblemAsync(401, "key_invalid");

        JsonObject problem = await (await server.AskAsync(KeyText.New(), "/v1/keys/me")).ProblemAsync(429, "too_many_failed_attempts");
        Assert.Contains("address", (string?)problem["title"]);
        await (await server.AskAsync(unseen, "/v1/keys/me")).ProblemAsync(429, "too_many_failed_attempts");
        Assert.Equal(HttpStatusCode.OK, (await server.AskAsync(known, "/v1/keys/me")).StatusCode);
        await (await server.AskAsync(null, "/v1/keys/me")).ProblemAsync(401, "key_missing");
    }

    [Fact]
    public void Tokens_come_back_at_their_rate_up_to_the_burst()
    {
        var clock = new ManualTimeProvider();
        var buckets = new TokenBuckets(2, 3, clock);
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => buckets.Take("a").IsTaken));
        Assert.Equal(TimeSpan.FromSeconds(0.5), buckets.Look("a").Wait);
        clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.True(buckets.Take("a").IsTaken);
        Assert.False(buckets.Take("a").IsTaken);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(3, buckets.Look("a").Left);
        Assert.Equal(3, buckets.Look("b").Left);
    }

    [Fact]
    public void Buckets_are_bounded_whoever_calls()
    {
        var clock = new ManualTimeProvider();
        var buckets = new TokenBuckets(1, 1, clock);
        for (int name = 0; name < TokenBuckets.Most; name++)
            Assert.True(buckets.Take($"{name}").IsTaken);
        Assert.True(buckets.Take("one more").IsTaken);
        Assert.False(buckets.Take("another").IsTaken);
        Assert.Equal(TokenBuckets.Most, buckets.Count);

        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.True(buckets.Take("new").IsTaken);
        Assert.Equal(1, buckets.Count);
    }
}
