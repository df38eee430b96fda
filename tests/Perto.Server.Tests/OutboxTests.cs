using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Perto.Client;
using Perto.Platform;

namespace Perto.Server.Tests;

public sealed class OutboxTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(false), InlineData(true)]
    public async Task Dead_letters_are_listed_shown_replayed_and_discarded(bool onPostgres)
    {
        await using TestDatabase database = onPostgres ? TestDatabase.Postgres() : TestDatabase.Sqlite();
        await using RunningServer server = await StartAsync(await database.CreateAsync());
        foreach (string order in (string[])["one", "two", "three"])
            Assert.Equal(HttpStatusCode.OK, (await server.PostAsync($"/v1/shop/orders?name={order}", body: null)).StatusCode);
        JsonArray dead = await DeadAsync(server, 3);
        Assert.All(dead, letter => Assert.Equal(("shop.ship", 1, "PermanentFailureException: no stock"), ((string?)letter!["topic"], (int?)letter["attempts"], (string?)letter["error"])));
        Assert.All(dead, letter => Assert.Null(letter!["payload"]));

        JsonNode page = await server.GetJsonAsync("/v1/outbox/dead-letters?topic=shop.ship&limit=2");
        Assert.Equal(2, page["items"]!.AsArray().Count);
        page = await server.GetJsonAsync($"/v1/outbox/dead-letters?topic=shop.ship&limit=2&cursor={page["next_cursor"]}");
        Assert.Single(page["items"]!.AsArray());
        Assert.Null((string?)page["next_cursor"]);

        string id = (string)dead[0]!["id"]!;
        JsonNode letter = await server.GetJsonAsync($"/v1/outbox/dead-letters/{id}");
        Assert.Equal(("one", "one"), ((string?)letter["payload"]!["name"], (string?)letter["key"]));
        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.DeleteAsync($"/v1/outbox/dead-letters/{id}")).StatusCode);
        await (await server.Client.GetAsync($"/v1/outbox/dead-letters/{id}")).ProblemAsync(404, "not_found");
        await (await server.Client.DeleteAsync($"/v1/outbox/dead-letters/{id}")).ProblemAsync(404, "not_found");
        await (await server.PostAsync($"/v1/outbox/dead-letters/{id}/replay", body: null)).ProblemAsync(404, "not_found");

        server.Host.Services.GetRequiredService<Stock>().IsThere = true;
        Assert.Equal(1, (int?)(await (await server.PostAsync($"/v1/outbox/dead-letters/{dead[1]!["id"]}/replay", body: null)).JsonAsync())["replayed"]);
        Assert.Equal(1, (int?)(await (await server.PostAsync("/v1/outbox/dead-letters/replay", new { topic = "shop.ship" })).JsonAsync())["replayed"]);
        while ((int?)(await StatusAsync(server))["depth"] != 0)
            Token.ThrowIfCancellationRequested();
        Assert.Equal(["three", "two"], server.Host.Services.GetRequiredService<Stock>().Shipped.Order());
        Assert.Equal(0, (int?)(await StatusAsync(server))["dead"]);
    }

    [Fact]
    public async Task The_state_says_how_much_is_unfinished_and_a_full_queue_refuses_more()
    {
        await using RunningServer server = await StartAsync([new("Perto:Workers", "false")]);
        Assert.Equal(0, (int?)(await StatusAsync(server))["depth"]);
        for (int i = 0; i < 4; i++)
            Assert.Equal(HttpStatusCode.OK, (await server.PostAsync($"/v1/shop/orders?name=n{i}", body: null)).StatusCode);

        HttpResponseMessage refused = await server.PostAsync("/v1/shop/orders?name=more", body: null);
        await refused.ProblemAsync(503, "outbox_full");
        Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);

        JsonNode state = await StatusAsync(server);
        Assert.Equal((4, 4, 0, 0, 4), ((int?)state["depth"], (int?)state["ready"], (int?)state["leased"], (int?)state["dead"], (int?)state["queue_limit"]));
        Assert.True((double?)state["oldest_seconds"] >= 0);
    }

    [Fact]
    public async Task What_does_not_fit_names_the_field()
    {
        await using RunningServer server = await StartAsync([]);
        Assert.Equal("limit", (string?)(await (await server.Client.GetAsync("/v1/outbox/dead-letters?limit=0")).ProblemAsync(400, "invalid_value"))["field"]);
        Assert.Equal("cursor", (string?)(await (await server.Client.GetAsync("/v1/outbox/dead-letters?cursor=x")).ProblemAsync(400, "invalid_value"))["field"]);
        await (await server.PostTextAsync("/v1/outbox/dead-letters/replay", "{}")).ProblemAsync(400, "invalid_json");
        await (await server.Client.GetAsync("/v1/outbox/dead-letters/none")).ProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task The_client_does_over_http_what_is_done_in_process()
    {
        await using RunningServer server = await StartAsync([]);
        await server.PostAsync("/v1/shop/orders?name=one", body: null);
        await server.PostAsync("/v1/shop/orders?name=two", body: null);
        await DeadAsync(server, 2);
        IOutboxAdministration outbox = new HttpOutboxAdministration(server.Client);

        Assert.Equal(2, (await outbox.StatusAsync(Token)).Single(topic => topic.Topic == "shop.ship").Dead);
        Page<DeadLetter> page = await outbox.ListDeadAsync("shop.ship", new Paging(1), Token);
        DeadLetter first = page.Items.Single();
        DeadLetter second = (await outbox.ListDeadAsync(null, new Paging(1, page.NextCursor), Token)).Items.Single();
        Assert.Equal("one", (await outbox.FindDeadAsync(first.Id, Token)).Payload!.Value.GetProperty("name").GetString());
        await outbox.DiscardAsync(first.Id, Token);
        Assert.Equal("not_found", (await Assert.ThrowsAsync<RemoteException>(() => outbox.FindDeadAsync(first.Id, Token))).Code);
        server.Host.Services.GetRequiredService<Stock>().IsThere = true;
        Assert.Equal(1, (await outbox.ReplayAsync(second.Id, Token)).Replayed);
        Assert.Equal(0, (await outbox.ReplayTopicAsync("shop.ship", Token)).Replayed);
    }

    [Fact]
    public async Task Metrics_say_how_the_outbox_does()
    {
        await using RunningServer server = await StartAsync([]);
        server.Host.Services.GetRequiredService<Stock>().IsThere = true;
        await server.PostAsync("/v1/shop/orders?name=one", body: null);

        string text;
        do
            text = await server.Client.GetStringAsync("/metrics", Token);
        while (!text.Contains("perto_outbox_depth{topic=\"shop.ship\"} ", StringComparison.Ordinal)
            || !text.Contains("perto_outbox_processed_total{topic=\"shop.ship\"} 1", StringComparison.Ordinal));
        Assert.Contains("perto_outbox_duration_seconds_count{topic=\"shop.ship\"} 1", text, StringComparison.Ordinal);
    }

    private static Task<RunningServer> StartAsync(IEnumerable<KeyValuePair<string, string?>> settings) => RunningServer.StartAsync(
        perto => perto.AddModule("shop", module => module
            .Services(services => services.AddSingleton<Stock>())
            .Endpoints(Map)
            .OutboxHandler<Shipping>("shop.ship", new OutboxTopicOptions { QueueLimit = 4 })),
        settings);

    private static void Map(IEndpointRouteBuilder api) => api.MapPost("/orders", (HttpContext http, IDatabase database, Outbox outbox, string name) =>
        database.WriteAsync(session => outbox.EnqueueAsync(session, OutboxMessage.Of(http.Tenant(), "shop.ship", new Order(name)) with { Key = name })));

    private static async Task<JsonArray> DeadAsync(RunningServer server, int count)
    {
        while (true)
        {
            JsonArray dead = (await server.GetJsonAsync("/v1/outbox/dead-letters"))["items"]!.AsArray();
            if (dead.Count == count)
                return dead;
            Token.ThrowIfCancellationRequested();
        }
    }

    private static async Task<JsonNode> StatusAsync(RunningServer server) =>
        (await server.GetJsonAsync("/v1/outbox"))["items"]!.AsArray().Single(topic => (string?)topic!["topic"] == "shop.ship")!;

    private sealed record Order(string Name);

    private sealed class Stock
    {
        private readonly List<string> _shipped = [];

        public bool IsThere { get; set; }

        public IReadOnlyList<string> Shipped
        {
            get
            {
                lock (_shipped)
                    return [.. _shipped];
            }
        }

        public void Ship(string name)
        {
            lock (_shipped)
                _shipped.Add(name);
        }
    }

    private sealed class Shipping(Stock stock) : IOutboxHandler
    {
        public Task HandleAsync(OutboxDelivery message, CancellationToken cancellationToken)
        {
            if (!stock.IsThere)
                throw new PermanentFailureException("no stock");
            stock.Ship(message.Read<Order>().Name);
            return Task.CompletedTask;
        }
    }
}
