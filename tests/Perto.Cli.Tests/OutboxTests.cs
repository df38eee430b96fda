using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Server;
using Perto.Testing;

namespace Perto.Cli.Tests;

/// <summary>The commands of the outbox, over a data folder that nobody else has.</summary>
[Collection("console")]
public sealed class OutboxTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("outbox replay", "Give either the id of a dead letter or --topic")]
    [InlineData("outbox replay x --topic y", "Give either the id of a dead letter or --topic")]
    [InlineData("outbox show", "id")]
    [InlineData("outbox discard", "id")]
    public async Task A_line_that_cannot_be_understood_says_why(string line, string reason)
    {
        (int exitCode, _, string error) = await RunAsync(line.Split(' '));
        Assert.Equal(2, exitCode);
        Assert.Contains(reason, error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Dead_letters_are_listed_shown_replayed_and_discarded()
    {
        await FillAsync("a", "b", "c");
        JsonArray topics = (await JsonAsync("outbox", "status")).AsArray();
        Assert.Equal(3, (int?)topics.Single(topic => (string?)topic!["topic"] == "test")!["dead"]);

        JsonNode page = await JsonAsync("outbox", "dead", "--topic", "test", "--limit", "2");
        Assert.Equal(["a", "b"], page["items"]!.AsArray().Select(letter => (string?)letter!["id"]));
        page = await JsonAsync("outbox", "dead", "--cursor", (string)page["next_cursor"]!);
        Assert.Equal(["c"], page["items"]!.AsArray().Select(letter => (string?)letter!["id"]));
        Assert.Equal("of a", (string?)(await JsonAsync("outbox", "show", "a"))["payload"]!["is"]);

        Assert.Equal(1, (int?)(await JsonAsync("outbox", "replay", "a"))["replayed"]);
        Assert.Equal("b", (string?)(await JsonAsync("outbox", "discard", "b"))["discarded"]);
        Assert.Equal(1, (int?)(await JsonAsync("outbox", "replay", "--topic", "test"))["replayed"]);
        topics = (await JsonAsync("outbox", "status")).AsArray();
        Assert.Equal((2, 0), ((int?)topics.Single(topic => (string?)topic!["topic"] == "test")!["depth"], (int?)topics.Single(topic => (string?)topic!["topic"] == "test")!["dead"]));

        (int exitCode, _, string error) = await RunAsync("outbox", "show", "b");
        Assert.Equal(1, exitCode);
        Assert.Contains("There is no dead letter 'b'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_get_tables()
    {
        await FillAsync("a");

        Assert.Matches("test +0 +0 +0 +0 +0 +1", (await RunAsync("outbox", "status")).Output);
        Assert.Matches("a +test +k +3 .*no luck", (await RunAsync("outbox", "dead")).Output);
        (_, string shown, _) = await RunAsync("outbox", "show", "a");
        Assert.Contains("""{"is":"of a"}""", shown, StringComparison.Ordinal);
        Assert.Contains("after 3 tries", shown, StringComparison.Ordinal);
        Assert.Contains("1 back in the queue", (await RunAsync("outbox", "replay", "a")).Output, StringComparison.Ordinal);
        Assert.Contains("There are no dead letters", (await RunAsync("outbox", "dead")).Output, StringComparison.Ordinal);
    }

    private async Task FillAsync(params string[] ids)
    {
        var settings = new Dictionary<string, string?> { ["Perto:DataFolder"] = _folder.Find("data"), ["Perto:Workers"] = "false", ["Logging:LogLevel:Default"] = "None" };
        await using PertoHost host = PertoServer.Create(new PertoServerOptions { Settings = settings });
        await host.PrepareAsync(TestContext.Current.CancellationToken);
        await host.Services.GetRequiredService<IDatabase>().WriteAsync(async session =>
        {
            foreach (string id in ids)
            {
                await session.ExecuteAsync(
                    """
                    insert into outbox_dead (tenant, id, topic, ordering_key, payload, enqueued_at, attempts, error, died_at)
                    values ('local', @id, 'test', 'k', @payload, 1, 3, 'no luck', 2)
                    """,
                    new { id, payload = $$"""{"is":"of {{id}}"}""" });
            }
        });
    }

    private Task<JsonNode> JsonAsync(params string[] args) => CommandLine.JsonAsync(_folder.Find("data"), args);

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] args) => CommandLine.RunAsync(_folder.Find("data"), args);
}
