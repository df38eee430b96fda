using System.CommandLine;
using Perto.Platform;

namespace Perto.Cli;

/// <summary><c>perto jobs show JOB</c></summary>
internal static class ShowJobCommand
{
    private static readonly Argument<string> Job = JobsCommand.Job();

    public static Command Create()
    {
        var command = new Command("show", "A job: its schedule, what runs and what ran last") { Job };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IJobs> connection = await JobsConnection.OpenAsync(parsed, cancellationToken);
            JobInfo job = await connection.Service.ShowAsync(parsed.GetValue(Job)!, cancellationToken);
            Terminal.For(parsed).Print(job, console => JobsCommand.Print(console, job));
            return ExitCode.Success;
        });
        return command;
    }
}
