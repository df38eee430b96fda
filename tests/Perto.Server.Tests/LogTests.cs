using System.Text.Json.Nodes;
using Perto.Testing;

namespace Perto.Server.Tests;

/// <summary>Alone, because the process has one standard error.</summary>
[CollectionDefinition(nameof(LogTests), DisableParallelization = true)]
[Collection(nameof(LogTests))]
public sealed class LogTests
{
    [Fact]
    public async Task Logs_go_to_standard_error_and_not_to_standard_output()
    {
        using var folder = new TemporaryFolder();
        TextWriter output = Console.Out;
        TextWriter error = Console.Error;
        using var captured = new StringWriter();
        using var errors = new StringWriter();
        Console.SetOut(captured);
        Console.SetError(errors);
        try
        {
            await using PertoHost host = PertoServer.Create(RunningServer.Options(
                folder.Find("data"), [new("Logging:LogLevel:Default", "Information"), new("Perto:Telemetry:JsonLogs", "true")]));
            await host.StartAsync(TestContext.Current.CancellationToken);
            await host.StopAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }

        Assert.Empty(captured.ToString());
        string line = Assert.Single(errors.ToString().Split('\n'), line => line.Contains("Listening on", StringComparison.Ordinal));
        Assert.Single(errors.ToString().Split('\n'), line => line.Contains("Stopping", StringComparison.Ordinal));
        Assert.Equal("Information", (string?)JsonNode.Parse(line)!["LogLevel"]);
    }
}
