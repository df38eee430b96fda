using System.Text.Json.Nodes;
using Perto.Server;
using Perto.Testing;

namespace Perto.Cli.Tests;

/// <summary><c>perto embed</c>, in process and through a server.</summary>
[Collection("console")]
public sealed class EmbedTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private int _asked;

    private string Data => _folder.Find("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Texts_get_the_same_vectors_in_process_and_through_a_server()
    {
        JsonNode[] here = await EmbedAsync("embed", "a heist in Los Angeles", "a balloon");
        await using (PertoHost host = PertoServer.Create(new PertoServerOptions
        {
            Settings = new Dictionary<string, string?>
            {
                ["Perto:DataFolder"] = Data,
                ["Perto:Server:Urls"] = "http://127.0.0.1:0",
                ["Logging:LogLevel:Default"] = "None",
                ["Logging:LogLevel:Microsoft"] = "None",
            },
        }))
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
            await host.WaitUntilReadyAsync(TestContext.Current.CancellationToken);
            JsonNode[] there = await EmbedAsync("embed", "a heist in Los Angeles", "a balloon");
            Assert.Equal(here.Select(line => line.ToJsonString()), there.Select(line => line.ToJsonString()));
            await AdministerAsync();
        }
        await AdministerAsync();
        Assert.Equal(["1", "2"], here.Select(line => (string?)line["id"]));
        Assert.Equal(384, here[0]["embedding"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_file_of_texts_becomes_a_file_of_vectors()
    {
        string input = _folder.Find("plots.jsonl"), output = _folder.Find("vectors.jsonl");
        await File.WriteAllLinesAsync(input, Enumerable.Range(0, 600).Select(i => $$"""{"id": "plot-{{i}}", "text": "plot number {{i}}", "year": 1999}"""), TestContext.Current.CancellationToken);
        (int exitCode, string printed, string notes) = await CommandLine.RunAsync(Data, "embed", "--input", input, "--output", output);
        Assert.True(exitCode == 0, notes);
        Assert.Equal("", printed);
        Assert.Contains("600 texts, 384 dimensions by builtin", notes, StringComparison.Ordinal);
        JsonNode[] lines = [.. (await File.ReadAllLinesAsync(output, TestContext.Current.CancellationToken)).Select(line => JsonNode.Parse(line)!)];
        Assert.Equal(Enumerable.Range(0, 600).Select(i => $"plot-{i}"), lines.Select(line => (string?)line["id"]));
    }

    [Fact]
    public async Task A_line_that_is_no_text_is_told_by_its_number()
    {
        string input = _folder.Find("plots.jsonl");
        await File.WriteAllLinesAsync(input, ["""{"text": "fine"}""", "", """{"plot": "no text"}"""], TestContext.Current.CancellationToken);
        (int exitCode, _, string error) = await CommandLine.RunAsync(Data, "embed", "--input", input);
        Assert.Equal(1, exitCode);
        Assert.Contains("plots.jsonl:3", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--dimensions must be 1 to 16384", "embed", "a", "--dimensions", "0")]
    [InlineData("either texts or --input", "embed", "a", "--input", "/")]
    [InlineData("nobody", "embed", "a", "--model", "nobody:x")]
    [InlineData("provider:model", "embed", "a", "--model", "No Such")]
    public async Task Mistakes_are_told(string expected, params string[] args)
    {
        (int exitCode, _, string error) = await CommandLine.RunAsync(Data, args);
        Assert.NotEqual(0, exitCode);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    private async Task AdministerAsync()
    {
        JsonNode check = await CommandLine.JsonAsync(Data, "embed", "check");
        Assert.Equal((true, 384), ((bool?)check["ok"], (int?)check["dimensions"]));
        Assert.Equal(1, (int?)(await CommandLine.JsonAsync(Data, "embed", "warm", $"asked often {_asked++}"))["computed"]);
        Assert.NotNull((await CommandLine.JsonAsync(Data, "embed", "statistics"))["entries"]);
        Assert.NotNull((await CommandLine.JsonAsync(Data, "embed", "forget", "a balloon"))["vectors"]);
    }

    private async Task<JsonNode[]> EmbedAsync(params string[] args)
    {
        (int exitCode, string output, string error) = await CommandLine.RunAsync(Data, args);
        Assert.True(exitCode == 0, error);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }
}
