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
        Description = "A folder with titles, people, profiles, ratings, views, impressions and clicks as .csv or .jsonl, or one of MovieLens; or one file",
    };

    private static readonly Option<FileInfo?> Mapping = new("--mapping")
    {
        Description = "Says in JSON which files hold what, and where in them Perto's columns stand",
        HelpName = "FILE",
    };

    public static Command Create()
    {
        var command = new Command("import", "Import titles and what people did with them; bad lines are reported and left out") { Source, Mapping };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Terminal terminal = Terminal.For(parsed);
            await using Connection<IStreaming> connection = await StreamingConnection.OpenAsync(parsed, cancellationToken);
            string? mapping = parsed.GetValue(Mapping) is { } file ? await ReadAsync(file, cancellationToken) : null;
            ImportReport? report = null;
            await new Steps(terminal).RunAsync("Import", async progress =>
            {
                var relay = new Progress<ImportProgress>(now => progress.Report((now.Done, $"{now.File} {now.RowsRead:N0} rows")));
                report = await connection.Service.ImportAsync(parsed.GetValue(Source)!, mapping, relay, cancellationToken);
                return Summary(report);
            });
            terminal.Print(report!, console => PrintErrors(console, report!));
            return report!.State == ImportState.Done ? ExitCode.Success : ExitCode.Failure;
        });
        return command;
    }

    private static Task<string> ReadAsync(FileInfo file, CancellationToken cancellationToken) => file.Exists
        ? File.ReadAllTextAsync(file.FullName, cancellationToken)
        : throw new InvalidValueException("--mapping", file.FullName, "a file", $"--mapping: there is no file '{file.FullName}'");

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
