using System.CommandLine;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto privacy show</c></summary>
internal static class ShowPrivacyCommand
{
    public static Command Create()
    {
        var command = new Command("show", "What is kept about people: tables, other places, collections, and for how long");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IPrivacy> connection = await PrivacyConnection.OpenAsync(parsed, cancellationToken);
            PrivacyDescription description = await connection.Service.DescribeAsync(cancellationToken);
            Terminal.For(parsed).Print(description, console => Print(console, description));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, PrivacyDescription description)
    {
        Table tables = new Table().Border(TableBorder.None).AddColumns("module", "table", "person", "kept", "columns");
        foreach (DescribedTable table in description.Tables)
        {
            string kept = table.RetentionSeconds is { } seconds ? $"{TimeSpan.FromSeconds(seconds).TotalDays:0.##} days by {table.TimeColumn}" : "until deleted";
            Row(tables, table.Module, table.Table, table.SubjectColumn, kept, string.Join(", ", table.Columns));
        }
        console.Write(tables);
        console.WriteLine();
        Table sources = new Table().Border(TableBorder.None).AddColumns("place", "what it is");
        foreach (DescribedSource source in description.Sources)
            Row(sources, source.Source, source.Description);
        console.Write(sources);
        console.WriteLine();
        if (description.Collections.Count > 0)
        {
            Table collections = new Table().Border(TableBorder.None).AddColumns("collection", "about people");
            foreach (DescribedCollection collection in description.Collections)
                Row(collections, collection.Collection, !collection.HoldsPeople ? "no" : collection.SubjectField is { } field ? $"yes, in '{field}'" : "yes, by id");
            console.Write(collections);
            console.WriteLine();
        }
        console.WriteLine($"Data of {description.Suppressed:N0} erased people are refused");
    }

    private static void Row(Table table, params string[] cells) => table.AddRow([.. cells.Select(Markup.Escape)]);
}
