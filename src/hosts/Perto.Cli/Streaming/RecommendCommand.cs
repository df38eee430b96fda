using System.CommandLine;
using Perto.Streaming;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto streaming recommend USER</c></summary>
internal static class RecommendCommand
{
    private static readonly Argument<string> User = new("user") { Description = "Id of the person" };

    private static readonly Option<int> Count = new("--n", "-n")
    {
        Description = "How many titles, 1..500",
        DefaultValueFactory = _ => 20,
    };

    public static Command Create()
    {
        var command = new Command("recommend", "Titles for a person, with the reason for each") { User, Count };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IStreaming> connection = await StreamingConnection.OpenAsync(parsed, cancellationToken);
            RecommendationList list = await connection.Service.RecommendAsync(
                parsed.GetValue(User)!, parsed.GetValue(Count), cancellationToken);
            Terminal.For(parsed).Print(list, console => Print(console, list));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, RecommendationList list)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("", "score", "title", "genres", "reason");
        foreach (RecommendedTitle title in list.Titles)
        {
            table.AddRow(
                $"{title.Rank}",
                $"{title.Score:0.000}",
                Markup.Escape(title.Year is { } year ? $"{title.Title} ({year})" : title.Title),
                Markup.Escape(string.Join(", ", title.Genres)),
                Markup.Escape(title.Reason));
        }

        console.Write(table);
        string degraded = list.Degraded.Count == 0 ? "" : $"; without {string.Join(", ", list.Degraded.Select(part => $"{part.Source} ({part.Reason})"))}";
        console.WriteLine($" {list.Model ?? "no model yet"}; {list.TimingMs["total"]:0.0} ms{degraded}");
    }
}
