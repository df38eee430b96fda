using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Server;
using Perto.Testing;
using Perto.Vectors;

namespace Perto.Cli.Tests;

/// <summary>The commands of the derived collections, in process and through a server.</summary>
[Collection("console")]
public sealed class CollectionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_collection_is_listed_and_its_copy_written_anew_through_a_server_and_in_process()
    {
        await using (PertoHost host = await StartAsync())
        {
            await RebuildAsync();
            (int exitCode, string output, _) = await RunAsync("collections", "list");
            Assert.Equal(0, exitCode);
            Assert.Matches("films +m@1 +2 +cosine +live +3", output);
        }
        await RebuildAsync();

        async Task RebuildAsync()
        {
            JsonNode rebuild = await JsonAsync("collections", "rebuild", "films");
            Assert.Equal(("done", 3), ((string?)rebuild["state"], (int?)rebuild["done"]));
            Assert.Equal("films", (string?)Assert.Single((await JsonAsync("collections", "list")).AsArray())!["alias"]);
        }
    }

    [Fact]
    public async Task What_cannot_be_made_anew_says_why()
    {
        await using PertoHost host = await StartAsync();
        (int exitCode, _, string error) = await RunAsync("collections", "reembed", "films", "--model", "m@2");
        Assert.Equal(1, exitCode);
        Assert.Contains("nothing embeds the records of films anew", error, StringComparison.Ordinal);
        (exitCode, _, error) = await RunAsync("collections", "rebuild", "none");
        Assert.Equal(1, exitCode);
        Assert.Contains("There is no collection 'none'", error, StringComparison.Ordinal);
        (exitCode, _, error) = await RunAsync("collections", "reembed", "films");
        Assert.Equal(2, exitCode);
        Assert.Contains("--model", error, StringComparison.Ordinal);
    }

    private async Task<PertoHost> StartAsync()
    {
        PertoHost host = PertoServer.Create(new PertoServerOptions
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
        await host.Services.GetRequiredService<DerivedCollections>().PublishAsync(
            TenantId.Local,
            "films",
            "m@1",
            schema => schema.Dense("plot", 2, Metric.Cosine),
            [.. Enumerable.Range(0, 3).Select(number => new VectorRecord($"f{number}") { Vectors = { ["plot"] = new float[] { 1, number } } })],
            TestContext.Current.CancellationToken);
        return host;
    }

    private Task<JsonNode> JsonAsync(params string[] args) => CommandLine.JsonAsync(_folder.Find("data"), args);

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] args) => CommandLine.RunAsync(_folder.Find("data"), args);
}
