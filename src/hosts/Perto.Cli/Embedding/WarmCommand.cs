using System.CommandLine;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto embed warm</c></summary>
internal static class WarmCommand
{
    public static Command Create()
    {
        var texts = new Argument<string[]>("text") { Description = "Common queries; none: those of Perto:Embeddings:PrewarmTexts", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("warm", "Embed common queries before somebody asks one") { texts };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IEmbeddings> connection = await EmbedCommand.OpenAsync(parsed, cancellationToken);
            WarmedTexts warmed = await connection.Service.WarmAsync(parsed.GetValue(texts) is { Length: > 0 } given ? given : null, cancellationToken);
            Terminal.For(parsed).Print(warmed, console => console.MarkupLineInterpolated($"{warmed.Texts:N0} queries have vectors by {warmed.Model}; {warmed.Computed:N0} are new"));
            return ExitCode.Success;
        });
        return command;
    }
}
