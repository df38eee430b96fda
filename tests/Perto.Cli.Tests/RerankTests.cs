using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Server;
using Perto.Testing;

namespace Perto.Cli.Tests;

/// <summary>Re-ranking from the command line, through a server that has the obvious re-ranker, and in process without one.</summary>
[Collection("console")]
public sealed class RerankTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.Find("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Documents_of_a_file_are_put_in_order()
    {
        await using PertoHost server = await StartAsync();
        string lines = Write("documents.txt", "grass is green", "", "the sky is blue and high", "the sea is blue");
        string json = Write("documents.jsonl", """{"id": "grass", "text": "grass is green"}""", """{"id": "sky", "text": "the sky is blue and high", "page": 3}""");

        JsonNode ranked = await CommandLine.JsonAsync(Data, "rerank", "the blue sky", "--input", lines, "--top", "2");
        JsonNode named = await CommandLine.JsonAsync(Data, "rerank", "the blue sky", "--input", json);
        (int exitCode, string output, _) = await CommandLine.RunAsync(Data, "rerank", "the blue sky", "--input", lines);

        // Of the three words of the query the third line has all and the fourth two.
        Assert.Equal(["1 3 1.00", "2 4 0.67"], ranked["results"]!.AsArray().Select(one => $"{one!["rank"]} {one["id"]} {(double)one["score"]!:0.00}"));
        Assert.Equal(["sky", "grass"], named["results"]!.AsArray().Select(one => (string?)one!["id"]));
        Assert.Equal(0, exitCode);
        Assert.Matches(@"1 +1\.0000 +2 +3 +the sky is blue and high", output);
        Assert.Contains("judged by overlap", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_debugger_shows_both_orders_their_moves_and_the_sums()
    {
        await using PertoHost server = await StartAsync();
        string queries = Write("queries.jsonl", """{"query": "the blue sky", "candidates": [{"id": "a", "text": "grass", "score": 0.9}, {"id": "b", "text": "the sea", "score": 0.8}, {"id": "c", "text": "the blue sky", "score": 0.7}]}""");

        JsonNode report = await CommandLine.JsonAsync(Data, "rerank", "debug", "--queries", queries);
        (int exitCode, string output, _) = await CommandLine.RunAsync(Data, "rerank", "debug", "--queries", queries);

        Assert.Equal((3, 3, 4), ((int)report["retrieved"]!, (int)report["reranked"]!, (int)report["position_changes"]!));
        JsonNode query = report["queries"]![0]!;
        Assert.Equal(["a", "b", "c"], query["before"]!.AsArray().Select(one => (string?)one!["id"]));
        Assert.Equal(["c 2", "b 0", "a -2"], query["after"]!.AsArray().Select(one => $"{one!["id"]} {one["rank_change"]}"));
        Assert.Equal(0, exitCode);
        Assert.Matches(@"1 +a grass +0\.000 +c the blue sky +1\.000 +up 2", output);
        Assert.Matches(@"3 +c the blue sky +1\.000 +a grass +0\.000 +down 2", output);
        Assert.Contains("total position changes 4", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_debugger_finds_candidates_in_a_file_of_documents()
    {
        await using PertoHost server = await StartAsync();
        string queries = Write("queries.txt", "blue sky");
        string documents = Write("documents.txt", "sky sky sky sky", "nothing of it", "a blue sky");

        JsonNode report = await CommandLine.JsonAsync(Data, "rerank", "debug", "--queries", queries, "--documents", documents, "--retrieve", "5");

        Assert.Equal(2, (int)report["retrieved"]!);
        Assert.Equal("3", (string?)report["queries"]![0]!["after"]![0]!["id"]);
    }

    [Fact]
    public async Task The_status_tells_profile_and_model()
    {
        (int exitCode, string output, _) = await CommandLine.RunAsync(Data, "rerank", "status");
        Assert.Equal(0, exitCode);
        Assert.Contains("profile none, model none (not usable)", output, StringComparison.Ordinal);

        await using PertoHost server = await StartAsync();
        JsonNode status = await CommandLine.JsonAsync(Data, "rerank", "status");
        Assert.Equal(("custom", "overlap", true), ((string?)status["profile"], (string?)status["provider"], (bool)status["usable"]!));
    }

    [Fact]
    public async Task Without_a_model_and_with_what_is_no_file_of_queries_it_says_what_is_missing()
    {
        string documents = Write("documents.txt", "grass");
        (int noModel, _, string why) = await CommandLine.RunAsync(Data, "rerank", "the sky", "--input", documents);
        (int noCandidates, _, string missing) = await CommandLine.RunAsync(Data, "rerank", "debug", "--queries", documents);
        (int broken, _, string place) = await CommandLine.RunAsync(Data, "rerank", "debug", "--queries", Write("broken.jsonl", "{}"));
        (int usage, _, _) = await CommandLine.RunAsync(Data, "rerank", "the sky", "--input", documents, "--top", "0");

        Assert.Equal((1, 1, 1, 2), (noModel, noCandidates, broken, usage));
        Assert.Contains("Perto:Reranking:Profile", why, StringComparison.Ordinal);
        Assert.Contains("--documents", missing, StringComparison.Ordinal);
        Assert.Contains("broken.jsonl:1", place, StringComparison.Ordinal);
    }

    private string Write(string name, params string[] lines)
    {
        string file = _folder.Find(name);
        File.WriteAllLines(file, lines);
        return file;
    }

    private async Task<PertoHost> StartAsync()
    {
        PertoHost host = PertoServer.Create(
            new PertoServerOptions
            {
                Settings = new Dictionary<string, string?>
                {
                    ["Perto:DataFolder"] = Data,
                    ["Perto:Server:Urls"] = "http://127.0.0.1:0",
                    ["Perto:Reranking:Model"] = WordOverlapReranker.ProviderName,
                    ["Logging:LogLevel:Default"] = "None",
                    ["Logging:LogLevel:Microsoft"] = "None",
                },
            },
            perto => perto.Services.AddSingleton<IRerankingProvider>(new WordOverlapReranker()));
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        return host;
    }
}
