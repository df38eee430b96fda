using System.CommandLine;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto embed statistics</c></summary>
internal static class EmbeddingStatisticsCommand
{
    public static Command Create()
    {
        var command = new Command("statistics", "What is kept of texts in the database, and how often it was used again");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IEmbeddings> connection = await EmbedCommand.OpenAsync(parsed, cancellationToken);
            EmbeddingStatistics kept = await connection.Service.StatisticsAsync(cancellationToken);
            Terminal.For(parsed).Print(kept, console => Print(console, kept));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, EmbeddingStatistics kept)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("model, version, dimensions, purpose, length", "vectors", "used again", "each");
        foreach (EmbeddingSpaceUse space in kept.Spaces)
            table.AddRow(Markup.Escape(space.Space), $"{space.Entries:N0}", $"{space.Hits:N0}", $"{space.MeanHits:0.0}");
        table.AddRow("all", $"{kept.Entries:N0}", $"{kept.Hits:N0}", $"{kept.MeanHits:0.0}");
        console.Write(table);
    }
}
