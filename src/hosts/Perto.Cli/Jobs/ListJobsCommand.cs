using System.CommandLine;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto jobs list</c></summary>
internal static class ListJobsCommand
{
    public static Command Create()
    {
        var command = new Command("list", "The jobs, with their schedules and latest runs");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IJobs> connection = await JobsConnection.OpenAsync(parsed, cancellationToken);
            IReadOnlyList<JobInfo> jobs = await connection.Service.ListAsync(cancellationToken);
            Terminal.For(parsed).Print(jobs, console => Print(console, jobs));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, IReadOnlyList<JobInfo> jobs)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("job", "schedule", "next run", "last run");
        foreach (JobInfo job in jobs)
        {
            string last = (job.Current ?? job.Last) is { } run ? JobWords.Run(run) : "";
            table.AddRow(Markup.Escape(job.Name), Markup.Escape(job.Schedule), JobWords.Next(job), Markup.Escape(last));
        }
        console.Write(table);
    }
}
