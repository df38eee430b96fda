using System.CommandLine;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto outbox status</c></summary>
internal static class OutboxStatusCommand
{
    public static Command Create()
    {
        var command = new Command("status", "What is unfinished and what was given up, by topic");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IOutboxAdministration> connection = await OutboxConnection.OpenAsync(parsed, cancellationToken);
            IReadOnlyList<OutboxTopicStatus> topics = await connection.Service.StatusAsync(cancellationToken);
            Terminal.For(parsed).Print(topics, console => Print(console, topics));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, IReadOnlyList<OutboxTopicStatus> topics)
    {
        if (topics.Count == 0)
        {
            console.WriteLine("Nothing uses the outbox");
            return;
        }
        var table = new Table().Border(TableBorder.None).AddColumn("topic");
        foreach (string name in (string[])["unfinished", "ready", "leased", "delayed", "waiting", "dead", "oldest", "tries", "per second"])
            table.AddColumn(new TableColumn(name).RightAligned());
        foreach (OutboxTopicStatus topic in topics)
        {
            table.AddRow(
                Markup.Escape(topic.Topic),
                $"{topic.Depth:N0}",
                $"{topic.Ready:N0}",
                $"{topic.Leased:N0}",
                $"{topic.Delayed:N0}",
                $"{topic.Waiting:N0}",
                $"{topic.Dead:N0}",
                topic.OldestSeconds is { } seconds ? $"{TimeSpan.FromSeconds(Math.Round(seconds)):c}" : "",
                $"{topic.Attempts}",
                $"{topic.Rate:0.##}");
        }
        console.Write(table);
    }
}
