using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Perto.Platform;
using Perto.Testing;

namespace Perto.Server.Tests;

public sealed class AccessTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_a_loopback_address_nobody_needs_a_key_and_the_overview_says_so()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        Assert.Equal(AccessMode.Local, server.Host.Access);
        Assert.Null(server.Host.FirstKey);
        Assert.Equal("local", (string?)(await server.GetJsonAsync("/v1/overview"))["access"]);
        JsonNode me = await server.GetJsonAsync("/v1/keys/me");
        Assert.Equal(("local", "local"), ((string?)me["tenant"], (string?)me["actor"]));
        Assert.Equal("""["operator"]""", me["scopes"]!.ToJsonString());
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    [InlineData("Forwarded", "for=203.0.113.9")]
    [InlineData("X-Real-IP", "203.0.113.9")]
    public async Task What_comes_through_a_proxy_is_not_local_unless_the_proxy_is_trusted_to_ask(string header, string value)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        Assert.Contains("RequireKeys", (string?)(await (await Through(server, "/v1/overview")).ProblemAsync(403, "proxy_without_keys"))["title"]);
        await (await Through(server, "/")).ProblemAsync(403, "proxy_without_keys");
        Assert.Equal(HttpStatusCode.OK, (await Through(server, "/health/ready")).StatusCode);

        await using RunningServer trusting = await RunningServer.StartAsync(settings: [new("Perto:Server:AllowAnonymous", "true")]);
        Assert.Equal(HttpStatusCode.OK, (await Through(trusting, "/v1/overview")).StatusCode);

        async Task<HttpResponseMessage> Through(RunningServer to, string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { header, value } } };
            return await to.Client.SendAsync(request, Token);
        }
    }

    [Fact]
    public async Task A_key_counts_also_where_none_is_needed()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        string key = (await server.Host.IssueAsync("acme", "read")).Key;
        Assert.Equal("acme", (string?)(await server.ReadAsync(key, "/v1/keys/me"))["tenant"]);
        await (await server.AskAsync(key, "/v1/probe/things/a", HttpMethod.Delete)).ProblemAsync(403, "scope_missing");
        await (await server.AskAsync(KeyText.New(), "/v1/overview")).ProblemAsync(401, "key_invalid");
        Assert.Equal("local", (string?)(await server.ReadAsync("somebody-else's", "/v1/keys/me"))["tenant"]);
    }

    [Fact]
    public async Task An_address_that_others_reach_makes_keys_required_and_the_first_start_makes_one()
    {
        using var folder = new TemporaryFolder();
        PertoServerOptions options = RunningServer.Options(folder.Find("data"), [new("Perto:Server:Urls", "http://0.0.0.0:0")]);
        string first;
        await using (PertoHost host = PertoServer.Create(options))
        {
            await host.StartAsync(Token);
            await host.WaitUntilReadyAsync(Token);
            Assert.Equal(AccessMode.Keys, host.Access);
            first = host.FirstKey!;
            using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(host.Address.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)) };
            await (await client.GetAsync("/v1/overview", Token)).ProblemAsync(401, "key_missing");
            client.DefaultRequestHeaders.Authorization = new("Bearer", first);
            Assert.Equal("keys", (string?)JsonNode.Parse(await client.GetStringAsync("/v1/overview", Token))!["access"]);
        }

        await using PertoHost again = PertoServer.Create(options);
        await again.StartAsync(Token);
        Assert.Null(again.FirstKey);
    }

    [Fact]
    public async Task Several_servers_that_start_at_once_on_one_database_make_one_first_key()
    {
        await using TestDatabase database = TestDatabase.Postgres();
        KeyValuePair<string, string?>[] settings = await database.CreateAsync();
        RunningServer[] servers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => KeysServer.StartAsync(settings), Token)));
        try
        {
            string first = Assert.Single(servers, server => server.Host.FirstKey is not null).Host.FirstKey!;
            foreach (RunningServer server in servers)
                Assert.Equal("first key", (string?)(await server.ReadAsync(first, "/v1/keys/me"))["key"]!["name"]);
        }
        finally
        {
            foreach (RunningServer server in servers)
                await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Who_is_not_let_in_is_told_why_and_how()
    {
        await using RunningServer server = await KeysServer.StartAsync();
        IssuedKey revoked = await server.Host.IssueAsync("acme", "read");
        await server.Host.Services.GetRequiredService<KeyStore>().RevokeAsync(Caller.Local, revoked.Details.Id, "acme", Token);

        await RefusedAsync(null, "key_missing", "Bearer realm=\"perto\"");
        await RefusedAsync("perto_typo", "key_invalid", "Bearer realm=\"perto\", error=\"invalid_token\"");
        await RefusedAsync(KeyText.New(), "key_invalid", "Bearer realm=\"perto\", error=\"invalid_token\"");
        await RefusedAsync(revoked.Key, "key_revoked", "Bearer realm=\"perto\", error=\"invalid_token\"");
        string metrics = await (await server.AskAsync(server.Host.FirstKey, "/metrics")).Content.ReadAsStringAsync(Token);
        Assert.Contains("perto_access_refused_total{code=\"key_invalid\"} 2", metrics);

        async Task RefusedAsync(string? key, string code, string challenge)
        {
            HttpResponseMessage answer = await server.AskAsync(key, "/v1/overview");
            Assert.Equal(challenge, answer.Headers.WwwAuthenticate.ToString());
            JsonObject problem = await answer.ProblemAsync(401, code);
            if (key?.Length == KeyText.Length)
                Assert.DoesNotContain(key, problem.ToJsonString());
        }
    }

    [Fact]
    public async Task Both_headers_carry_a_key_but_not_two()
    {
        await using RunningServer server = await KeysServer.StartAsync();
        string key = server.Host.FirstKey!;
        using var header = new HttpRequestMessage(HttpMethod.Get, "/v1/keys/me") { Headers = { { "X-Api-Key", key } } };
        Assert.Equal(HttpStatusCode.OK, (await server.Client.SendAsync(header, Token)).StatusCode);
        using var two = new HttpRequestMessage(HttpMethod.Get, "/v1/keys/me") { Headers = { { "X-Api-Key", key }, { "Authorization", $"Bearer {KeyText.New()}" } } };
        await (await server.Client.SendAsync(two, Token)).ProblemAsync(400, "invalid_value");
    }

    [Theory]
    [InlineData("/v1/overview?api_key={0}")]
    [InlineData("/v1/overview?key=anything")]
    [InlineData("/v1/overview?q=see+{0}")]
    [InlineData("/v1/streaming/users/{0}/home")]
    [InlineData("/{0}")]
    public async Task A_key_in_the_address_is_refused_and_stands_in_no_log(string path)
    {
        using var log = new CollectingLogger();
        await using RunningServer server = await RunningServer.StartAsync(
            perto => perto.Services.AddLogging(logging => logging.AddProvider(log).AddFilter<CollectingLogger>((string? category, LogLevel _) => category?.StartsWith("Perto", StringComparison.Ordinal) == true)),
            [KeysServer.RequireKeys]);
        string key = server.Host.FirstKey!;
        JsonObject problem = await (await server.AskAsync(key, string.Format(System.Globalization.CultureInfo.InvariantCulture, path, key))).ProblemAsync(400, "key_in_url");
        Assert.DoesNotContain(key, problem.ToJsonString());
        await (await server.AskAsync(KeyText.New(), "/v1/overview")).ProblemAsync(401, "key_invalid");
        Assert.NotEmpty(log.Entries);
        Assert.DoesNotContain(log.Entries, entry => KeyText.IsIn(entry.Message));
    }

    [Fact]
    public async Task What_says_nothing_of_anybodys_data_needs_no_key()
    {
        await using RunningServer server = await KeysServer.StartAsync();
        foreach (string path in (string[])["/", "/health/live", "/health/ready", "/openapi/v1.json"])
            Assert.Equal(HttpStatusCode.OK, (await server.AskAsync(null, path)).StatusCode);
        await (await server.AskAsync(null, "/metrics")).ProblemAsync(401, "key_missing");
        await (await server.AskAsync((await server.Host.IssueAsync("acme", "vectors:admin")).Key, "/metrics")).ProblemAsync(403, "scope_missing");
        Assert.Equal(HttpStatusCode.OK, (await server.AskAsync((await server.Host.IssueAsync("acme", "platform:read")).Key, "/metrics")).StatusCode);
    }

    [Fact]
    public async Task A_scope_that_lacks_is_named()
    {
        await using RunningServer server = await KeysServer.StartAsync();
        string key = (await server.Host.IssueAsync("acme", "probe:read")).Key;
        Assert.Equal("acme", await (await server.AskAsync(key, "/v1/probe/tenant")).Content.ReadAsStringAsync(Token));
        JsonObject write = await (await server.AskAsync(key, "/v1/probe/things/a", HttpMethod.Delete)).ProblemAsync(403, "scope_missing");
        Assert.Equal(("probe:read", "write or probe:write"), ((string?)write["given"], (string?)write["allowed"]));
        await (await server.AskAsync(key, "/v1/overview")).ProblemAsync(403, "scope_missing");
        Assert.Equal(0, server.Probe.Runs);
    }

    [Fact]
    public async Task Keys_are_made_rotated_and_revoked_over_http_within_what_the_caller_may_do()
    {
        await using RunningServer server = await KeysServer.StartAsync();
        string first = server.Host.FirstKey!;
        HttpResponseMessage made = await server.AskAsync(first, "/v1/keys", HttpMethod.Post, new { name = "acme", scopes = (string[])["admin"], tenant = "acme", expires_in_seconds = 3600 });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        string admin = (string)(await made.JsonAsync())["key"]!;

        await (await server.AskAsync(admin, "/v1/keys", HttpMethod.Post, new { name = "x", scopes = (string[])["operator"] })).ProblemAsync(403, "scope_missing");
        await (await server.AskAsync(admin, "/v1/keys", HttpMethod.Post, new { name = "x", scopes = (string[])["read"], tenant = "local" })).ProblemAsync(403, "scope_missing");
        await (await server.AskAsync(admin, "/v1/keys", HttpMethod.Post, new { name = "x", scopes = (string[])["everything"] })).ProblemAsync(400, "invalid_value");
        JsonNode reader = await (await server.AskAsync(admin, "/v1/keys", HttpMethod.Post, new { name = "reader", scopes = (string[])["read"] })).JsonAsync();
        string id = (string)reader["details"]!["id"]!;
        JsonNode next = await (await server.AskAsync(admin, $"/v1/keys/{id}/rotate", HttpMethod.Post, new { grace_seconds = 0 })).JsonAsync();
        await (await server.AskAsync((string?)reader["key"], "/v1/overview")).ProblemAsync(401, "key_expired");
        string nextKey = (string)next["key"]!;
        Assert.Equal("acme", (string?)(await server.ReadAsync(nextKey, "/v1/overview"))["tenant"]);
        await (await server.AskAsync(nextKey, "/v1/keys")).ProblemAsync(403, "scope_missing");
        Assert.Equal(HttpStatusCode.NoContent, (await server.AskAsync(admin, $"/v1/keys/{next["details"]!["id"]}", HttpMethod.Delete)).StatusCode);
        await (await server.AskAsync(nextKey, "/v1/overview")).ProblemAsync(401, "key_revoked");

        JsonArray listed = (await server.ReadAsync(first, "/v1/keys?tenant=acme"))["items"]!.AsArray();
        Assert.Equal(["active", "expired", "revoked"], listed.Select(key => (string?)key!["state"]));
        Assert.DoesNotContain(nextKey[15..], listed.ToJsonString());
        string[] actions = [.. (await server.ReadAsync(admin, "/v1/audit"))["items"]!.AsArray().Select(entry => (string)entry!["action"]!)];
        Assert.Contains("keys.revoke", actions);
        Assert.Contains("keys.rotate", actions);
        Assert.Equal(2, actions.Count(action => action == "keys.create"));
    }

    [Fact]
    public async Task A_key_is_given_once_and_not_again_to_the_same_request()
    {
        await using RunningServer server = await KeysServer.StartAsync();
        string admin = server.Host.FirstKey!;
        var draft = new { name = "once", scopes = (string[])["read"] };
        JsonNode made = await (await server.AskAsync(admin, "/v1/keys", HttpMethod.Post, draft, "k1")).JsonAsync();
        await (await server.AskAsync(admin, "/v1/keys", HttpMethod.Post, draft, "k1")).ProblemAsync(409, "idempotency_answer_not_kept");

        Assert.Equal(2, (await server.ReadAsync(admin, "/v1/keys"))["items"]!.AsArray().Count);
        IReadOnlyList<object> rows = await server.Host.Services.GetRequiredService<IDatabase>().ReadAsync(
            session => session.QueryAsync<object>("select * from server_idempotency"), Token);
        Assert.Null(((IDictionary<string, object?>)Assert.Single(rows))["body"]);
        Assert.NotNull((string?)made["key"]);
    }

    [Fact]
    public async Task An_idempotency_key_belongs_to_its_tenant()
    {
        await using RunningServer server = await KeysServer.StartAsync();
        string one = (await server.Host.IssueAsync("one", "write")).Key;
        string two = (await server.Host.IssueAsync("two", "write")).Key;
        JsonNode first = await (await server.AskAsync(one, "/v1/probe/things", HttpMethod.Post, new { name = "a" }, "same")).JsonAsync();
        JsonNode other = await (await server.AskAsync(two, "/v1/probe/things", HttpMethod.Post, new { name = "a" }, "same")).JsonAsync();
        HttpResponseMessage again = await server.AskAsync(one, "/v1/probe/things", HttpMethod.Post, new { name = "a" }, "same");

        Assert.Equal((1, 2), ((int?)first["run"], (int?)other["run"]));
        Assert.True(again.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(1, (int?)(await again.JsonAsync())["run"]);
    }

    [Fact]
    public async Task A_key_that_one_server_revokes_is_refused_by_another_after_five_seconds()
    {
        await using TestDatabase database = TestDatabase.Postgres();
        KeyValuePair<string, string?>[] settings = [KeysServer.RequireKeys, .. await database.CreateAsync()];
        var clock = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using RunningServer here = await RunningServer.StartAsync(settings: settings);
        await using RunningServer there = await RunningServer.StartAsync(perto => perto.Services.AddSingleton<TimeProvider>(clock), settings);
        IssuedKey issued = await here.Host.IssueAsync("acme", "read");
        Assert.Equal(HttpStatusCode.OK, (await there.AskAsync(issued.Key, "/v1/overview")).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await here.AskAsync(here.Host.FirstKey, $"/v1/keys/{issued.Details.Id}?tenant=acme", HttpMethod.Delete)).StatusCode);

        await (await here.AskAsync(issued.Key, "/v1/overview")).ProblemAsync(401, "key_revoked");
        Assert.Equal(HttpStatusCode.OK, (await there.AskAsync(issued.Key, "/v1/overview")).StatusCode);
        clock.Advance(KeyRing.Life);
        await (await there.AskAsync(issued.Key, "/v1/overview")).ProblemAsync(401, "key_revoked");
    }
}
