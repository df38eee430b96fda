using System.CommandLine;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto collections list</c></summary>
internal static class ListCollectionsCommand
{
    public static Command Create()
    {
        var command = new Command("list", "The collections by alias, with their models and how far they are made anew");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<ICollectionRebuilds> connection = await CollectionsConnection.OpenAsync(parsed, cancellationToken);
            IReadOnlyList<CollectionInfo> collections = await connection.Service.ListAsync(cancellationToken);
            Terminal.For(parsed).Print(collections, console => Print(console, collections));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, IReadOnlyList<CollectionInfo> collections)
    {
        if (collections.Count == 0)
        {
            console.WriteLine("No part of Perto has published a collection yet");
            return;
        }
        var table = new Table().Border(TableBorder.None).AddColumns("alias", "model").AddColumn(new TableColumn("dimension").RightAligned())
            .AddColumns("metric", "state").AddColumn(new TableColumn("records").RightAligned()).AddColumns("rebuild", "can be under");
        foreach (CollectionInfo collection in collections)
        {
            table.AddRow(
                Markup.Escape(collection.Alias),
                Markup.Escape(collection.Model),
                $"{collection.Dimension}",
                collection.Metric.ToString().ToLowerInvariant(),
                collection.State.ToString().ToLowerInvariant(),
                $"{collection.Records:N0}",
                Markup.Escape(collection.Rebuild is { } rebuild ? MakeAnewCommand.Describe(rebuild) : ""),
                Markup.Escape(string.Join(", ", collection.Models)));
        }
        console.Write(table);
    }
}
