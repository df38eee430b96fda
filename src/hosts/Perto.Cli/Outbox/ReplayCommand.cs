using System.CommandLine;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto outbox replay ID</c> or <c>--topic TOPIC</c></summary>
internal static class ReplayCommand
{
    private static readonly Argument<string?> Letter = new("id")
    {
        Description = "Id of the dead letter, as 'perto outbox dead' lists it",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Topic = new("--topic") { Description = "All of this topic", HelpName = "TOPIC" };

    public static Command Create()
    {
        var command = new Command("replay", "Try messages again that were given up; a server's workers carry them out") { Letter, Topic };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Letter) is null == result.GetValue(Topic) is null)
                result.AddError("Give either the id of a dead letter or --topic");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IOutboxAdministration> connection = await OutboxConnection.OpenAsync(parsed, cancellationToken);
            ReplayReport report = parsed.GetValue(Letter) is { } id
                ? await connection.Service.ReplayAsync(id, cancellationToken)
                : await connection.Service.ReplayTopicAsync(parsed.GetValue(Topic)!, cancellationToken);
            Terminal.For(parsed).Print(report, console => console.WriteLine($"{report.Replayed:N0} back in the queue"));
            return ExitCode.Success;
        });
        return command;
    }
}
