using System.CommandLine;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto outbox show ID</c></summary>
internal static class ShowDeadCommand
{
    private static readonly Argument<string> Letter = OutboxCommand.Letter();

    public static Command Create()
    {
        var command = new Command("show", "A message that was given up, with its payload") { Letter };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IOutboxAdministration> connection = await OutboxConnection.OpenAsync(parsed, cancellationToken);
            DeadLetter letter = await connection.Service.FindDeadAsync(parsed.GetValue(Letter)!, cancellationToken);
            Terminal.For(parsed).Print(letter, console => Print(console, letter));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, DeadLetter letter)
    {
        Table table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
        void Row(string name, string? text)
        {
            if (text is not null)
                table.AddRow($"[bold]{name}[/]", Markup.Escape(text));
        }

        Row("id", letter.Id);
        Row("topic", letter.Topic);
        Row("key", letter.Key);
        Row("dedupe id", letter.DedupeId);
        Row("enqueued", $"{letter.EnqueuedAt:yyyy-MM-dd HH:mm:ss}");
        Row("given up", $"{letter.DiedAt:yyyy-MM-dd HH:mm:ss}, after {letter.Attempts} tries");
        Row("error", letter.Error);
        Row("payload", letter.Payload?.GetRawText());
        console.Write(table);
    }
}
