using System.CommandLine;
using Perto.Targeting;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto experiments assign UNIT</c></summary>
internal static class AssignCommand
{
    private static readonly Argument<string> Unit = new("unit") { Description = "Who or what is treated: most often a person's id" };

    private static readonly Option<Dictionary<string, string>> Attributes = new("--attribute")
    {
        Description = "What is known of the unit; may be given more than once",
        HelpName = "name=value",
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = _ => new Dictionary<string, string>(StringComparer.Ordinal),
        CustomParser = result =>
        {
            Dictionary<string, string> attributes = new(StringComparer.Ordinal);
            foreach (string given in result.Tokens.Select(token => token.Value))
            {
                int equals = given.IndexOf('=', StringComparison.Ordinal);
                if (equals <= 0 || !attributes.TryAdd(given[..equals], given[(equals + 1)..]))
                    result.AddError($"--attribute must be name=value, each name once; got '{given}'");
            }
            return attributes;
        },
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only look: the unit does not count as exposed" };

    public static Command Create()
    {
        var command = new Command("assign", "The arms of a unit, and why; the unit then counts as exposed") { Unit, Attributes, DryRun };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IExperiments> connection = await ExperimentsConnection.OpenAsync(parsed, cancellationToken);
            AssignmentList list = await connection.Service.AssignAsync(
                new AssignmentRequest { Unit = parsed.GetValue(Unit)!, Attributes = parsed.GetValue(Attributes), DryRun = parsed.GetValue(DryRun) }, cancellationToken);
            Terminal.For(parsed).Print(list, console => Print(console, list));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, AssignmentList list)
    {
        if (list.Assignments.Count == 0)
        {
            console.WriteLine("No experiment runs");
            return;
        }
        Table table = new Table().Border(TableBorder.None).AddColumns("experiment", "arm", "reason");
        foreach (Assignment assignment in list.Assignments)
            table.AddRow($"{assignment.Experiment}@{assignment.Version}", assignment.Arm ?? "-", Perto.Platform.PertoJson.Options.PropertyNamingPolicy!.ConvertName($"{assignment.Reason}"));
        console.Write(table);
    }
}
