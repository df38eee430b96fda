using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;

namespace Perto.Server.Tests;

public sealed class AuditTests
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task Who_changed_what_stands_in_the_log_and_reads_do_not(bool onPostgres)
    {
        await using TestDatabase database = onPostgres ? TestDatabase.Postgres() : TestDatabase.Sqlite();
        await using RunningServer server = await KeysServer.StartAsync(await database.CreateAsync());
        IssuedKey issued = await server.Host.IssueAsync("acme", "admin");
        Assert.Equal(HttpStatusCode.NoContent, (await server.AskAsync(issued.Key, "/v1/probe/things/ana%40example.com", HttpMethod.Delete)).StatusCode);
        await server.AskAsync(issued.Key, "/v1/probe/things", HttpMethod.Post, new { name = "a" });
        await server.AskAsync(issued.Key, "/v1/probe/fail", HttpMethod.Post, new { });
        await server.AskAsync(issued.Key, "/v1/probe/refuse", HttpMethod.Post, new { name = "a" });
        await server.AskAsync(issued.Key, "/v1/probe/tenant");
        await server.AskAsync(issued.Key, "/v1/vectors/collections/films", HttpMethod.Put, new { vectors = (object[])[new { name = "v", dimension = 2 }] });

        JsonNode[] entries = [.. (await server.ReadAsync(issued.Key, "/v1/audit"))["items"]!.AsArray()!];

        Assert.Equal(
            ["PUT /v1/vectors/collections/{name}", "POST /v1/probe/fail", "POST /v1/probe/things", "DELETE /v1/probe/things/{name}", "keys.create"],
            entries.Select(entry => (string?)entry["action"]));
        Assert.Equal(["done", "failed", "done", "done", "done"], entries.Select(entry => (string?)entry["outcome"]));
        Assert.All(entries[..4], entry => Assert.Equal(issued.Details.Id, (string?)entry["actor"]));
        Assert.Equal("name=films", (string?)entries[0]["target"]);
        Assert.Matches("^name=person/[0-9a-f]{64}$", (string?)entries[3]["target"]);
        Assert.Equal("internal_error", (string?)entries[1]["details"]!["code"]);
        Assert.DoesNotContain("ana", entries[3].ToJsonString());
        Assert.Single((await server.ReadAsync(issued.Key, "/v1/audit?action=keys.create"))["items"]!.AsArray());
        JsonNode verified = await server.ReadAsync(issued.Key, "/v1/audit/verify");
        Assert.Equal((true, 5), ((bool?)verified["intact"], (int?)verified["entries"]));
    }

    [Fact]
    public async Task Refusals_stand_in_the_log_of_the_key_or_of_the_installation()
    {
        await using RunningServer server = await KeysServer.StartAsync();
        IssuedKey reader = await server.Host.IssueAsync("acme", "read");
        await (await server.AskAsync(reader.Key, "/v1/probe/things/a", HttpMethod.Delete)).ProblemAsync(403, "scope_missing");
        await (await server.AskAsync(null, "/v1/probe/things/a", HttpMethod.Delete)).ProblemAsync(401, "key_missing");

        JsonNode refused = (await server.ReadAsync(server.Host.FirstKey, "/v1/audit?tenant=acme"))["items"]![0]!;
        Assert.Equal(("refused", reader.Details.Id, "scope_missing"), ((string?)refused["outcome"], (string?)refused["actor"], (string?)refused["details"]!["code"]));
        JsonNode unknown = (await server.ReadAsync(server.Host.FirstKey, "/v1/audit?tenant=_installation"))["items"]![0]!;
        Assert.Equal(("refused", "unknown", "key_missing"), ((string?)unknown["outcome"], (string?)unknown["actor"], (string?)unknown["details"]!["code"]));
        await (await server.AskAsync((await server.Host.IssueAsync("acme", "admin")).Key, "/v1/audit?tenant=_installation")).ProblemAsync(403, "scope_missing");
    }

    [Fact]
    public async Task A_row_that_was_altered_is_found_over_http()
    {
        await using RunningServer server = await KeysServer.StartAsync();
        await server.Host.Services.GetRequiredService<IDatabase>().WriteAsync(
            session => session.ExecuteAsync("update audit_entry set actor = 'somebody' where sequence = 1"), TestContext.Current.CancellationToken);

        JsonNode verified = await server.ReadAsync(server.Host.FirstKey, "/v1/audit/verify");

        Assert.False((bool)verified["intact"]!);
        Assert.Equal(1, (int?)verified["faults"]![0]!["sequence"]);
    }

    [Fact]
    public async Task A_stop_loses_no_entry_and_a_request_that_is_sent_again_is_one()
    {
        using var folder = new Perto.Testing.TemporaryFolder();
        PertoServerOptions options = RunningServer.Options(folder.Find("data"));
        await using (PertoHost host = PertoServer.Create(options, perto => perto.AddModule("probe", new Probe().Describe)))
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
            await host.WaitUntilReadyAsync(TestContext.Current.CancellationToken);
            using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(host.Address) };
            for (int send = 0; send < 2; send++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Delete, "/v1/probe/things/a") { Headers = { { "Idempotency-Key", "same" } } };
                Assert.Equal(HttpStatusCode.NoContent, (await client.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode);
            }
        }

        await using PertoHost again = PertoServer.Create(options);
        await again.MigrateAsync(TestContext.Current.CancellationToken);
        AuditLog audit = again.Services.GetRequiredService<AuditLog>();
        Assert.Single((await audit.ListAsync(TenantId.Local, new AuditFilter(), new Paging(), TestContext.Current.CancellationToken)).Items);
    }
}
