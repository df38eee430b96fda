using System.CommandLine;
using Perto.Learning;
using Perto.Recommendations;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto streaming evaluate</c>: fits models on one part of the data and measures them on another.</summary>
internal static class EvaluateCommand
{
    private static readonly Option<FileInfo> Train = new("--train", "--data") { Description = "Interactions to learn from; with --split the whole file", HelpName = "FILE", Required = true };
    private static readonly Option<FileInfo?> Test = File("--test", "Interactions to find again; all train items are ranked but the person's own");
    private static readonly Option<FileInfo?> Valid = File("--valid", "Interactions to choose parameters on (--tune); not ranked in the test");
    private static readonly Option<FileInfo?> Histories = File("--histories", "What the people of the test are scored by, where they are not those of train; not ranked");
    private static readonly Option<FileInfo?> Negatives = File("--negatives", "Leave-one-out instead of --test: a line is (user,item) and then the negatives, tab separated");

    private static readonly Option<FileInfo[]> Exclude = new("--exclude")
    {
        Description = "Interactions that are left out of the ranking as well; may be given more than once",
        HelpName = "FILE",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string[]> Models = new("--model")
    {
        Description = $"What to fit: {string.Join(", ", ModelFactory.Names)}; several are separated by commas, and two of one kind have names: wide=ials,narrow=ials",
        DefaultValueFactory = _ => [ImplicitAls.ModelKind],
        CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))],
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<int[]> Cutoffs = new("--k")
    {
        Description = "Lengths of the list to measure at, separated by commas",
        DefaultValueFactory = _ => [10, 20],
        CustomParser = Numbers,
    };

    private static readonly Option<string[]> Parameters = new("--param")
    {
        Description = "name=value, of each model, or model.name=value, of one; may be given more than once",
        HelpName = "name=value",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<int> Tune = new("--tune")
    {
        Description = "Choose the parameters that are not given among this many sets, on --valid or on an inner split of the train part [default: no choice]",
        HelpName = "N",
    };

    private static readonly Option<string> TuneBy = new("--tune-by")
    {
        Description = "The metric to choose by; its cutoff is the largest of --k",
        DefaultValueFactory = _ => EvaluationProtocol.MetricNames[0],
    };

    private static readonly Option<bool> Refit = new("--refit") { Description = "With --valid: report also the models fitted on train and valid together" };

    private static readonly Option<string?> Published = new("--published")
    {
        Description = $"Show these published figures [default: those of data that are known by their size]: {string.Join(", ", PublishedTable.All.Select(table => table.Id))}",
        HelpName = "NAME",
    };

    private static readonly Option<int> Threads = new("--threads")
    {
        Description = "Most threads at work; the result does not depend on it [default: all processors]",
    };

    private static readonly InteractionFiles Files = new();
    private static readonly SplitOptions Split = new();

    public static Command Create()
    {
        var command = new Command("evaluate", "Fit models on one part of the data, rank for each user of another, and print the metrics")
        {
            Train, Test, Valid, Histories, Exclude, Negatives, Models, Cutoffs, Parameters, Tune, TuneBy, Refit, Published, Threads,
        };
        foreach (Option option in (IEnumerable<Option>)[.. Files.All, .. Split.All])
            command.Options.Add(option);
        command.Validators.Add(Split.Validate);
        TuneBy.AcceptOnlyFromAmong([.. EvaluationProtocol.AccuracyNames]);
        command.Validators.Add(result =>
        {
            if (((Option[])[Test, Negatives, Split.Kind]).Count(option => result.GetResult(option) is not null) != 1)
                result.AddError("Give one of --test, --negatives and --split");
            if (result.GetResult(Test) is null && ((Option[])[Valid, Exclude, Histories]).Any(option => result.GetResult(option) is { Implicit: false }))
                result.AddError("--valid, --exclude and --histories belong to --test");
            if (result.Given(Tune) is { } tune and < 1)
                result.AddError($"--tune must be at least 1; got {tune}");
            if (result.GetResult(Valid) is null && result.GetResult(Refit) is { Implicit: false })
                result.AddError("--refit needs --valid");
        });
        command.SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), cancellationToken));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        Terminal terminal = Terminal.For(parsed);
        IReadOnlyList<NamedModel> models = NamedModel.All(parsed.GetValue(Models)!, parsed.GetValue(Parameters)!);
        foreach (NamedModel model in models)
            model.Plan();
        ModelTuning? tuning = parsed.GetValue(Tune) is > 0 and var trials ? new ModelTuning(trials, Split.Seed(parsed)) : null;
        PublishedTable? published = parsed.GetValue(Published) is { } name ? PublishedTable.Named(name) : null;
        EvaluationData data = Read(parsed);
        var options = new FitOptions { Threads = parsed.GetValue(Threads) };
        int[] cutoffs = parsed.GetValue(Cutoffs)!;

        var tuned = new List<TuningResult>();
        if (tuning is not null)
        {
            EvaluationTask inner = data.Inner();
            models =
            [
                .. models.Select(model =>
                {
                    TuningResult result = tuning.Run(
                        model.Kind, model.Parameters, inner, parsed.GetValue(TuneBy)!, cutoffs.Max(), options, new Watcher(terminal, model.Name), cancellationToken);
                    tuned.Add(result with { Model = model.Name });
                    return model with { Parameters = result.Best.Parameters };
                }),
            ];
        }

        IReadOnlyList<EvaluationResult> Measure(EvaluationTask task) =>
        [
            .. models.Select(model =>
            {
                if (terminal.ShowsProgress)
                    terminal.Notes.WriteLine($"fitting {model.Name} ...");
                return new Evaluation(TimeProvider.System).Run(model.Plan(), task, cutoffs, options, cancellationToken) with { Model = model.Name };
            }),
        ];

        IReadOnlyList<EvaluationResult> results = Measure(data.Task);
        var report = new EvaluationReport
        {
            Protocol = data.Task.Protocol,
            Results = results,
            Comparisons = Compare(results, cutoffs.Max(), cancellationToken),
            Refitted = parsed.GetValue(Refit) ? Measure(data.Refitted!()) : [],
            Tuning = tuned,
            Published = published ?? PublishedTable.Of(data.Task.Shape),
        };
        terminal.Print(report, console => EvaluationTable.Print(console, report));
        return ExitCode.Success;
    }

    private static IReadOnlyList<ModelComparison> Compare(IReadOnlyList<EvaluationResult> results, int k, CancellationToken cancellationToken)
    {
        string metric = EvaluationProtocol.MetricNames[0];
        EvaluationResult best = results.MaxBy(result => result.Metric(metric, k))!;
        return best.Users < 2 ? [] : [.. results.Where(result => result != best).Select(result => ModelComparison.Of(best, result, metric, k, cancellationToken))];
    }

    private static EvaluationData Read(ParseResult parsed)
    {
        InteractionLog train = Files.Read(parsed, [parsed.GetValue(Train)!]);
        if (Split.Plan(parsed) is { } plan)
            return EvaluationData.Split(train, plan);
        if (parsed.GetValue(Negatives) is { } negatives)
        {
            using StreamReader reader = InteractionFiles.Open(negatives);
            return EvaluationData.AmongNegatives(train, NegativesReader.Read(reader, negatives.Name, train.Users, train.Items), Split.Seed(parsed));
        }

        InteractionLog? valid = parsed.GetValue(Valid) is { } file ? Files.Read(parsed, [file], train) : null;
        InteractionLog? histories = parsed.GetValue(Histories) is { } known ? Files.Read(parsed, [known], train) : null;
        InteractionLog test = Files.Read(parsed, [parsed.GetValue(Test)!], train);
        return EvaluationData.Given(train, test, valid, Files.Read(parsed, parsed.GetValue(Exclude)!, train), histories, Split.Seed(parsed));
    }

    private static int[]? Numbers(System.CommandLine.Parsing.ArgumentResult result)
    {
        var numbers = new List<int>();
        foreach (string text in result.Tokens.SelectMany(token => token.Value.Split(',')))
        {
            if (int.TryParse(text, out int number) && number is >= 1 and <= 1_000)
                numbers.Add(number);
            else
                result.AddError($"--k must be whole numbers from 1 to 1000, separated by commas; got '{text}'");
        }

        return [.. numbers];
    }

    private static Option<FileInfo?> File(string name, string description) => new(name) { Description = description, HelpName = "FILE" };

    /// <summary>Tells what was tried.</summary>
    private sealed class Watcher(Terminal terminal, string model) : IProgress<TuningTrial>
    {
        private int _tried;
        private double _best;

        public void Report(TuningTrial value)
        {
            _tried++;
            _best = Math.Max(_best, value.Value);
            if (terminal.ShowsProgress)
                terminal.Notes.WriteLine(FormattableString.Invariant($"{model}, trial {_tried}: {value.Value:0.0000} (best {_best:0.0000})  {string.Join(' ', value.Parameters.Select(pair => $"{pair.Key}={pair.Value}"))}"));
        }
    }
}
