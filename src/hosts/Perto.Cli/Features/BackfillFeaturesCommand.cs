using System.CommandLine;
using System.Globalization;
using Perto.Platform;

namespace Perto.Cli;

/// <summary><c>perto features backfill VIEW FILE</c></summary>
internal static class BackfillFeaturesCommand
{
    private const int AtOnce = 1_000;

    private static readonly Argument<string> View = FeaturesCommand.View();

    private static readonly Argument<FileInfo> Events = FeaturesCommand.File("JSON lines of events, as for 'perto features record', in the order of their times");

    private static readonly Option<string?> Source = new("--source") { Description = "Name of the source [default: the name of the file]", HelpName = "NAME" };

    public static Command Create()
    {
        var command = new Command("backfill", "Fill a new view from past events; what was interrupted goes on where it was") { View, Events, Source };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Terminal terminal = Terminal.For(parsed);
            string view = parsed.GetValue(View)!;
            FileInfo file = parsed.GetValue(Events)!;
            string source = parsed.GetValue(Source) ?? file.Name;
            await using Connection<IFeatures> connection = await FeaturesConnection.OpenAsync(parsed, cancellationToken);
            BackfillStatus status = await connection.Service.BackfillStatusAsync(view, source, cancellationToken);
            view = $"{status.View}@{status.Version}";
            await new Steps(terminal).RunAsync("Backfill", async progress =>
            {
                // The position is the number of the last line that was counted.
                long line = status.Position is { } position ? long.Parse(position, CultureInfo.InvariantCulture) : 0;
                await foreach ((FeatureEvent Item, long Line)[] some in JsonLines.ReadAsync<FeatureEvent>(file, line, cancellationToken: cancellationToken).Chunk(AtOnce))
                {
                    status = await connection.Service.BackfillAsync(view, Chunk(status, [.. some.Select(one => one.Item)], $"{some[^1].Line}", last: false), cancellationToken);
                    progress.Report((0, $"{status.Events:N0} events"));
                }
                status = await connection.Service.BackfillAsync(view, Chunk(status, [], status.Position ?? "", last: true), cancellationToken);
                return $"{status.Events:N0} events, {status.Counted:N0} counted by {view}";
            });
            terminal.Print(status, _ => { });
            return ExitCode.Success;
        });
        return command;
    }

    private static BackfillChunk Chunk(BackfillStatus status, IReadOnlyList<FeatureEvent> events, string position, bool last) =>
        new() { Source = status.Source, After = status.Position, Position = position, Events = events, Last = last };
}
