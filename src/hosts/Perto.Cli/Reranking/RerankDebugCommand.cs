using System.CommandLine;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto rerank debug</c>: before and after, side by side.</summary>
internal static class RerankDebugCommand
{
    private const int ShownCharacters = 48;

    // Who looks at a model waits for it, also while it is loaded.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    public static Command Create()
    {
        var queries = new Option<FileInfo>("--queries")
        {
            Description = "A file with a query on each line, or with JSON objects that have 'query' and 'candidates' (id, text, score) where it ends with .jsonl",
            Required = true,
        };
        queries.AcceptExistingOnly();
        var documents = new Option<FileInfo>("--documents")
        {
            Description = "A file of documents in which BM25 finds candidates for queries that have none: lines, or JSON objects with 'text' (and 'id') where it ends with .jsonl",
        };
        documents.AcceptExistingOnly();
        var retrieve = new Option<int>("--retrieve") { Description = $"Candidates of each query, 1 to {RerankedSearch.MaxCandidates}", DefaultValueFactory = _ => 50 };
        var command = new Command(
            "debug",
            """
            Show the first ten results before and after a re-ranking, with their moves

            Every query is re-ranked, whatever rules and feedback say, and nothing is left out for its score.

            Examples:
              perto rerank debug --queries queries.txt --documents documents.jsonl
              perto rerank debug --queries candidates.jsonl --json
            """)
        {
            queries, documents, retrieve,
        };
        command.Validators.Add(result =>
        {
            if (result.Given(retrieve) is < 1 or > RerankedSearch.MaxCandidates)
                result.AddError($"--retrieve must be 1 to {RerankedSearch.MaxCandidates}");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            LexicalRetrieval? retrieval = parsed.GetValue(documents) is { } file ? new LexicalRetrieval(await TextLine.ReadAsync(file, cancellationToken).ToListAsync(cancellationToken)) : null;
            await using Connection<IReranking> connection = await RerankCommand.OpenAsync(parsed, cancellationToken, Deadline);
            List<RerankComparison> comparisons = [];
            Terminal terminal = Terminal.For(parsed);
            await foreach (QueryLine line in QueryLine.ReadAsync(parsed.GetValue(queries)!, cancellationToken))
            {
                IReadOnlyList<RerankCandidate> candidates = line.Candidates ?? retrieval?.Find(line.Query, parsed.GetValue(retrieve))
                    ?? throw new InvalidValueException("--documents", given: null, "a file", $"The query '{RerankCommand.Shown(line.Query)}' has no candidates: give them in the file, or --documents FILE");
                candidates = [.. candidates.Take(parsed.GetValue(retrieve))];
                RerankReport report = await connection.Service.RankAsync(
                    new RerankRequest
                    {
                        Query = line.Query,
                        Candidates = candidates,
                        Scope = "debug",
                        Mode = RerankMode.Always,
                        Keep = Math.Max(1, candidates.Count),
                        Threshold = 0,
                    },
                    cancellationToken);
                RerankComparison comparison = RerankComparison.Of(line.Query, report);
                comparisons.Add(comparison);
                if (!terminal.IsJson)
                    Print(terminal.Result, comparison, candidates.ToDictionary(candidate => candidate.Id, candidate => candidate.Text, StringComparer.Ordinal));
            }
            terminal.Print(Summary(comparisons), console => PrintSummary(console, comparisons));
            return ExitCode.Success;
        });
        return command;
    }

    private static object Summary(IReadOnlyList<RerankComparison> comparisons) => new
    {
        Queries = comparisons,
        Retrieved = comparisons.Sum(one => one.Retrieved),
        Reranked = comparisons.Sum(one => one.Reranked),
        MeanScoreBefore = comparisons.Average(one => one.MeanScoreBefore),
        MeanScoreAfter = comparisons.Average(one => one.MeanScoreAfter),
        PositionChanges = comparisons.Sum(one => one.PositionChanges),
    };

    private static void Print(IAnsiConsole console, RerankComparison comparison, Dictionary<string, string> texts)
    {
        console.WriteLine($"query: {comparison.Query}");
        if (comparison.Degraded is { } problem)
            console.WriteLine($"not re-ranked: {problem}");
        var table = new Table().Border(TableBorder.None).AddColumns("#", "before", "score", "after", "score", "move");
        for (int place = 0; place < comparison.After.Count; place++)
        {
            RerankedResult before = comparison.Before[place];
            RerankedResult after = comparison.After[place];
            table.AddRow($"{place + 1}", Words(before), Score(before), Words(after), Score(after), Move(after));
        }
        console.Write(table);
        console.WriteLine();

        string Words(RerankedResult result) => Markup.Escape($"{result.Id} {RerankCommand.Shown(texts[result.Id], ShownCharacters)}");
    }

    private static void PrintSummary(IAnsiConsole console, IReadOnlyList<RerankComparison> comparisons)
    {
        if (comparisons.Count == 0)
        {
            console.WriteLine("There is no query.");
            return;
        }
        RerankComparison last = comparisons[^1];
        console.WriteLine($"{comparisons.Count:N0} queries by {last.Provider}{(last.Model.Length == 0 ? "" : $":{last.Model}")}");
        console.WriteLine($"retrieved {comparisons.Sum(one => one.Retrieved):N0}, re-ranked {comparisons.Sum(one => one.Reranked):N0} in {comparisons.Sum(one => one.RerankTimeMs):N0} ms");
        console.WriteLine($"mean score of the first ten: before {comparisons.Average(one => one.MeanScoreBefore):0.000}, after {comparisons.Average(one => one.MeanScoreAfter):0.000}");
        console.WriteLine($"total position changes {comparisons.Sum(one => one.PositionChanges):N0}");
    }

    private static string Score(RerankedResult result) => result.RerankScore is { } score ? $"{score:0.000}" : "-";

    private static string Move(RerankedResult result) => result.RankChange switch
    {
        > 0 and var up => $"up {up}",
        < 0 and var down => $"down {-down}",
        _ => "same",
    };
}
