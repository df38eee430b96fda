using System.CommandLine;
using Perto.Platform;
using Perto.Vectors;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto vectors list</c></summary>
internal static class ListVectorsCommand
{
    public static Command Create()
    {
        var command = new Command("list", "The collections, with what each holds and how it does");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IVectorDatabase> connection = await VectorsConnection.OpenAsync(parsed, cancellationToken);
            IReadOnlyList<VectorCollectionInfo> collections = await connection.Service.ListAsync(cancellationToken);
            Terminal.For(parsed).Print(collections, console => Print(console, collections));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, IReadOnlyList<VectorCollectionInfo> collections)
    {
        if (collections.Count == 0)
        {
            console.WriteLine("There are no collections yet; make one with 'perto vectors import FILE --collection NAME'");
            return;
        }
        var table = new Table().Border(TableBorder.None).AddColumns("collection", "vectors");
        foreach (string name in (string[])["records", "indexed", "dead", "memory", "disk"])
            table.AddColumn(new TableColumn(name).RightAligned());
        table.AddColumns("health", "made by");
        foreach (VectorCollectionInfo collection in collections)
        {
            CollectionStatistics? numbers = collection.Statistics;
            table.AddRow(
                Markup.Escape(collection.Name),
                Markup.Escape(string.Join(", ", collection.Vectors.Select(VectorWords.Shape))),
                $"{numbers?.Records:N0}",
                numbers is null || numbers.Indexed.Count == 0 ? "" : $"{numbers.Indexed.Values.Max():N0}",
                $"{numbers?.DeadRecords:N0}",
                VectorWords.Bytes(numbers?.BytesInMemory ?? 0),
                VectorWords.Bytes(numbers?.BytesOnDisk ?? 0),
                Markup.Escape(VectorWords.Health(collection.Health)),
                Markup.Escape(collection.Derived?.Alias ?? ""));
        }
        console.Write(table);
    }
}
