using System.CommandLine;
using Perto.Platform;

namespace Perto.Cli;

/// <summary><c>perto privacy erase SUBJECT</c></summary>
internal static class ErasePersonCommand
{
    private static readonly Argument<string> Subject = PrivacyCommand.Subject();

    public static Command Create()
    {
        var command = new Command("erase", "Delete all that is known of a person, and refuse new data of theirs; prints the receipt") { Subject };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Terminal terminal = Terminal.For(parsed);
            await using Connection<IPrivacy> connection = await PrivacyConnection.OpenAsync(parsed, cancellationToken);
            ErasureReceipt? receipt = null;
            await new Steps(terminal).RunAsync("Erase", async _ =>
            {
                receipt = await connection.Service.EraseAsync(parsed.GetValue(Subject)!, cancellationToken);
                return $"{receipt.TotalItems:N0} rows and things; receipt {receipt.Id}";
            });
            terminal.Print(receipt!, _ => new Steps(terminal).Table(
                ["place", "deleted"], receipt!.Sources.Select(source => new[] { source.Source, $"{source.Items:N0}" })));
            return ExitCode.Success;
        });
        return command;
    }
}
