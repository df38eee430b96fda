using System.CommandLine;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto privacy allow SUBJECT</c></summary>
internal static class AllowPersonCommand
{
    private static readonly Argument<string> Subject = PrivacyCommand.Subject();

    public static Command Create()
    {
        var command = new Command("allow", "Take the data of a person again who was erased") { Subject };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IPrivacy> connection = await PrivacyConnection.OpenAsync(parsed, cancellationToken);
            bool lifted = await connection.Service.AllowAsync(parsed.GetValue(Subject)!, cancellationToken);
            Terminal.For(parsed).Print(
                new SuppressionLifted(lifted), console => console.WriteLine(lifted ? "The person's data are taken again" : "The person's data were not refused"));
            return ExitCode.Success;
        });
        return command;
    }
}
