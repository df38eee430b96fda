using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Perto.Server;
using Perto.Targeting;
using Perto.Testing;

namespace Perto.Cli.Tests;

/// <summary>The life of an experiment on the command line.</summary>
[Collection("console")]
public sealed class ExperimentsTests : IDisposable
{
    private const string Definition = """
        {
          "name": "ranking", "description": "learned or not", "traffic": 1,
          "arms": [ { "name": "blend" }, { "name": "learned", "weight": 3 } ],
          "metrics": [ { "name": "hours", "kind": "mean", "covariate": "hours" } ]
        }
        """;

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.Find("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_experiment_is_declared_started_met_measured_and_exported()
    {
        JsonNode declared = await CommandLine.JsonAsync(Data, "experiments", "create", Write(Definition));
        Assert.Equal(("draft", 1, "ranking.1"), ((string)declared["state"]!, (int)declared["version"]!, (string)declared["experiment"]!["salt"]!));
        Assert.Equal("running", (string)(await CommandLine.JsonAsync(Data, "experiments", "start", "ranking"))["state"]!);

        for (int unit = 0; unit < 40; unit++)
            await CommandLine.JsonAsync(Data, "experiments", "assign", $"u{unit}", "--attribute", "country=PT");
        await CommandLine.JsonAsync(Data, "experiments", "assign", "only looked", "--dry-run");
        await RecordAsync();

        JsonNode results = await CommandLine.JsonAsync(Data, "experiments", "results", "ranking", "--correct", "none");
        Assert.Equal(40, results["arms"]!.AsArray().Sum(arm => (int)arm!["units"]!));
        Assert.Equal("learned", (string)results["fixed"]!["comparisons"]![0]!["arm"]!);
        Assert.NotNull(results["fixed"]!["comparisons"]![0]!["adjustment"]);

        // The same figures from the log, and from the file that the log is exported to.
        JsonNode ofLog = await CommandLine.JsonAsync(Data, "abtest", "analyse", "--experiment", "ranking");
        string file = _folder.Find("units.csv");
        Assert.Equal(40, (int)(await CommandLine.JsonAsync(Data, "experiments", "export", "ranking", "--out", file))["rows"]!);
        JsonNode ofFile = await CommandLine.JsonAsync(Data, "abtest", "analyse", file, "--metric", "hours", "--covariate", "hours=hours_before", "--control", "blend", "--expected", "1,3");
        foreach (JsonNode other in (JsonNode[])[ofLog, ofFile])
        {
            Assert.Equal((double)results["fixed"]!["srm"]!["p_value"]!, (double)other["srm"]!["p_value"]!, 12);
            foreach (string field in (string[])["estimate", "standard_error", "p_value"])
                Assert.Equal((double)results["fixed"]!["comparisons"]![0]!["absolute"]![field]!, (double)other["comparisons"]![0]!["absolute"]![field]!, 9);
        }

        (_, string output, _) = await CommandLine.RunAsync(Data, "experiments", "results", "ranking");
        Assert.Contains("sequential test, for any number of looks", output, StringComparison.Ordinal);
        Assert.Equal("stopped", (string)(await CommandLine.JsonAsync(Data, "experiments", "stop", "ranking"))["state"]!);
        JsonNode listed = await CommandLine.JsonAsync(Data, "experiments", "list");
        Assert.Equal("ranking", (string)listed[0]!["experiment"]!["name"]!);
    }

    [Theory]
    [InlineData("experiments show none", "There is no experiment 'none'")]
    [InlineData("abtest analyse", "give a FILE or --experiment, one of them")]
    [InlineData("abtest analyse --experiment none --metric m", "--metric is for files; an experiment says it itself")]
    [InlineData("experiments assign ana --attribute country", "--attribute must be name=value, each name once; got 'country'")]
    public async Task What_is_wrong_is_said(string command, string message)
    {
        (int exitCode, _, string error) = await CommandLine.RunAsync(Data, command.Split(' '));
        Assert.NotEqual(0, exitCode);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    private string Write(string text)
    {
        string path = _folder.Find("experiment.json");
        File.WriteAllText(path, text);
        return path;
    }

    // As a solution does in code: hours of before and after the exposure.
    private async Task RecordAsync()
    {
        await using PertoHost host = PertoServer.Create(new PertoServerOptions
        {
            Settings = new Dictionary<string, string?> { ["Perto:DataFolder"] = Data, ["Perto:Workers"] = "false" },
        });
        await host.MigrateAsync(TestContext.Current.CancellationToken);
        var random = new Random(3);
        Outcome[] outcomes = [.. Enumerable.Range(0, 40).SelectMany(unit =>
        {
            double before = random.NextDouble() * 10;
            return (Outcome[])
            [
                new() { Unit = $"u{unit}", Metric = "hours", Value = before, At = DateTimeOffset.Parse("2020-01-01T00:00:00Z", CultureInfo.InvariantCulture) },
                new() { Unit = $"u{unit}", Metric = "hours", Value = before + random.NextDouble() },
            ];
        })];
        await host.Services.GetRequiredService<ExperimentTenants>().For(TenantId.Local).RecordAsync("ranking", outcomes, TestContext.Current.CancellationToken);
    }
}
