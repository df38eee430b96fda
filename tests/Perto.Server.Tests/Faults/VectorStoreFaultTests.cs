using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Perto.Server.Tests;

/// <summary>
/// What a server still does when the service that keeps its vectors is down, slow, flapping or answers garbage: all that needs no vectors, and home pages
/// from the sources that need none, which say so.
/// </summary>
public sealed class VectorStoreFaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Matrix
    {
        get
        {
            TheoryData<string, string> matrix = [];
            foreach (string store in (string[])["qdrant", "pinecone"])
            {
                foreach (string fault in (string[])["down", "slow", "flapping", "garbage", "overloaded"])
                    matrix.Add(store, fault);
            }
            return matrix;
        }
    }

    [Theory, MemberData(nameof(Matrix))]
    public async Task Requests_that_can_be_answered_are_answered_and_say_what_they_did_without(string store, string fault)
    {
        await using VectorService service = await VectorService.StartAsync(store);
        await using RunningServer server = await RunningServer.StartAsync(settings: service.Settings);
        await FilmService.FillAsync(server.Client);
        JsonNode whole = await FilmService.JsonAsync(server.Client, "/v1/streaming/users/u1/home");
        Assert.Empty(whole["degraded"]!.AsArray());

        service.Break(fault);

        // Somebody whose page was not asked for, so that none that was kept is given.
        using HttpResponseMessage home = await server.Client.GetAsync("/v1/streaming/users/u2/home", Token);
        Assert.Equal(HttpStatusCode.OK, home.StatusCode);
        JsonNode page = (await home.Content.ReadFromJsonAsync<JsonNode>(Token))!;
        Assert.NotEmpty(page["rows"]!.AsArray());
        // Every call fails once and is made again, and the page lacks nothing.
        Assert.Equal(fault == "flapping", page["degraded"]!.AsArray().Count == 0);
        if (fault != "flapping")
            Assert.Contains(fault == "slow" ? "collaborative" : store, Assert.Single(home.Headers.GetValues("Perto-Degraded")), StringComparison.Ordinal);
        using HttpResponseMessage events = await server.Client.PostAsJsonAsync(
            "/v1/streaming/events", new { events = new[] { new { type = "view", user = "u1", title = "7", progress = .9 } } }, Token);
        Assert.True(events.IsSuccessStatusCode, await events.Content.ReadAsStringAsync(Token));
        using HttpResponseMessage ready = await server.Client.GetAsync("/health/ready", Token);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);

        service.Mend();

        // The breaker lets a call through after its pause, and one that succeeds closes it: nothing is restarted.
        int next = 3;
        await FilmService.UntilAsync(async () => (await FilmService.JsonAsync(server.Client, $"/v1/streaming/users/u{next++}/home"))["degraded"]!.AsArray().Count == 0);
    }

    [Theory, InlineData("qdrant"), InlineData("pinecone")]
    public async Task What_needs_the_vectors_is_refused_with_a_time_to_come_back_and_not_with_a_wrong_answer(string store)
    {
        await using VectorService service = await VectorService.StartAsync(store);
        await using RunningServer server = await RunningServer.StartAsync(settings: service.Settings);
        using HttpResponseMessage made = await server.Client.PutAsJsonAsync(
            "/v1/vectors/collections/films", new { vectors = new[] { new { name = "v", dimension = 2 } } }, Token);
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync(Token));
        foreach (string fault in (string[])["down", "garbage"])
        {
            service.Break(fault);

            using HttpResponseMessage search = await server.Client.PostAsJsonAsync("/v1/vectors/collections/films/search", new { value = new[] { 1, 0 } }, Token);

            Assert.Equal(HttpStatusCode.ServiceUnavailable, search.StatusCode);
            JsonNode problem = (await search.Content.ReadFromJsonAsync<JsonNode>(Token))!;
            Assert.Equal("storage_failed", (string?)problem["code"]);
            Assert.NotNull(search.Headers.RetryAfter);
            service.Mend();
        }
        JsonNode dependency = (await FilmService.JsonAsync(server.Client, "/v1/dependencies"))["items"]!.AsArray().Single(one => (string?)one!["name"] == store)!;
        Assert.True((long)dependency["failures"]! > 0);
        Assert.NotNull(dependency["failure"]);
    }
}
