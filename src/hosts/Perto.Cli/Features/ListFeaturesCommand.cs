using System.CommandLine;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto features list</c></summary>
internal static class ListFeaturesCommand
{
    public static Command Create()
    {
        var command = new Command("list", "The feature views");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IFeatures> connection = await FeaturesConnection.OpenAsync(parsed, cancellationToken);
            IReadOnlyList<FeatureViewInfo> views = await connection.Service.ListViewsAsync(cancellationToken);
            Terminal.For(parsed).Print(views, console => Print(console, views));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, IReadOnlyList<FeatureViewInfo> views)
    {
        if (views.Count == 0)
        {
            console.WriteLine("There are no feature views; 'perto features declare' makes one");
            return;
        }
        Table table = new Table().Border(TableBorder.None).AddColumns("view", "entity");
        foreach (string name in (string[])["version", "features", "ttl"])
            table.AddColumn(new TableColumn(name).RightAligned());
        table.AddColumns("made from", "owner");
        foreach (FeatureView view in views.Select(view => view.View))
        {
            table.AddRow(
                view.Name, view.Entity, $"{view.Version}", $"{view.Features.Count}", FeatureWords.Seconds(view.TtlSeconds), view.IsFolded ? "events" : "values", Markup.Escape(view.Owner ?? ""));
        }
        console.Write(table);
    }
}
