using System.Net;
using System.Net.Http.Json;
using Perto.Testing;

namespace Perto.Server.Tests;

/// <summary>What a server does when its Redis is down, slow, flapping or sends garbage: everything, from the next level, and it says so.</summary>
public sealed class RedisFaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData("down"), InlineData("slow"), InlineData("silent"), InlineData("flapping"), InlineData("garbage")]
    public async Task Every_request_is_answered_and_says_that_it_was_done_without_redis(string fault)
    {
        await using RedisServer redis = await RedisServer.StartNewAsync(Token);
        await using var proxy = new FaultyProxy(redis.Port);
        await using RunningServer server = await RunningServer.StartAsync(settings: new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Perto:Redis:Url"] = $"redis://127.0.0.1:{proxy.Port}",
            ["Perto:Dependencies:redis:BreakerPause"] = "00:00:00.5",
        });
        await FilmService.FillAsync(server.Client);
        // Each turn asks for what was not asked before.
        int turn = 0;
        Assert.Equal("", await SimilarAsync(server.Client, turn++));

        Break(proxy, fault);

        List<string> degraded = [];
        for (int i = 0; i < 20; i++)
        {
            if (fault == "flapping")
                proxy.Cut();
            degraded.Add(await SimilarAsync(server.Client, turn++));
        }
        Assert.Contains("redis", degraded);
        using HttpResponseMessage events = await server.Client.PostAsJsonAsync(
            "/v1/streaming/events", new { events = new[] { new { type = "view", user = "u1", title = "7", progress = .9 } } }, Token);
        Assert.True(events.IsSuccessStatusCode, await events.Content.ReadAsStringAsync(Token));
        using HttpResponseMessage ready = await server.Client.GetAsync("/health/ready", Token);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);

        proxy.Heal();

        await FilmService.UntilAsync(async () => await SimilarAsync(server.Client, turn++) == "");
    }

    // What is similar to a title, which is shared over Redis; what it was answered without.
    private static async Task<string> SimilarAsync(HttpClient client, int turn)
    {
        using HttpResponseMessage similar = await client.GetAsync($"/v1/streaming/titles/{turn % 40}/similar?n={5 + (turn / 40)}", Token);
        string text = await similar.Content.ReadAsStringAsync(Token);
        Assert.True(similar.StatusCode == HttpStatusCode.OK, text);
        Assert.Contains("\"titles\":[{", text, StringComparison.Ordinal);
        return similar.Headers.TryGetValues("Perto-Degraded", out IEnumerable<string>? names) ? string.Join(',', names) : "";
    }

    private static void Break(FaultyProxy proxy, string fault)
    {
        switch (fault)
        {
            case "down":
                proxy.FallSilent();
                proxy.Cut();
                break;
            case "slow":
                proxy.Delay(TimeSpan.FromSeconds(2));
                break;
            case "silent":
                proxy.FallSilent();
                break;
            case "garbage":
                proxy.SendGarbage();
                break;
            default:
                break;
        }
    }
}
