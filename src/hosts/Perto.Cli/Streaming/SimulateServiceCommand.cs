using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Perto.Server;
using Perto.Streaming;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto streaming simulate</c>: serves pages to people whose truth is known, and tells what they were worth.</summary>
internal static class SimulateServiceCommand
{
    private static readonly GeneratorSettings Made = new();
    private static readonly SimulationSettings Shown = new();

    private static readonly Option<int> People = Number("--people", "How many people", Made.People);
    private static readonly Option<int> Titles = Number("--titles", "How many titles", Made.Titles);
    private static readonly Option<int> Days = Number("--days", "Days that views reach back before the first page", Made.Days);
    private static readonly Option<int> Views = Number("--views", "Views of the median person in that time, about", Made.TypicalViews);
    private static readonly Option<int> Rounds = Number("--rounds", "Pages of each person before the ranker is trained", Shown.Rounds);
    private static readonly Option<int> Length = Number("--k", "Length of the lists whose regret is told", Shown.K);
    private static readonly Option<long> Seed = new("--seed") { Description = "The same seed makes the same service, and people who do the same with the same pages", DefaultValueFactory = _ => Made.Seed };

    public static Command Create()
    {
        var command = new Command("simulate", "Serve pages to made-up people whose wishes are known, train on what they do, and tell what the pages are worth")
        {
            People, Titles, Days, Views, Rounds, Length, Seed,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        Terminal terminal = Terminal.For(parsed);
        var steps = new Steps(terminal);
        var settings = new SimulationSettings { Rounds = parsed.GetValue(Rounds), K = parsed.GetValue(Length), Seed = parsed.GetValue(Seed) };
        settings.Check();
        using var temporary = new TemporaryData("perto-simulation-");
        await using PertoHost host = PertoServer.Create(new PertoServerOptions { Settings = Settings(parsed, temporary) });
        await host.PrepareAsync(cancellationToken);
        IServiceProvider services = host.Services;
        var made = new GeneratorSettings
        {
            People = parsed.GetValue(People),
            Titles = parsed.GetValue(Titles),
            Days = parsed.GetValue(Days),
            TypicalViews = parsed.GetValue(Views),
            Seed = parsed.GetValue(Seed),
        };
        DateTimeOffset now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        string files = Path.Combine(temporary.Folder, "files");
        await steps.RunAsync("Generate", async _ =>
        {
            Directory.CreateDirectory(files);
            await new ServiceGenerator(made, now).WriteAsync(files, cancellationToken);
            return $"{made.People:N0} people and {made.Titles:N0} titles";
        });
        await steps.RunAsync("Import", progress => ImportStep.RunAsync(services, files, progress, cancellationToken));
        SimulationOutcome? report = null;
        await steps.RunAsync("Simulate", async progress =>
        {
            var relay = new Progress<TrainingProgress>(now => progress.Report((now.Done, now.Detail)));
            report = await services.GetRequiredService<Simulating>().RunAsync(TenantId.Local, new GeneratedTruth(made, now), made.People, settings, relay, cancellationToken);
            return $"{report.Pages:N0} pages shown, {report.Ranker.Model} {(report.Ranker.Live ? "is live" : $"is not live: {report.Ranker.Refusal}")}";
        });
        terminal.Print(report!, console => Print(console, report!));
        return ExitCode.Success;
    }

    private static Dictionary<string, string?> Settings(ParseResult parsed, TemporaryData temporary)
    {
        Dictionary<string, string?> settings = HostSettings.From(parsed);
        temporary.Apply(settings);
        settings["Perto:Streaming:SourceBudgetMs"] = "60000";
        settings["Perto:Streaming:HomeCacheMinutes"] = "0";
        settings["Perto:Streaming:Served:PagesPerSecond"] = "10000";
        // People here do at once what they will do.
        settings["Perto:Streaming:Ranker:SettleHours"] = "0";
        return settings;
    }

    private static void Print(IAnsiConsole console, SimulationOutcome report)
    {
        static string Text(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
        var lists = new Table().Border(TableBorder.None).AddColumn("list").AddColumn("value").AddColumn("regret").AddColumn("95 %");
        foreach (ListWorth list in report.Lists)
            lists.AddRow(list.Name, Text(list.Value), Text(list.Regret), $"{Text(list.Interval.Lower)} to {Text(list.Interval.Upper)}");
        console.Write(lists);
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $" [dim]value: expected engagement of a list, its places by how likely they are looked at; regret: what it falls short of the best list there is[/]");
        var bins = new Table().Border(TableBorder.None).AddColumn("plays predicted").AddColumn("true").AddColumn("titles");
        foreach (CalibrationBin bin in report.Calibration)
            bins.AddRow(Text(bin.Predicted), Text(bin.True), $"{bin.Titles:N0}");
        console.Write(bins);
        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $" calibration error {report.CalibrationError:0.0000}");
        var places = new Table().Border(TableBorder.None).AddColumn("place").AddColumn("looked at").AddColumn("recovered");
        foreach (PlaceBias place in report.Places)
            places.AddRow($"{place.Rank}", Text(place.True), Text(place.Recovered));
        console.Write(places);
    }

    private static Option<int> Number(string name, string description, int value) => new(name) { Description = description, DefaultValueFactory = _ => value };
}
