using System.CommandLine;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto features history VIEW KEY</c></summary>
internal static class FeatureHistoryCommand
{
    private static readonly Argument<string> View = FeaturesCommand.View();

    private static readonly Argument<string> Key = new("key") { Description = "Key of the entity" };

    private static readonly Option<int> Limit = new("--limit")
    {
        Description = $"Most to list, 1 to {Paging.MaxLimit}",
        HelpName = "N",
        DefaultValueFactory = _ => Paging.DefaultLimit,
    };

    private static readonly Option<string?> Cursor = new("--cursor") { Description = "Goes on behind the page before", HelpName = "CURSOR" };

    public static Command Create()
    {
        var command = new Command("history", "What was known of an entity, newest first") { View, Key, Limit, Cursor };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var paging = new Paging(parsed.GetValue(Limit), parsed.GetValue(Cursor));
            await using Connection<IFeatures> connection = await FeaturesConnection.OpenAsync(parsed, cancellationToken);
            Page<FeatureReadingDocument> page = await connection.Service.HistoryAsync(
                parsed.GetValue(View)!, parsed.GetValue(Key)!, paging, cancellationToken);
            Terminal.For(parsed).Print(page, console => Print(console, page));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, Page<FeatureReadingDocument> page)
    {
        if (page.Items.Count == 0)
        {
            console.WriteLine("Nothing is known of it");
            return;
        }
        Table table = new Table().Border(TableBorder.None).AddColumns("since", "written", "feature", "value");
        foreach (FeatureReadingDocument reading in page.Items)
        {
            foreach ((string feature, FeatureValue? value) in reading.Values!)
                table.AddRow(FeatureWords.Moment(reading.EventAt), FeatureWords.Moment(reading.WrittenAt), feature, FeatureWords.Value(value));
        }
        console.Write(table);
        if (page.NextCursor is { } next)
            console.WriteLine($"There is more: --cursor {next}");
    }
}
