using System.CommandLine;
using Perto.Streaming;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto streaming generate FOLDER</c></summary>
internal static class GenerateCommand
{
    private static readonly GeneratorSettings Defaults = new();

    private static readonly Argument<DirectoryInfo> Folder = new("folder") { Description = "Where the files are written; made if it is not there" };

    private static readonly Option<int> People = new("--people") { Description = "How many people, 1..10,000,000", DefaultValueFactory = _ => Defaults.People };

    private static readonly Option<int> Titles = new("--titles") { Description = "How many titles, 50..1,000,000", DefaultValueFactory = _ => Defaults.Titles };

    private static readonly Option<int> Days = new("--days") { Description = "Days that the views reach back, 1..3,650", DefaultValueFactory = _ => Defaults.Days };

    private static readonly Option<int> Views = new("--views") { Description = "Views of the median person, about", DefaultValueFactory = _ => Defaults.TypicalViews };

    private static readonly Option<long> Seed = new("--seed") { Description = "The same seed and end make the same files", DefaultValueFactory = _ => Defaults.Seed };

    private static readonly Option<bool> Impressions = new("--impressions") { Description = "Write also what was shown and opened, with propensities" };

    private static readonly Option<DateTimeOffset?> End = new("--end") { Description = "The moment at which the views end [default: now]", HelpName = "MOMENT" };

    public static Command Create()
    {
        var command = new Command("generate", "Make a film service whose truth is known, as files that 'import' reads") { Folder, People, Titles, Days, Views, Seed, Impressions, End };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var settings = new GeneratorSettings
            {
                People = parsed.GetValue(People),
                Titles = parsed.GetValue(Titles),
                Days = parsed.GetValue(Days),
                TypicalViews = parsed.GetValue(Views),
                Seed = parsed.GetValue(Seed),
                Impressions = parsed.GetValue(Impressions),
            };
            var generator = new ServiceGenerator(settings, parsed.GetValue(End) ?? TimeProvider.System.GetUtcNow());
            string folder = Directory.CreateDirectory(parsed.GetValue(Folder)!.FullName).FullName;
            Terminal terminal = Terminal.For(parsed);
            await new Steps(terminal).RunAsync("Generate", async progress =>
            {
                var relay = new Progress<int>(people => progress.Report(((double)people / settings.People, $"{people:N0} people")));
                await generator.WriteAsync(folder, relay, cancellationToken);
                return $"{settings.People:N0} people and {settings.Titles:N0} titles in {folder}";
            });
            terminal.Print(
                Directory.EnumerateFiles(folder, "*.csv").Order(StringComparer.Ordinal).Select(file => new { File = Path.GetFileName(file), Bytes = new FileInfo(file).Length }).ToArray(),
                console => console.WriteLine($"   perto streaming import {folder}"));
            return ExitCode.Success;
        });
        return command;
    }
}
