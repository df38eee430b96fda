using System.CommandLine;
using Perto.Platform;
using Perto.Vectors;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto vectors show COLLECTION</c></summary>
internal static class ShowVectorsCommand
{
    private static readonly Argument<string> Collection = VectorsCommand.Collection();

    public static Command Create()
    {
        var command = new Command("show", "A collection: its schema, what it holds and how it does") { Collection };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IVectorDatabase> connection = await VectorsConnection.OpenAsync(parsed, cancellationToken);
            VectorCollectionInfo collection = await connection.Service.DescribeAsync(parsed.GetValue(Collection)!, cancellationToken);
            Terminal.For(parsed).Print(collection, console => Print(console, collection));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, VectorCollectionInfo collection)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
        void Row(string name, string text) => table.AddRow($"[bold]{name}[/]", Markup.Escape(text));

        Row("collection", collection.Name);
        foreach (VectorFieldShape vector in collection.Vectors)
        {
            string index = vector is { Kind: not VectorKind.Sparse, Index: { } settings }
                ? $"; codes {settings.Codes}, links {settings.Links}, build ef {settings.BuildEf}, search ef {settings.SearchEf}".ToLowerInvariant()
                : "";
            Row("vector", VectorWords.Shape(vector) + index);
        }
        foreach (PayloadField field in collection.Payload)
            Row("field", $"{field.Name} ({field.Kind})".ToLowerInvariant());
        if (collection.Statistics is { } numbers)
        {
            Row("records", $"{numbers.Records:N0}, {numbers.DeadRecords:N0} dead");
            foreach ((string name, long count) in numbers.Vectors)
                Row("", numbers.Indexed.TryGetValue(name, out long indexed) ? $"{name}: {count:N0}, {indexed:N0} in the index" : $"{name}: {count:N0}");
            Row("memory", VectorWords.Bytes(numbers.BytesInMemory));
            Row("disk", $"{VectorWords.Bytes(numbers.BytesOnDisk)} in {numbers.Segments:N0} segments, {VectorWords.Bytes(numbers.LogBytes)} of it log");
        }
        Row("health", VectorWords.Health(collection.Health));
        if (collection.Derived is { } origin)
            Row("made by", $"{origin.Alias} with {origin.Model} ({origin.State}); read-only".ToLowerInvariant());
        console.Write(table);
    }
}
