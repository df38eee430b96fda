using System.CommandLine;
using Perto.Targeting;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto experiments results NAME</c></summary>
internal static class ExperimentResultsCommand
{
    private static readonly Argument<string> Name = ExperimentsCommand.Name();
    private static readonly Option<int?> Version = ExperimentsCommand.Version();
    private static readonly Option<double> Alpha = AbTestOptions.Alpha();

    private static readonly Option<Correction> Correct = AbTestOptions.Word(
        "--correct", "Adjust p values for the number of comparisons", ("bh", Correction.Bh), ("holm", Correction.Holm), ("none", Correction.None));

    public static Command Create()
    {
        var command = new Command("results", "What came of an experiment: units, effects with intervals, guardrails") { Name, Version, Alpha, Correct };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IExperiments> connection = await ExperimentsConnection.OpenAsync(parsed, cancellationToken);
            ExperimentResults results = await connection.Service.ResultsAsync(
                parsed.GetValue(Name)!,
                new ResultsRequest { Version = parsed.GetValue(Version), Alpha = parsed.GetValue(Alpha), Correction = parsed.GetValue(Correct) },
                cancellationToken);
            Terminal.For(parsed).Print(results, console => Print(console, results));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, ExperimentResults results)
    {
        console.WriteLine($"{results.Experiment} version {results.Version}, {ExperimentWords.State(results.State)}, until {results.MeasuredAt:yyyy-MM-dd HH:mm} UTC");
        if (results.Fixed is null || results.Sequential is null)
        {
            console.WriteLine($" {results.Banner}: {string.Join(", ", results.Arms.Select(arm => $"{arm.Arm} {arm.Units:N0}"))}");
            return;
        }
        AnalysisTable.Print(console, results.Fixed);
        console.WriteLine();
        AnalysisTable.Print(console, results.Sequential);
        foreach (GuardrailResult guardrail in results.Guardrails)
        {
            string colour = guardrail.Verdict switch { GuardrailVerdict.Broken => "red", GuardrailVerdict.Kept => "green", _ => "yellow" };
            console.MarkupLine($" [{colour}]guardrail {Markup.Escape(guardrail.Metric)}, {guardrail.Arm}: {guardrail.Verdict.ToString().ToLowerInvariant()}[/] [dim](margin {guardrail.Margin:0.## %})[/]");
        }
    }
}
