using System.CommandLine;
using Perto.Streaming;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto streaming off-policy --model MODEL</c></summary>
internal static class JudgeRankingCommand
{
    private static readonly Option<string> Model = new("--model") { Description = "A version of the ranker as home-ranker@3, or blend", HelpName = "MODEL", Required = true };
    private static readonly Option<DateTimeOffset?> From = new("--from") { Description = "Pages served from then on [default: 30 days before --to]", HelpName = "MOMENT" };
    private static readonly Option<DateTimeOffset?> To = new("--to") { Description = "Pages served until then, not included [default: now]", HelpName = "MOMENT" };

    public static Command Create()
    {
        var command = new Command(
            "off-policy",
            """
            What a ranking would have earned on served pages, by what chance decided there

            Examples:
              perto streaming off-policy --model home-ranker@3
              perto streaming off-policy --model blend --from 2026-05-01
            """)
        {
            Model, From, To,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IStreaming> connection = await StreamingConnection.OpenAsync(parsed, cancellationToken);
            var request = new ServedPolicyRequest { Model = parsed.GetValue(Model)!, From = parsed.GetValue(From), To = parsed.GetValue(To) };
            ServedPolicyReport report = await connection.Service.OffPolicyAsync(request, cancellationToken);
            Terminal.For(parsed).Print(report, console => Print(console, report));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, ServedPolicyReport report)
    {
        console.MarkupLineInterpolated($"[bold]{report.Model}[/] on {report.Pages:N0} pages, {report.StartsAt:yyyy-MM-dd HH:mm} to {report.EndsAt:yyyy-MM-dd HH:mm} UTC");
        Print(console, "drawn places", report.DrawnPlaces);
        Print(console, "first row", report.RowOrder);
        if (report.ClickModel is not { } clicks)
            return;
        console.MarkupLineInterpolated($"[bold]order by scores[/]: engagement of a page {clicks.Value:0.####} against {clicks.Served:0.####} as served; 95 % interval of the difference [[{clicks.Difference.Lower:0.####}, {clicks.Difference.Upper:0.####}]]");
        console.MarkupLineInterpolated($" [yellow]a model, not identified: {clicks.Assumption}[/]");
    }

    private static void Print(IAnsiConsole console, string name, ServedEvidence evidence)
    {
        console.MarkupLineInterpolated($"[bold]{name}[/]: {evidence.Question} ({evidence.Pages:N0} pages)");
        if (evidence.Refusal is not null)
            console.MarkupLineInterpolated($" [yellow]{evidence.Refusal}[/]");
        if (evidence.Values is { } values)
            OffPolicyTable.Print(console, values, 0.95);
    }
}
