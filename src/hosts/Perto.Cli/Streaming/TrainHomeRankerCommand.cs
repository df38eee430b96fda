using System.CommandLine;
using Perto.Streaming;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto streaming train --model ranker</c></summary>
internal static class TrainHomeRankerCommand
{
    private const int ShownFeatures = 10;

    public static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        Terminal terminal = Terminal.For(parsed);
        await using Connection<IStreaming> connection = await StreamingConnection.OpenAsync(parsed, cancellationToken);
        RankerReport? report = null;
        await new Steps(terminal).RunAsync("Train", async progress =>
        {
            var relay = new Progress<TrainingProgress>(now => progress.Report((now.Done, now.Detail)));
            report = await connection.Service.TrainRankerAsync(relay, cancellationToken);
            return $"{report.Model}: {report.Pages:N0} served pages, {report.Titles:N0} titles seen";
        });
        terminal.Print(report!, console => Print(console, report!));
        return report!.Live ? ExitCode.Success : ExitCode.Failure;
    }

    private static void Print(IAnsiConsole console, RankerReport report)
    {
        double Metric(string name) => report.Metrics[name];
        console.MarkupLineInterpolated(
            $" NDCG@10 {Metric("ndcg@10"):0.000}, {report.Against} {Metric("ndcg@10_against"):0.000}; difference {Metric("difference"):+0.000;-0.000} ({Metric("difference_low"):+0.000;-0.000} to {Metric("difference_high"):+0.000;-0.000})");
        console.MarkupLineInterpolated($" [dim]on the last 20 % of the pages, weighted by how much their places are noticed; interval by the bootstrap over people[/]");
        var table = new Table().Border(TableBorder.None).AddColumn("feature").AddColumn(new TableColumn("share of gain").RightAligned());
        foreach ((string feature, double share) in report.Importance.Take(ShownFeatures))
            table.AddRow(feature, $"{share:0.0 %}");
        console.Write(table);
        if (report.Refusal is { } refusal)
            console.WriteLine($"   not live: {refusal}");
    }
}
