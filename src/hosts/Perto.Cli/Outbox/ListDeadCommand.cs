using System.CommandLine;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto outbox dead</c></summary>
internal static class ListDeadCommand
{
    private static readonly Option<string?> Topic = new("--topic") { Description = "Only of this topic", HelpName = "TOPIC" };

    private static readonly Option<int> Limit = new("--limit")
    {
        Description = $"Most to list, 1 to {Paging.MaxLimit}",
        HelpName = "N",
        DefaultValueFactory = _ => Paging.DefaultLimit,
    };

    private static readonly Option<string?> Cursor = new("--cursor") { Description = "Goes on behind the page before", HelpName = "CURSOR" };

    public static Command Create()
    {
        var command = new Command("dead", "Messages that were given up, in the order in which they were enqueued") { Topic, Limit, Cursor };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var paging = new Paging(parsed.GetValue(Limit), parsed.GetValue(Cursor));
            await using Connection<IOutboxAdministration> connection = await OutboxConnection.OpenAsync(parsed, cancellationToken);
            Page<DeadLetter> page = await connection.Service.ListDeadAsync(parsed.GetValue(Topic), paging, cancellationToken);
            Terminal.For(parsed).Print(page, console => Print(console, page));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, Page<DeadLetter> page)
    {
        if (page.Items.Count == 0)
        {
            console.WriteLine("There are no dead letters");
            return;
        }
        Table table = new Table().Border(TableBorder.None).AddColumns("id", "topic", "key").AddColumn(new TableColumn("tries").RightAligned()).AddColumns("died", "error");
        foreach (DeadLetter letter in page.Items)
        {
            table.AddRow(
                letter.Id,
                Markup.Escape(letter.Topic),
                Markup.Escape(letter.Key ?? ""),
                $"{letter.Attempts}",
                $"{letter.DiedAt:yyyy-MM-dd HH:mm:ss}",
                Markup.Escape(letter.Error));
        }
        console.Write(table);
        if (page.NextCursor is { } next)
            console.WriteLine($"There are more: --cursor {next}");
    }
}
