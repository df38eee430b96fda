using System.CommandLine;
using Perto.Platform;
using Perto.Vectors;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto vectors recall COLLECTION</c></summary>
internal static class RecallCommand
{
    private static readonly Argument<string> Collection = VectorsCommand.Collection();

    private static readonly Option<string?> Field = new("--field") { Description = "The vector field to search [default: the only one]", HelpName = "NAME" };

    private static readonly Option<int> Count = new("--k", "-k") { Description = "How many neighbours are compared, 1..1000", DefaultValueFactory = _ => 10 };

    private static readonly Option<int> Queries = new("--queries") { Description = "How many records are used as queries, 1..200", DefaultValueFactory = _ => 100 };

    private static readonly Option<int[]> Ef = new("--ef")
    {
        Description = "Numbers of candidates to try",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [16, 32, 64, 128, 256],
    };

    private static readonly Option<string?> Where = new("--filter") { Description = "Which records are drawn and may be found, as JSON", HelpName = "JSON" };

    private static readonly Option<int> Seed = new("--seed") { Description = "Draws other records", DefaultValueFactory = _ => 1 };

    public static Command Create()
    {
        var command = new Command(
            "recall",
            """
            How well the index finds what an exact search finds, on the collection's own records

            Example:
              perto vectors recall films --ef 32 64 128
            """)
        {
            Collection, Field, Count, Queries, Ef, Where, Seed,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Terminal terminal = Terminal.For(parsed);
            var request = new RecallRequest
            {
                Vector = parsed.GetValue(Field),
                K = parsed.GetValue(Count),
                Queries = parsed.GetValue(Queries),
                Ef = parsed.GetValue(Ef)!,
                Filter = parsed.GetValue(Where) is { } filter ? FilterJson.Parse(filter) : null,
                Seed = parsed.GetValue(Seed),
            };
            await using Connection<IVectorDatabase> connection = await VectorsConnection.OpenAsync(parsed, cancellationToken);
            RecallReport? report = null;
            var steps = new Steps(terminal);
            await steps.RunAsync("Recall", async progress =>
            {
                var relay = new Progress<double>(done => progress.Report((done, $"{done:0 %}")));
                report = await connection.Service.MeasureRecallAsync(parsed.GetValue(Collection)!, request, relay, cancellationToken);
                return $"{report.Queries:N0} of {report.DrawnFrom:N0} records as queries{(report.Shortened ? ", as the time was up" : "")}";
            });
            terminal.Print(report!, console => Print(console, report!));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, RecallReport report)
    {
        var table = new Table().Border(TableBorder.None);
        foreach (string name in (string[])["ef", $"recall@{report.K}", "ms", "compared"])
            table.AddColumn(new TableColumn(name).RightAligned());
        table.AddColumn("how");
        foreach (RecallPoint point in report.Points)
            table.AddRow($"{point.Ef}", $"{point.Recall:0.000}", $"{point.MeanMs:0.00}", $"{point.Compared:N0}", Markup.Escape(point.Strategy));
        table.AddRow("exact", "1.000", $"{report.ExactMs:0.00}", "", "");
        console.Write(table);
        console.WriteLine($" {VectorWords.Advice(report)}");
    }
}
