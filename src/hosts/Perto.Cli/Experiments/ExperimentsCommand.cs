using System.CommandLine;

namespace Perto.Cli;

/// <summary><c>perto experiments</c>: who is treated how, and what came of it.</summary>
internal static class ExperimentsCommand
{
    public static Command Create() => new(
        "experiments",
        """
        Experiments: declare, start and stop them, see who has which arm and what came of it

        Examples:
          perto experiments create ranking.json
          perto experiments start ranking
          perto experiments assign ana --attribute country=PT --dry-run
          perto experiments results ranking
          perto experiments export ranking --out units.csv
        """)
    {
        ListExperimentsCommand.Create(),
        ShowExperimentCommand.Create(),
        CreateExperimentCommand.Create(),
        MoveExperimentCommand.Start(),
        MoveExperimentCommand.Stop(),
        AssignCommand.Create(),
        ExperimentResultsCommand.Create(),
        ExportExperimentCommand.Create(),
    };

    /// <summary>The experiment that a command is about.</summary>
    public static Argument<string> Name() => new("name") { Description = "Name of the experiment, as 'perto experiments list' lists it" };

    /// <summary>The version that a command is about.</summary>
    public static Option<int?> Version() => new("--of-version") { Description = "The version [default: the latest]", HelpName = "NUMBER" };
}
