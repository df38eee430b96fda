using System.CommandLine;
using Perto.Streaming;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto streaming measures</c></summary>
internal static class MeasuresCommand
{
    private static readonly Option<DateTimeOffset?> From = new("--from") { Description = "From when [default: 30 days before --to]", HelpName = "MOMENT" };
    private static readonly Option<DateTimeOffset?> To = new("--to") { Description = "Until when, not included [default: now]", HelpName = "MOMENT" };
    private static readonly Option<string?> Experiment = new("--experiment") { Description = "Only people of this experiment, from when they met it", HelpName = "NAME" };
    private static readonly Option<string?> Arm = new("--arm") { Description = "Only people of this arm of it", HelpName = "ARM" };
    private static readonly Option<string?> Baseline = new("--baseline") { Description = "The arm that lift is over", HelpName = "ARM" };

    public static Command Create()
    {
        var command = new Command("measures", "The online measures with their targets: click-through, play rate, completion, ...") { From, To, Experiment, Arm, Baseline };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IStreaming> connection = await StreamingConnection.OpenAsync(parsed, cancellationToken);
            var request = new MeasuresRequest
            {
                From = parsed.GetValue(From),
                To = parsed.GetValue(To),
                Experiment = parsed.GetValue(Experiment),
                Arm = parsed.GetValue(Arm),
                Baseline = parsed.GetValue(Baseline),
            };
            MeasuresReport report = await connection.Service.MeasuresAsync(request, cancellationToken);
            Terminal.For(parsed).Print(report, console => Print(console, report));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, MeasuresReport report)
    {
        var table = new Table().Border(TableBorder.None).AddColumn("measure");
        foreach (string name in (string[])["value", "95 % interval", "target", "of"])
            table.AddColumn(new TableColumn(name).RightAligned());
        table.AddColumns("", "definition");
        foreach (OnlineMeasure measure in report.Measures)
        {
            string interval = measure.Lower is null ? "-" : Markup.Escape($"[{Value(measure, measure.Lower)}, {Value(measure, measure.Upper)}]");
            string met = measure.Met switch { true => "[green]met[/]", false => "[yellow]not met[/]", null => "" };
            table.AddRow(
                measure.Name, Value(measure, measure.Value), interval, measure.Target is null ? "-" : $"> {Value(measure, measure.Target)}", $"{measure.Observations:N0}", met,
                Markup.Escape(measure.Definition));
        }
        console.Write(table);
        console.MarkupLineInterpolated($" [dim]{report.People:N0} people, {report.Titles:N0} titles, {report.StartsAt:yyyy-MM-dd HH:mm} to {report.EndsAt:yyyy-MM-dd HH:mm} UTC[/]");
    }

    private static string Value(OnlineMeasure measure, double? value) => value is not { } number ? "-" : measure.Unit switch
    {
        "share" => $"{number:0.0 %}",
        "minutes" => $"{number:0.0} min",
        _ => $"{number:0.####}",
    };
}
