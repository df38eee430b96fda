using System.CommandLine;
using Perto.Targeting;

namespace Perto.Cli;

/// <summary><c>perto experiments create FILE</c></summary>
internal static class CreateExperimentCommand
{
    private static readonly Argument<FileInfo> Definition = new("file") { Description = "JSON file with the definition, as docs/experiments.md shows it" };

    public static Command Create()
    {
        var command = new Command("create", "Declare an experiment, change a draft, or make the next version of a stopped one") { Definition };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            FileInfo file = parsed.GetValue(Definition)!;
            Experiment experiment = JsonLines.Parse<Experiment>(await File.ReadAllTextAsync(file.FullName, cancellationToken), file.Name, "docs/experiments.md");
            await using Connection<IExperiments> connection = await ExperimentsConnection.OpenAsync(parsed, cancellationToken);
            ExperimentInfo info = await connection.Service.PutAsync(experiment, cancellationToken);
            Terminal.For(parsed).Print(info, console => ExperimentWords.Print(console, info));
            return ExitCode.Success;
        });
        return command;
    }
}
