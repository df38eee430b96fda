using System.CommandLine;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto jobs runs JOB</c></summary>
internal static class JobRunsCommand
{
    private static readonly Argument<string> Job = JobsCommand.Job();

    private static readonly Option<int?> Limit = new("--limit") { Description = "Most runs to print, 1 to 500 [default: 50]" };

    private static readonly Option<string?> Cursor = new("--cursor") { Description = "The cursor that the page before ended with" };

    public static Command Create()
    {
        var command = new Command("runs", "The run log of a job, latest first") { Job, Limit, Cursor };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IJobs> connection = await JobsConnection.OpenAsync(parsed, cancellationToken);
            Page<JobRun> page = await connection.Service.RunsAsync(
                parsed.GetValue(Job)!, new Paging(parsed.GetValue(Limit), parsed.GetValue(Cursor)), cancellationToken);
            Terminal.For(parsed).Print(page, console => Print(console, page));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, Page<JobRun> page)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("scheduled for", "cause", "state").AddColumn(new TableColumn("took").RightAligned()).AddColumns("server", "result");
        foreach (JobRun run in page.Items)
        {
            table.AddRow(
                JobWords.Time(run.ScheduledAt),
                run.Cause.ToString().ToLowerInvariant(),
                run.State.ToString().ToLowerInvariant(),
                JobWords.Took(run),
                Markup.Escape(run.Server ?? ""),
                Markup.Escape(JobWords.Told(run)));
        }
        console.Write(table);
        if (page.NextCursor is { } cursor)
            console.MarkupLineInterpolated($"[dim]more with --cursor {cursor}[/]");
    }
}
