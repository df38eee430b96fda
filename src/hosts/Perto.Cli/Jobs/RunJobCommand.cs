using System.CommandLine;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto jobs run JOB</c></summary>
internal static class RunJobCommand
{
    private static readonly Argument<string> Job = JobsCommand.Job();

    private static readonly Option<bool> NoWait = new("--no-wait") { Description = "Ask a server for the run and return; in process the run is always waited for" };

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    public static Command Create()
    {
        var command = new Command("run", "Run a job now, beside its schedule, and wait until it is done") { Job, NoWait };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Terminal terminal = Terminal.For(parsed);
            await using Connection<IJobs> connection = await JobsConnection.OpenAsync(parsed, cancellationToken);
            JobRun run = await connection.Service.RunAsync(parsed.GetValue(Job)!, cancellationToken);
            if (!parsed.GetValue(NoWait) || connection.Service is LocalJobs)
            {
                await new Steps(terminal).RunAsync("Run", async progress =>
                {
                    run = await WaitAsync(connection.Service, run, progress, cancellationToken);
                    return $"{run.State.ToString().ToLowerInvariant()}: {JobWords.Told(run)}";
                });
            }
            terminal.Print(run, console =>
            {
                if (run.FinishedAt is null)
                    console.WriteLine($"Run {run.Id} waits for a worker");
            });
            return run.State is JobRunState.Failed or JobRunState.Interrupted ? ExitCode.Failure : ExitCode.Success;
        });
        return command;
    }

    private static async Task<JobRun> WaitAsync(
        IJobs jobs, JobRun run, IProgress<(double Done, string Detail)> progress, CancellationToken cancellationToken)
    {
        while (run.FinishedAt is null)
        {
            progress.Report((run.Progress ?? 0, run.Detail ?? run.State.ToString().ToLowerInvariant()));
            await Task.Delay(LookEvery, cancellationToken);
            run = await jobs.FindRunAsync(run.Job, run.Id, cancellationToken);
        }
        return run;
    }
}
