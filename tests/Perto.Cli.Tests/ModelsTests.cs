using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Server;
using Perto.Testing;

namespace Perto.Cli.Tests;

/// <summary>The commands of the language models, in process and through a server.</summary>
[Collection("console")]
public sealed class ModelsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Providers_are_listed_and_usage_is_shown_in_process_and_through_a_server()
    {
        (int exitCode, string output, _) = await CommandLine.RunAsync(_folder.Find("data"), "models", "list");
        Assert.Equal(0, exitCode);
        Assert.Matches("cohere +needs Perto:Cohere:ApiKey +embedding", output);
        Assert.Empty((await CommandLine.JsonAsync(_folder.Find("data"), "models", "usage")).AsArray());

        await using CohereDouble cohere = await CohereDouble.StartAsync("co_secret");
        await using (PertoHost host = Host(cohere))
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
            await host.WaitUntilReadyAsync(TestContext.Current.CancellationToken);
            IReranker reranker = host.Services.GetRequiredService<LanguageModels>().For(TenantId.Local, "search").Reranker(ModelName.Parse("cohere"));
            await reranker.RerankAsync("heist", ["film", "heist"], TestContext.Current.CancellationToken);

            JsonNode listed = (await CommandLine.JsonAsync(_folder.Find("data"), "models", "list")).AsArray().Single(provider => (string?)provider!["name"] == "cohere")!;
            Assert.Equal("up", (string?)listed["state"]);
            Assert.DoesNotContain("co_secret", listed.ToJsonString(), StringComparison.Ordinal);
            Check((await CommandLine.JsonAsync(_folder.Find("data"), "models", "usage")).AsArray());
        }
        // Written down, also by a server that ended at once.
        Check((await CommandLine.JsonAsync(_folder.Find("data"), "models", "usage")).AsArray());
        (exitCode, output, _) = await CommandLine.RunAsync(_folder.Find("data"), "models", "usage");
        Assert.Equal(0, exitCode);
        Assert.Matches("cohere:rerank-v3.5 +search +1 +2 +0 +0 +0.002000", output);
    }

    [Fact]
    public async Task Days_in_the_wrong_order_are_refused()
    {
        (int exitCode, _, string error) = await CommandLine.RunAsync(_folder.Find("data"), "models", "usage", "--from", "2025-02-01", "--to", "2025-01-31");
        Assert.Equal(1, exitCode);
        Assert.Contains("to must be from 2025-02-01", error, StringComparison.Ordinal);
    }

    private PertoHost Host(CohereDouble cohere) => PertoServer.Create(new PertoServerOptions
    {
        Settings = new Dictionary<string, string?>
        {
            ["Perto:DataFolder"] = _folder.Find("data"),
            ["Perto:Server:Urls"] = "http://127.0.0.1:0",
            ["Perto:Cohere:ApiKey"] = cohere.ApiKey,
            ["Perto:Cohere:BaseUrl"] = cohere.Address.AbsoluteUri,
            ["Logging:LogLevel:Default"] = "None",
            ["Logging:LogLevel:Microsoft"] = "None",
        },
    });

    private static void Check(JsonArray rows)
    {
        JsonNode row = Assert.Single(rows)!;
        Assert.Equal(("rerank-v3.5", "search", 2_000), ((string?)row["model"], (string?)row["purpose"], (int?)row["cost_micro_usd"]));
    }
}
