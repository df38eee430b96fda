using System.CommandLine;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto outbox discard ID</c></summary>
internal static class DiscardCommand
{
    private static readonly Argument<string> Letter = OutboxCommand.Letter();

    public static Command Create()
    {
        var command = new Command("discard", "Delete a message that was given up, for good") { Letter };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string id = parsed.GetValue(Letter)!;
            await using Connection<IOutboxAdministration> connection = await OutboxConnection.OpenAsync(parsed, cancellationToken);
            await connection.Service.DiscardAsync(id, cancellationToken);
            Terminal.For(parsed).Print(new { Discarded = id }, console => console.WriteLine("Discarded"));
            return ExitCode.Success;
        });
        return command;
    }
}
