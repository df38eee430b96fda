using System.CommandLine;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto jobs</c>: what is done by a schedule.</summary>
internal static class JobsCommand
{
    public static Command Create() => new(
        "jobs",
        """
        The scheduled jobs: when they run, how they went, run now, pause

        Examples:
          perto jobs list
          perto jobs run collections-sync
          perto jobs runs models-pruning --limit 10
        """)
    {
        ListJobsCommand.Create(),
        ShowJobCommand.Create(),
        JobRunsCommand.Create(),
        RunJobCommand.Create(),
        PauseJobCommand.Create("pause", "Let fire times pass on all servers until it is resumed", (jobs, name, token) => jobs.PauseAsync(name, token)),
        PauseJobCommand.Create("resume", "Let a paused job run again, from its next fire time on", (jobs, name, token) => jobs.ResumeAsync(name, token)),
    };

    /// <summary>The job that a command is about.</summary>
    public static Argument<string> Job() => new("job") { Description = "Name of the job; see 'perto jobs list'" };

    /// <summary>Prints a job in lines.</summary>
    public static void Print(IAnsiConsole console, JobInfo job)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
        void Row(string name, string text) => table.AddRow($"[bold]{name}[/]", Markup.Escape(text));

        Row("job", job.Name);
        Row("does", job.Description);
        Row("schedule", job.Schedule);
        Row("next run", JobWords.Next(job));
        if (job.Current is { } current)
            Row("now", JobWords.Run(current));
        if (job.Last is { } last)
            Row("last run", JobWords.Run(last));
        if (job.LastSuccess is { } success)
            Row("last done", JobWords.Time(success));
        console.Write(table);
    }
}
