using System.CommandLine;
using System.Globalization;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto embed check</c></summary>
internal static class CheckEmbeddingCommand
{
    public static Command Create()
    {
        Option<string?> model = EmbedCommand.ModelOption();
        var accept = new Option<bool>("--accept") { Description = "What the model gives now is what it is to give from now on" };
        var command = new Command(
            "check",
            """
            Try a model: does it answer, with what, how fast, and is it still the same

            The vector of a sentence is kept, and held against the next check's: a service may put another model under an old name. Exit code 1 where
            something is wrong.
            """)
        {
            model, accept,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IEmbeddings> connection = await EmbedCommand.OpenAsync(parsed, cancellationToken);
            EmbeddingCheck check = await connection.Service.CheckAsync(EmbedCommand.NameOf(parsed, model), parsed.GetValue(accept), cancellationToken);
            Terminal.For(parsed).Print(check, console => Print(console, check));
            return check.Ok ? ExitCode.Success : ExitCode.Failure;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, EmbeddingCheck check)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("what", "found");
        foreach ((string what, string found) in Rows(check))
            table.AddRow(what, Markup.Escape(found));
        console.Write(table);
        foreach (string problem in check.Problems)
            console.MarkupLineInterpolated($"[red]wrong:[/] {problem}");
        if (check.Ok)
            console.MarkupLine("[green]ok[/]");
    }

    private static IEnumerable<(string What, string Found)> Rows(EmbeddingCheck check)
    {
        yield return ("model", check.Model);
        yield return ("version", check.Version);
        yield return ("dimensions", check.Dimensions.ToString(CultureInfo.InvariantCulture));
        yield return ("length of a vector", Number(check.Length));
        yield return ("same text twice", $"cosine {Number(check.Repeated)}");
        yield return ("since the last check", check.Unchanged is { } unchanged ? $"cosine {Number(unchanged)}" : "never checked before");
        yield return ("sentences of one meaning", $"cosine {Number(check.Near)}");
        yield return ("sentences of two", $"cosine {Number(check.Far)}");
        yield return ("one text", $"{Number(check.OneMs)} ms");
        yield return ("each of a batch", $"{Number(check.EachOfBatchMs)} ms");
    }

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
