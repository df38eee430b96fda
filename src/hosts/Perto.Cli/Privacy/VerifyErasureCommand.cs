using System.CommandLine;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto privacy verify RECEIPT SUBJECT</c></summary>
internal static class VerifyErasureCommand
{
    private static readonly Argument<string> Receipt = new("receipt") { Description = "Id of the receipt" };
    private static readonly Argument<string> Subject = PrivacyCommand.Subject();

    public static Command Create()
    {
        var command = new Command("verify", "Say whether a receipt is about a person; ends with 1 if it is not") { Receipt, Subject };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IPrivacy> connection = await PrivacyConnection.OpenAsync(parsed, cancellationToken);
            bool matches = await connection.Service.VerifyAsync(parsed.GetValue(Receipt)!, parsed.GetValue(Subject)!, cancellationToken);
            Terminal.For(parsed).Print(
                new ReceiptCheck(matches), console => console.WriteLine(matches ? "The receipt is about this person" : "The receipt is about somebody else"));
            return matches ? ExitCode.Success : ExitCode.Failure;
        });
        return command;
    }
}
