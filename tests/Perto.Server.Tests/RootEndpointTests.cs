using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Perto.Platform;

namespace Perto.Server.Tests;

/// <summary>Endpoints at the addresses of other products have the same guards as those under <c>/v1</c>.</summary>
public sealed class RootEndpointTests
{
    [Fact]
    public async Task They_belong_to_their_module_and_ask_for_its_scope()
    {
        await using RunningServer server = await StartAsync(KeysServer.RequireKeys);
        string key = (await server.Host.IssueAsync("acme", "other:write")).Key;
        Assert.Equal("acme", await (await server.AskAsync(key, "/v2/other", HttpMethod.Post, new { name = "a" })).Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        await (await server.AskAsync(null, "/v2/other", HttpMethod.Post, new { name = "a" })).ProblemAsync(401, "key_missing");
        string elsewhere = (await server.Host.IssueAsync("acme", "streaming:write")).Key;
        JsonObject problem = await (await server.AskAsync(elsewhere, "/v2/other", HttpMethod.Post, new { name = "a" })).ProblemAsync(403, "scope_missing");
        Assert.Equal("write or other:write", (string?)problem["allowed"]);
    }

    [Fact]
    public async Task A_refusal_has_the_words_where_the_other_products_clients_look_for_them()
    {
        await using RunningServer server = await StartAsync();
        JsonObject problem = await (await server.PostTextAsync("/v2/other", "{}")).ProblemAsync(400, "invalid_json");
        Assert.Equal((string?)problem["title"], (string?)problem["error"]!["message"]);
        Assert.Equal("invalid_json", (string?)problem["error"]!["kind"]);
    }

    [Fact]
    public async Task They_are_audited_limited_and_never_a_page()
    {
        await using RunningServer server = await StartAsync();
        await (await server.PostTextAsync("/v2/other?no_such=1", """{"name": "a"}""")).ProblemAsync(400, "invalid_value");
        await (await server.PostTextAsync("/v2/other?api_key=1", """{"name": "a"}""")).ProblemAsync(400, "key_in_url");
        await (await server.Client.GetAsync("/v2/other")).ProblemAsync(405, "method_not_allowed");
        await (await server.Client.GetAsync("/v2/nothing")).ProblemAsync(404, "unknown_route");
        await server.PostTextAsync("/v2/other", """{"name": "a"}""");
        Assert.Equal(["POST /v2/other"], (await server.GetJsonAsync("/v1/audit?limit=1"))["items"]!.AsArray().Select(entry => (string?)entry!["action"]));
    }

    private static Task<RunningServer> StartAsync(params KeyValuePair<string, string?>[] settings) =>
        RunningServer.StartAsync(perto => perto.AddModule("other", module => module.RootEndpoints(Map)), settings);

    private static void Map(IEndpointRouteBuilder app) => app
        .MapPost("/v2/other", string (HttpContext context, Thing thing) => context.Tenant().Value)
        .InWireFormat(new WireFormat("Other", (message, code) => new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["error"] = new { Message = message, Kind = code },
        }));
}
