using System.CommandLine;
using Perto.Streaming;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto streaming train</c></summary>
internal static class TrainCommand
{
    private static readonly Option<TrainedModel> Model = new("--model")
    {
        Description = "What to train: the collaborative model from who watched what, or the ranker of the home page from what people did with served pages",
        DefaultValueFactory = _ => TrainedModel.Collaborative,
    };

    public static Command Create()
    {
        var command = new Command("train", "Train a model on all that is there and make it live if it passes its gate") { Model };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(Model) == TrainedModel.Ranker)
                return await TrainHomeRankerCommand.RunAsync(parsed, cancellationToken);
            Terminal terminal = Terminal.For(parsed);
            await using Connection<IStreaming> connection = await StreamingConnection.OpenAsync(parsed, cancellationToken);
            TrainingReport? report = null;
            await new Steps(terminal).RunAsync("Train", async progress =>
            {
                var relay = new Progress<TrainingProgress>(now => progress.Report((now.Done, now.Detail)));
                report = await connection.Service.TrainAsync(relay, cancellationToken);
                return Summary(report);
            });
            terminal.Print(report!, console =>
            {
                if (report!.Refusal is { } refusal)
                    console.WriteLine($"   not live: {refusal}");
            });
            return report!.Live ? ExitCode.Success : ExitCode.Failure;
        });
        return command;
    }

    public static string Summary(TrainingReport report)
    {
        string metrics = string.Join(", ", report.Metrics.Select(metric => $"{metric.Key} {metric.Value:0.000}"));
        return $"{report.Model}: {report.People:N0} people, {report.Titles:N0} titles, {report.Positives:N0} watched; {metrics}";
    }
}
