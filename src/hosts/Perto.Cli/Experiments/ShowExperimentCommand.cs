using System.CommandLine;
using Perto.Targeting;

namespace Perto.Cli;

/// <summary><c>perto experiments show NAME</c></summary>
internal static class ShowExperimentCommand
{
    private static readonly Argument<string> Name = ExperimentsCommand.Name();
    private static readonly Option<int?> Version = ExperimentsCommand.Version();

    public static Command Create()
    {
        var command = new Command("show", "An experiment: arms, layer, metrics, state") { Name, Version };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IExperiments> connection = await ExperimentsConnection.OpenAsync(parsed, cancellationToken);
            ExperimentInfo info = await connection.Service.ShowAsync(parsed.GetValue(Name)!, parsed.GetValue(Version), cancellationToken);
            Terminal.For(parsed).Print(info, console => ExperimentWords.Print(console, info));
            return ExitCode.Success;
        });
        return command;
    }
}
