using System.CommandLine;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto privacy declare COLLECTION</c></summary>
internal static class DeclareCollectionCommand
{
    private static readonly Argument<string> Collection = new("collection") { Description = "Name of a vector collection of your own" };

    private static readonly Option<string?> Field = new("--field")
    {
        Description = "The payload field with the person's id [default: the record's id is the person's]",
        HelpName = "FIELD",
    };

    private static readonly Option<bool> Withdraw = new("--withdraw") { Description = "Take the declaration back" };

    public static Command Create()
    {
        var command = new Command("declare", "Say that the records of a vector collection are about people, so that erasures and exports look into it")
        {
            Collection, Field, Withdraw,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Terminal terminal = Terminal.For(parsed);
            await using Connection<IPrivacy> connection = await PrivacyConnection.OpenAsync(parsed, cancellationToken);
            string name = parsed.GetValue(Collection)!;
            if (parsed.GetValue(Withdraw))
            {
                await connection.Service.WithdrawAsync(name, cancellationToken);
                terminal.Print(new { collection = name, holds_people = false }, console => console.WriteLine($"'{name}' is not about people"));
                return ExitCode.Success;
            }
            PeopleCollection declared = await connection.Service.DeclareAsync(name, parsed.GetValue(Field), cancellationToken);
            terminal.Print(declared, console => console.WriteLine(
                declared.SubjectField is { } field ? $"'{name}' is about the people in its field '{field}'" : $"'{name}' is about the people whose ids its records have"));
            return ExitCode.Success;
        });
        return command;
    }
}
