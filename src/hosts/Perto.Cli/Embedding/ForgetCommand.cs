using System.CommandLine;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto embed forget</c></summary>
internal static class ForgetCommand
{
    public static Command Create()
    {
        var texts = new Argument<string[]>("text") { Description = "Texts, as they were embedded", Arity = ArgumentArity.OneOrMore };
        var command = new Command("forget", "Delete the vectors of texts from everywhere, and what is kept of the texts with them") { texts };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IEmbeddings> connection = await EmbedCommand.OpenAsync(parsed, cancellationToken);
            int vectors = await connection.Service.ForgetAsync(parsed.GetValue(texts)!, cancellationToken);
            Terminal.For(parsed).Print(new ForgottenTexts { Vectors = vectors }, console => console.MarkupLineInterpolated($"{vectors:N0} vectors deleted"));
            return ExitCode.Success;
        });
        return command;
    }
}
