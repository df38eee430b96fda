using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Perto.Client;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto rerank</c>: documents in the order of how well they answer a query.</summary>
internal static class RerankCommand
{
    private const int ShownCharacters = 120;

    public static Command Create()
    {
        var query = new Argument<string>("query") { Description = "What is asked" };
        var input = new Option<FileInfo>("--input")
        {
            Description = "A file with a document on each line, or with JSON objects that have 'text' (and 'id') where it ends with .jsonl [default: standard input]",
        };
        input.AcceptExistingOnly();
        var top = new Option<int>("--top") { Description = "How many of the best are printed", DefaultValueFactory = _ => 10 };
        var model = new Option<string?>("--model") { Description = "A model that Perto:Reranking:AllowedModels names; the one in use if it is left out" };
        var command = new Command(
            "rerank",
            """
            Put documents in the order of how well they answer a query

            Examples:
              perto rerank "why is the sky blue" --input documents.txt
              perto rerank debug --queries queries.txt --documents documents.jsonl
              perto rerank status
            """)
        {
            query, input, top, model,
            RerankDebugCommand.Create(),
            RerankStatusCommand.Create(),
        };
        command.Validators.Add(result =>
        {
            if (result.Given(top) is < 1)
                result.AddError("--top must be at least 1");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            List<TextLine> lines = [];
            await foreach (TextLine line in TextLine.ReadAsync(parsed.GetValue(input), cancellationToken))
                lines.Add(line);
            if (lines.Count == 0)
                throw new InvalidValueException("--input", given: null, "at least one document", "There is no document: give --input FILE, or lines on standard input");
            await using Connection<IReranking> connection = await OpenAsync(parsed, cancellationToken);
            JinaRerankAnswer answer = await connection.Service.JudgeAsync(
                new JinaRerankRequest
                {
                    Model = parsed.GetValue(model),
                    Query = parsed.GetValue(query)!,
                    Documents = [.. lines.Select(line => new RerankDocument(line.Text))],
                    TopN = parsed.GetValue(top),
                    ReturnDocuments = false,
                },
                cancellationToken);
            RankedDocument[] ranked = [.. answer.Results.Select((result, place) => new RankedDocument(
                place + 1, lines[result.Index].Id!, result.RelevanceScore, result.Index + 1, lines[result.Index].Text))];
            Terminal.For(parsed).Print(new { answer.Model, Results = ranked }, console => Print(console, answer.Model, ranked));
            return ExitCode.Success;
        });
        return command;
    }

    /// <inheritdoc cref="Connection{TService}.OpenAsync"/>
    /// <param name="parsed">The command line.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="deadline">How long a re-ranking may take in this process, where weights may have to be loaded first; as the settings say if left out.</param>
    public static Task<Connection<IReranking>> OpenAsync(ParseResult parsed, CancellationToken cancellationToken, TimeSpan? deadline = null) => Connection<IReranking>.OpenAsync(
        parsed,
        settings: deadline is { } time
            ? new Dictionary<string, string?>(StringComparer.Ordinal) { ["Perto:Reranking:Deadline"] = time.ToString("c", CultureInfo.InvariantCulture) }
            : new Dictionary<string, string?>(StringComparer.Ordinal),
        services => services.GetRequiredService<LocalReranking>(),
        client => new HttpReranking(client),
        prepares: false,
        cancellationToken,
        migrates: true);

    /// <summary>The beginning of a text, on one line.</summary>
    public static string Shown(string text, int characters = ShownCharacters)
    {
        string line = text.ReplaceLineEndings(" ");
        return line.Length > characters ? string.Concat(line.AsSpan(0, characters), "...") : line;
    }

    private static void Print(IAnsiConsole console, string model, IReadOnlyList<RankedDocument> documents)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("rank", "score", "was", "id", "document");
        foreach (RankedDocument document in documents)
            table.AddRow($"{document.Rank}", $"{document.Score:0.0000}", $"{document.OriginalRank}", Markup.Escape(document.Id), Markup.Escape(Shown(document.Text)));
        console.Write(table);
        console.WriteLine($"judged by {model}");
    }

    private sealed record RankedDocument(int Rank, string Id, double Score, int OriginalRank, string Text);
}
