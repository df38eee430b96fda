using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Server;
using Perto.Streaming;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto streaming backtest</c>: the whole pipeline against its parts, on a past that is known.</summary>
internal static class BacktestCommand
{
    private const int ShownFeatures = 15;

    private static readonly BacktestSettings Defaults = new();

    private static readonly Option<string?> Data = new("--data") { Description = "A folder that 'perto streaming import' reads [default: what is in the data folder]", HelpName = "FOLDER" };
    private static readonly Option<double> TestFrom = Number("--test-from", "Share of all that happened, by time, that comes before the test", Defaults.TestFrom);
    private static readonly Option<int> Windows = Number("--windows", "Windows before the test that the ranker learns from", Defaults.Windows);
    private static readonly Option<double> Window = Number("--window", "Share of all that happened in each of them", Defaults.Window);
    private static readonly Option<int> MinWatched = Number("--min-watched", "Titles that a person must have watched within a window for a page of it", Defaults.MinWatched);
    private static readonly Option<int> Pages = Number("--pages", "Pages of a person within a window to learn from", Defaults.PagesOfAPerson);
    private static readonly Option<int> Length = Number("--k", "Length of the lists", Defaults.K);

    private static readonly Option<string[]> Models = new("--model")
    {
        Description = "Models that are measured alone and score the candidates for the ranker, separated by commas",
        DefaultValueFactory = _ => [.. Defaults.Models],
        CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))],
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string[]> Parameters = new("--param")
    {
        Description = "name=value of the ranker, as in Perto:Streaming:Ranker: trees=200; may be given more than once",
        HelpName = "name=value",
        DefaultValueFactory = _ => [],
    };

    public static Command Create()
    {
        var command = new Command("backtest", "Make the pages of a known past, and measure them and their parts by what people watched afterwards")
        {
            Data, TestFrom, Windows, Window, MinWatched, Pages, Length, Models, Parameters,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        Terminal terminal = Terminal.For(parsed);
        var steps = new Steps(terminal);
        var settings = new BacktestSettings
        {
            TestFrom = parsed.GetValue(TestFrom),
            Windows = parsed.GetValue(Windows),
            Window = parsed.GetValue(Window),
            MinWatched = parsed.GetValue(MinWatched),
            PagesOfAPerson = parsed.GetValue(Pages),
            K = parsed.GetValue(Length),
            Models = parsed.GetValue(Models)!,
        };
        settings.Check();
        string? data = parsed.GetValue(Data);
        using TemporaryData? temporary = data is null ? null : new TemporaryData("perto-backtest-");
        await using PertoHost host = PertoServer.Create(new PertoServerOptions { Settings = Settings(parsed, temporary) });
        await host.PrepareAsync(cancellationToken);
        IServiceProvider services = host.Services;
        if (data is not null)
            await steps.RunAsync("Import", progress => ImportStep.RunAsync(services, data, progress, cancellationToken));
        BacktestReport? measured = null;
        await steps.RunAsync("Backtest", async progress =>
        {
            var relay = new Progress<TrainingProgress>(now => progress.Report((now.Done, now.Detail)));
            measured = await services.GetRequiredService<Backtesting>().RunAsync(TenantId.Local, settings, relay, cancellationToken);
            return $"learned from {measured.Pages:N0} pages, measured on {measured.Results[0].Users:N0}";
        });
        terminal.Print(measured!, console => Print(console, measured!));
        return ExitCode.Success;
    }

    private static Dictionary<string, string?> Settings(ParseResult parsed, TemporaryData? temporary)
    {
        Dictionary<string, string?> settings = HostSettings.From(parsed);
        temporary?.Apply(settings);
        // Nobody waits for a page here.
        settings["Perto:Streaming:SourceBudgetMs"] = "60000";
        foreach (string parameter in parsed.GetValue(Parameters)!)
        {
            string[] pair = parameter.Split('=', 2);
            settings[$"Perto:Streaming:Ranker:{pair[0].Replace("_", "", StringComparison.Ordinal)}"] = pair.Length == 2
                ? pair[1]
                : throw new InvalidValueException("param", parameter, "name=value", $"--param must be name=value; got '{parameter}'");
        }
        return settings;
    }

    private static void Print(IAnsiConsole console, BacktestReport report)
    {
        EvaluationTable.Print(console, new EvaluationReport { Protocol = report.Protocol, Results = report.Results, Comparisons = report.Comparisons });
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $" {report.CandidateRecall:0.0 %} of what is to be found is among the candidates of the page");
        var table = new Table().Border(TableBorder.None).AddColumn("feature").AddColumn(new TableColumn("share of gain").RightAligned());
        foreach ((string feature, double share) in report.Importance.Take(ShownFeatures))
            table.AddRow(feature, $"{share:0.0 %}");
        console.Write(table);
    }

    private static Option<T> Number<T>(string name, string description, T value) => new(name) { Description = description, DefaultValueFactory = _ => value };
}
