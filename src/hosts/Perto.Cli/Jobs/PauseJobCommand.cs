using System.CommandLine;
using Perto.Platform;

namespace Perto.Cli;

/// <summary><c>perto jobs pause JOB</c> and <c>perto jobs resume JOB</c></summary>
internal static class PauseJobCommand
{
    public static Command Create(string name, string description, Func<IJobs, string, CancellationToken, Task<JobInfo>> change)
    {
        Argument<string> job = JobsCommand.Job();
        var command = new Command(name, description) { job };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IJobs> connection = await JobsConnection.OpenAsync(parsed, cancellationToken);
            JobInfo changed = await change(connection.Service, parsed.GetValue(job)!, cancellationToken);
            Terminal.For(parsed).Print(changed, console => JobsCommand.Print(console, changed));
            return ExitCode.Success;
        });
        return command;
    }
}
