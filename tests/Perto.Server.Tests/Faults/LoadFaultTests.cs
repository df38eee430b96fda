using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Perto.Testing;

namespace Perto.Server.Tests;

/// <summary>
/// Many ask at once while something dies: every answer is a page, it says what it lacks, it is whole again afterwards, and the log is no flood of errors.
/// </summary>
public sealed class LoadFaultTests
{
    private const int AtOnce = 24;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_whose_source_is_late_are_answered_without_it()
    {
        await using VectorService service = await VectorService.StartAsync("qdrant");
        using var log = new CollectingLogger();
        await using RunningServer server = await StartAsync(log, [.. service.Settings, new("Perto:Streaming:SourceBudgetMs", "300")]);
        await FilmService.FillAsync(server.Client);
        await WholeAsync(server);
        int errors = Errors(log);

        service.Break("slow");
        IReadOnlyList<Answer> answers = await AskAsync(server, first: 20);

        Assert.All(answers, answer =>
        {
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.NotEmpty(answer.Page["rows"]!.AsArray());
            Assert.Contains(answer.Page["degraded"]!.AsArray(), part => (string?)part!["source"] == "collaborative" && (string?)part["instead"] == "popular");
            Assert.Contains("collaborative", answer.Degraded, StringComparison.Ordinal);
        });
        Assert.Equal(errors, Errors(log));

        service.Mend();
        await WholeAsync(server);
    }

    [Theory, InlineData("qdrant"), InlineData("pinecone")]
    public async Task Pages_are_answered_while_the_vector_store_dies_and_comes_back(string store)
    {
        await using VectorService service = await VectorService.StartAsync(store);
        using var log = new CollectingLogger();
        await using RunningServer server = await StartAsync(log, service.Settings);
        await FilmService.FillAsync(server.Client);
        await WholeAsync(server);
        int errors = Errors(log);

        // It dies while they ask: some had their vectors already.
        Task<IReadOnlyList<Answer>> during = AskAsync(server, first: 20);
        service.Break("down");
        IReadOnlyList<Answer> answers = [.. await during, .. await AskAsync(server, first: 20 + AtOnce)];

        Assert.All(answers, answer =>
        {
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.NotEmpty(answer.Page["rows"]!.AsArray());
            Assert.Equal(answer.Page["degraded"]!.AsArray().Count > 0, answer.Degraded.Length > 0);
        });
        Assert.All(answers.Skip(AtOnce), answer => Assert.Contains(store, answer.Degraded, StringComparison.Ordinal));
        Assert.Equal(errors, Errors(log));

        service.Mend();
        await WholeAsync(server);
    }

    [Fact]
    public async Task Pages_are_answered_while_redis_is_killed_and_started_again()
    {
        await using RedisServer redis = await RedisServer.StartNewAsync(Token);
        using var log = new CollectingLogger();
        await using RunningServer server = await StartAsync(
            log,
            [
                new("Perto:Redis:Url", redis.Url),
                new("Perto:Dependencies:redis:BreakerPause", "00:00:00.5"),
                new("Perto:Streaming:SourceBudgetMs", "5000"),
            ]);
        await FilmService.FillAsync(server.Client);
        await WholeAsync(server);
        Assert.Equal("", await SimilarAsync(server, turn: 0));
        int errors = Errors(log);

        Task<IReadOnlyList<Answer>> during = AskAsync(server, first: 20);
        await redis.KillAsync();
        IReadOnlyList<Answer> answers = [.. await during, .. await AskAsync(server, first: 20 + AtOnce)];
        string[] similar = await Task.WhenAll(Enumerable.Range(1, AtOnce).Select(turn => SimilarAsync(server, turn)));

        Assert.All(answers, answer =>
        {
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.NotEmpty(answer.Page["rows"]!.AsArray());
            Assert.True(answer.Degraded is "" or "redis", answer.Degraded);
        });
        Assert.All(similar, degraded => Assert.Equal("redis", degraded));
        Assert.Equal(errors, Errors(log));

        await redis.StartAsync(Token);
        int next = 100;
        await FilmService.UntilAsync(async () => await SimilarAsync(server, next++) == "");
        await WholeAsync(server);
    }

    private static Task<RunningServer> StartAsync(CollectingLogger log, IEnumerable<KeyValuePair<string, string?>> settings) => RunningServer.StartAsync(
        perto => perto.Services.AddSingleton<ILoggerProvider>(log),
        [.. settings, new("Logging:LogLevel:Default", "Warning"), new("Perto:Streaming:HomeCacheMinutes", "0")]);

    private static int Errors(CollectingLogger log) => log.Entries.Count(entry => entry.Level > LogLevel.Warning);

    private static async Task WholeAsync(RunningServer server) => await FilmService.UntilAsync(async () =>
        (await FilmService.JsonAsync(server.Client, "/v1/streaming/users/u1/home"))["degraded"]!.AsArray().Count == 0);

    private static async Task<IReadOnlyList<Answer>> AskAsync(RunningServer server, int first) =>
        await Task.WhenAll(Enumerable.Range(first, AtOnce).Select(async person =>
        {
            using HttpResponseMessage home = await server.Client.GetAsync($"/v1/streaming/users/u{person}/home", Token);
            return new Answer(home.StatusCode, JsonNode.Parse(await home.Content.ReadAsStringAsync(Token))!, DegradedOf(home));
        }));

    // What is similar to a title is shared over Redis: each turn asks for what was not asked before.
    private static async Task<string> SimilarAsync(RunningServer server, int turn)
    {
        using HttpResponseMessage similar = await server.Client.GetAsync($"/v1/streaming/titles/{turn % 40}/similar?n={5 + (turn / 40)}", Token);
        Assert.Equal(HttpStatusCode.OK, similar.StatusCode);
        return DegradedOf(similar);
    }

    private static string DegradedOf(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Perto-Degraded", out IEnumerable<string>? names) ? string.Join(',', names) : "";

    private sealed record Answer(HttpStatusCode Status, JsonNode Page, string Degraded);
}
