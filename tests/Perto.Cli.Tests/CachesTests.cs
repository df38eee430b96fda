using System.Text.Json.Nodes;
using Perto.Server;
using Perto.Testing;

namespace Perto.Cli.Tests;

/// <summary>The commands of the caches, in process and through a server.</summary>
[Collection("console")]
public sealed class CachesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Caches_are_listed_and_cleared_in_process_and_through_a_server()
    {
        await ListAndClearAsync();
        await using PertoHost host = PertoServer.Create(new PertoServerOptions
        {
            Settings = new Dictionary<string, string?>
            {
                ["Perto:DataFolder"] = _folder.Find("data"),
                ["Perto:Server:Urls"] = "http://127.0.0.1:0",
                ["Logging:LogLevel:Default"] = "None",
                ["Logging:LogLevel:Microsoft"] = "None",
            },
        });
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        await ListAndClearAsync();
    }

    [Fact]
    public async Task A_cache_that_there_is_not_is_told()
    {
        (int exitCode, _, string error) = await CommandLine.RunAsync(_folder.Find("data"), "cache", "clear", "nothing");

        Assert.Equal(1, exitCode);
        Assert.Contains("There is no cache 'nothing'", error, StringComparison.Ordinal);
    }

    private async Task ListAndClearAsync()
    {
        JsonNode list = await CommandLine.JsonAsync(_folder.Find("data"), "cache", "list");
        JsonNode home = list.AsArray().Single(cache => (string?)cache!["name"] == "streaming-home")!;
        Assert.Equal("process", (string?)home["levels"]![0]!["level"]);

        Assert.Equal("streaming-home", (string?)(await CommandLine.JsonAsync(_folder.Find("data"), "cache", "clear", "streaming-home"))["name"]);
        (int exitCode, string output, _) = await CommandLine.RunAsync(_folder.Find("data"), "cache", "list");
        Assert.Equal(0, exitCode);
        Assert.Matches("streaming-home +process", output);
    }
}
