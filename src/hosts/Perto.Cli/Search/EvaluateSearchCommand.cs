using System.CommandLine;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Perto.Language;
using Perto.Platform;
using Perto.Recommendations;
using Perto.Server;
using Perto.Vectors;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto search evaluate</c>: how well documents are found, on a collection with judgements.</summary>
internal static class EvaluateSearchCommand
{
    private const string Learned = "learned";

    private static readonly Dictionary<string, FusionMethod> Methods = Enum.GetValues<FusionMethod>().ToDictionary(SearchTable.NameOf, method => method, StringComparer.Ordinal);

    private static readonly Option<FileInfo> Corpus = File("--corpus", "The documents: JSON lines with _id, title and text (BEIR), TREC's tags, or SMART's .I .T .W");
    private static readonly Option<FileInfo> Queries = File("--queries", "The queries, in one of the same layouts");
    private static readonly Option<FileInfo> Qrels = File("--qrels", "The judgements: query document grade (BEIR), or query iteration document grade (TREC)");

    private static readonly Option<string[]> Method = new("--method")
    {
        Description = $"How to search: {string.Join(", ", SearchMethod.Names)}; several are separated by commas",
        HelpName = "NAME",
        DefaultValueFactory = _ => [SearchMethod.All],
        CustomParser = result => Names(result),
    };

    private static readonly Option<string?> Model = new("--model")
    {
        Description = "The model that embeds, as provider:model [default: the built-in one, fitted on the corpus]",
        HelpName = "NAME",
    };

    private static readonly Option<string> FusionName = new("--fusion")
    {
        Description = "How the hybrid fuses: learned (chosen on other queries, with a gate), rrf, min_max, z_score or dbsf",
        DefaultValueFactory = _ => Learned,
    };

    private static readonly Option<int> K = Number("--k", "The length of the list that nDCG and MRR look at", 10, 1, RetrievalEvaluation.Depth);
    private static readonly Option<int> Candidates = Number("--candidates", "How many documents of each part the hybrid fuses", RetrievalEvaluation.Depth, 1, RetrievalEvaluation.Depth);
    private static readonly Option<double> K1 = Real("--k1", "How slowly repetition saturates in BM25", 1.5, 1_000);
    private static readonly Option<double> B = Real("--b", "How much BM25 holds long texts back", 0.75, 1);
    private static readonly Option<double> Bigrams = Real("--bigrams", "What pairs of neighbouring words count in BM25", 0, 1);

    private static readonly Option<TextLanguage> Language = new("--language")
    {
        Description = "Whose stop words and endings BM25 takes off: none, english or portuguese",
        DefaultValueFactory = _ => TextLanguage.English,
    };

    public static Command Create()
    {
        var command = new Command(
            "evaluate",
            """
            Measure how well documents are found, on a collection with judgements

            Prints nDCG, recall, MAP and MRR with their intervals, how each way does against BM25, and what others reached where the data are known.

            Example:
              perto search evaluate --corpus corpus.jsonl --queries queries.jsonl --qrels qrels/test.tsv
            """)
        {
            Corpus, Queries, Qrels, Method, Model, FusionName, K, Candidates, K1, B, Bigrams, Language,
        };
        FusionName.AcceptOnlyFromAmong([Learned, .. Methods.Keys]);
        command.SetAction((parsed, cancellationToken) => Task.Run(() => RunAsync(parsed, cancellationToken), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        Terminal terminal = Terminal.For(parsed);
        string[] methods = parsed.GetValue(Method)!;
        bool Wants(string method) => methods.Contains(method) || methods.Contains(SearchMethod.All);
        bool embeds = Wants(SearchMethod.Embed) || Wants(SearchMethod.Hybrid);
        ModelName? name = parsed.GetValue(Model) is { } given ? ModelName.Parse(given, "--model") : null;
        JudgedCollection collection = Read(parsed);

        // A named model counts its calls in the database.
        await using PertoHost? host = embeds && name is not null ? Host(parsed) : null;
        if (host is not null)
            await host.MigrateAsync(cancellationToken);
        (IEmbeddingGenerator<string, Embedding<float>> Generator, string Told)? model = !embeds ? null
            : name is { } named ? (host!.Services.GetRequiredService<LanguageModels>().Generator(named, "--model"), $"{named}")
            : Fitted(collection, terminal, cancellationToken);
        var evaluation = new RetrievalEvaluation(collection, parsed.GetValue(K));
        var settings = new Bm25Settings { K1 = parsed.GetValue(K1), B = parsed.GetValue(B) };
        var analyzer = new Analyzer(new AnalyzerSettings { Language = parsed.GetValue(Language) });
        var words = new Bm25Search(collection.Documents, settings, analyzer, (float)parsed.GetValue(Bigrams));
        var runs = new SearchRuns(collection, words, model?.Generator, evaluation, parsed.GetValue(Candidates), terminal);

        // BM25 is what the others are held against.
        List<RetrievalResult> results = [runs.Bm25(cancellationToken)];
        if (Wants(SearchMethod.Feedback))
            results.Add(runs.Feedback(cancellationToken));
        if (Wants(SearchMethod.Embed))
            results.Add(await runs.EmbedAsync(cancellationToken));
        string fusion = parsed.GetValue(FusionName)!;
        if (Wants(SearchMethod.Hybrid))
            results.AddRange(await runs.HybridAsync(Methods.TryGetValue(fusion, out FusionMethod method) ? method : null, cancellationToken));

        var report = new SearchReport
        {
            Protocol = evaluation.Protocol,
            Notes = collection.Notes,
            Model = model?.Told,
            Results = results,
            Comparisons = [.. results.Skip(1).Select(result => RetrievalEvaluation.Compare(result, results[0], cancellationToken)).OfType<ModelComparison>()],
            Fusion = !Wants(SearchMethod.Hybrid) ? null : fusion == Learned
                ? $"method, weights and, for gated, whether to fuse at all are chosen for each query without its fold; the best {parsed.GetValue(Candidates)} of each part"
                : $"{fusion} with equal weights; the best {parsed.GetValue(Candidates)} of each part",
            Learned = runs.Learned,
            Published = PublishedRetrieval.Of(collection),
        };
        terminal.Print(report, console => SearchTable.Print(console, report));
        return ExitCode.Success;
    }

    private static JudgedCollection Read(ParseResult parsed)
    {
        FileInfo qrels = parsed.GetValue(Qrels)!;
        return JudgedCollection.Of(
            Read(parsed.GetValue(Corpus)!, JudgedTextReader.Read), Read(parsed.GetValue(Queries)!, JudgedTextReader.Read), Read(qrels, JudgementReader.Read), qrels.Name);
    }

    private static T Read<T>(FileInfo file, Func<TextReader, string, T> read)
    {
        using StreamReader reader = InteractionFiles.Open(file);
        return read(reader, file.Name);
    }

    // The corpus is its user's own, and says nothing of queries and judgements.
    private static (IEmbeddingGenerator<string, Embedding<float>>, string) Fitted(JudgedCollection collection, Terminal terminal, CancellationToken cancellationToken)
    {
        if (terminal.ShowsProgress)
            terminal.Notes.WriteLine("fitting the built-in embedder ...");
        LexicalEmbedder embedder = LexicalEmbedder.FitTo(
            [.. collection.Documents.Select(document => document.Text)], new LexicalFitSettings(), new ParallelOptions { CancellationToken = cancellationToken });
        return (new BuiltinGenerator(embedder), $"builtin, fitted on the corpus ({embedder.Id}; {embedder.Fit!.Directions} directions keep {embedder.Fit.VarianceKept:P0})");
    }

    private static PertoHost Host(ParseResult parsed)
    {
        Dictionary<string, string?> settings = HostSettings.From(parsed);
        settings["Perto:Workers"] = "false";
        return PertoServer.Create(new PertoServerOptions { Settings = settings });
    }

    private static string[] Names(System.CommandLine.Parsing.ArgumentResult result)
    {
        string[] names = [.. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        foreach (string name in names.Except(SearchMethod.Names))
            result.AddError($"--method must be of {string.Join(", ", SearchMethod.Names)}; got '{name}'");
        if (names.Length == 0)
            result.AddError($"--method must be of {string.Join(", ", SearchMethod.Names)}; got nothing");
        return names;
    }

    private static Option<FileInfo> File(string name, string description) => new(name) { Description = description, HelpName = "FILE", Required = true };

    private static Option<int> Number(string name, string description, int fallback, int low, int high)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => fallback };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && !(int.TryParse(token.Value, out int value) && value >= low && value <= high))
                result.AddError($"{name} must be a whole number in {low}..{high}; got '{token.Value}'");
        });
        return option;
    }

    private static Option<double> Real(string name, string description, double fallback, double high)
    {
        var option = new Option<double>(name) { Description = description, HelpName = "X", DefaultValueFactory = _ => fallback };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && !(double.TryParse(token.Value, System.Globalization.CultureInfo.InvariantCulture, out double value) && value >= 0 && value <= high))
                result.AddError($"{name} must be a number in 0..{high}; got '{token.Value}'");
        });
        return option;
    }
}
