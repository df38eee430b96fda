using System.CommandLine;
using Perto.Platform;
using Perto.Streaming;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto streaming import PATH</c></summary>
internal static class ImportCommand
{
    private const int ErrorsShown = 10;

    private static readonly Argument<string> Source = new("path")
    {
        Description = "A folder in the MovieLens layout (movies.csv, ratings.csv, tags.csv), or titles, views and ratings as .csv or .jsonl",
    };

    public static Command Create()
    {
        var command = new Command("import", "Import titles and what people did with them; bad lines are reported and left out") { Source };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Terminal terminal = Terminal.For(parsed);
            await using Connection<IStreaming> connection = await StreamingConnection.OpenAsync(parsed, cancellationToken);
            ImportReport? report = null;
            await new Steps(terminal).RunAsync("Import", async progress =>
            {
                var relay = new Progress<ImportProgress>(now => progress.Report((now.Done, $"{now.File} {now.RowsRead:N0} rows")));
                report = await connection.Service.ImportAsync(parsed.GetValue(Source)!, relay, cancellationToken);
                return Summary(report);
            });
            terminal.Print(report!, console => PrintErrors(console, report!));
            return report!.State == ImportState.Done ? ExitCode.Success : ExitCode.Failure;
        });
        return command;
    }

    public static string Summary(ImportReport report) => report.RowsRejected == 0
        ? $"{report.RowsRead:N0} rows"
        : $"{report.RowsRead - report.RowsRejected:N0} rows, {report.RowsRejected:N0} left out";

    public static void PrintErrors(IAnsiConsole console, ImportReport report)
    {
        foreach (RowError error in report.Errors.Take(ErrorsShown))
            console.MarkupLineInterpolated($"   [yellow]{error}[/]");
        if (report.RowsRejected > ErrorsShown)
            console.MarkupLineInterpolated($"   [dim]and {report.RowsRejected - Math.Min(ErrorsShown, report.Errors.Count):N0} more; --json lists the first 100[/]");
        if (report.Failure is { } failure)
            console.MarkupLineInterpolated($"   [red]{failure}[/]");
    }
}
