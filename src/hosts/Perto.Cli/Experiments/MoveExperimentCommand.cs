using System.CommandLine;
using Perto.Targeting;

namespace Perto.Cli;

/// <summary><c>perto experiments start NAME</c> and <c>perto experiments stop NAME</c></summary>
internal static class MoveExperimentCommand
{
    private static readonly Argument<string> Name = ExperimentsCommand.Name();

    public static Command Start() => Create("start", "Let a draft run", (experiments, name, cancelled) => experiments.StartAsync(name, cancelled));

    public static Command Stop() => Create("stop", "End an experiment; its results stay", (experiments, name, cancelled) => experiments.StopAsync(name, cancelled));

    private static Command Create(string name, string description, Func<IExperiments, string, CancellationToken, Task<ExperimentInfo>> move)
    {
        var command = new Command(name, description) { Name };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IExperiments> connection = await ExperimentsConnection.OpenAsync(parsed, cancellationToken);
            ExperimentInfo info = await move(connection.Service, parsed.GetValue(Name)!, cancellationToken);
            Terminal.For(parsed).Print(info, console => ExperimentWords.Print(console, info));
            return ExitCode.Success;
        });
        return command;
    }
}
