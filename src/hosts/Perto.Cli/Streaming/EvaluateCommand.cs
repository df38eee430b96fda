using System.CommandLine;
using Perto.Learning;
using Perto.Platform;
using Perto.Recommendations;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto streaming evaluate</c>: fits a model on one file and measures it on another.</summary>
internal static class EvaluateCommand
{
    private static readonly Option<FileInfo> Train = File("--train", "Interactions to learn from", required: true);
    private static readonly Option<FileInfo?> Test = File<FileInfo?>("--test", "Interactions to find again; all train items are ranked but the person's own");
    private static readonly Option<FileInfo?> Negatives = File<FileInfo?>(
        "--negatives", "Leave-one-out instead of --test: a line is (user,item) and then the negatives, tab separated");

    private static readonly Option<FileInfo[]> Exclude = new("--exclude")
    {
        Description = "Interactions that are left out of the ranking as well; may be given more than once",
        HelpName = "FILE",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<InteractionFormat> Format = new("--format")
    {
        Description = "lines: a user and its items on a line; csv: user,item[,rating[,timestamp]]",
        DefaultValueFactory = _ => InteractionFormat.Lines,
    };

    private static readonly Option<string[]> Models = new("--model")
    {
        Description = $"What to fit: {string.Join(", ", ModelFactory.Names)}; several are separated by commas",
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
        Description = "name=value of the model; may be given more than once",
        HelpName = "name=value",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<int> Threads = new("--threads")
    {
        Description = "Most threads at work; the result does not depend on it [default: all processors]",
    };

    public static Command Create()
    {
        var command = new Command("evaluate", "Fit a model on one file, rank for each user of another, and print the metrics")
        {
            Train, Test, Exclude, Format, Negatives, Models, Cutoffs, Parameters, Threads,
        };
        command.Validators.Add(result =>
        {
            if ((result.GetResult(Test) is null) == (result.GetResult(Negatives) is null))
                result.AddError("Give either --test or --negatives");
            if (result.GetResult(Negatives) is not null && result.GetResult(Exclude) is { Implicit: false })
                result.AddError("--exclude belongs to --test: with --negatives only the given items are ranked");
        });
        command.SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), cancellationToken));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        Terminal terminal = Terminal.For(parsed);
        IReadOnlyDictionary<string, string> parameters = ParseParameters(parsed.GetValue(Parameters)!);
        ModelPlan[] plans = [.. parsed.GetValue(Models)!.Select(model => ModelFactory.Plan(model, parameters))];
        EvaluationInput input = Read(parsed);
        var options = new FitOptions { Threads = parsed.GetValue(Threads) };
        var evaluation = new Evaluation(TimeProvider.System);
        var results = new List<EvaluationResult>();
        foreach (ModelPlan plan in plans)
        {
            if (terminal.ShowsProgress)
                terminal.Notes.MarkupLineInterpolated($"[dim]fitting {plan.Model} ...[/]");
            results.Add(input.Run(evaluation, plan, parsed.GetValue(Cutoffs)!, options, cancellationToken));
        }

        terminal.Print(new { input.Protocol, Results = results }, console => EvaluationTable.Print(console, input.Protocol, results));
        return ExitCode.Success;
    }

    private static EvaluationInput Read(ParseResult parsed)
    {
        InteractionFormat format = parsed.GetValue(Format);
        var train = new InteractionLog();
        ReadInto(train, parsed.GetValue(Train)!, format);
        if (parsed.GetValue(Negatives) is { } negatives)
        {
            // Items that only the negatives name get numbers behind those of train, where no model looks.
            int itemCount = train.Items.Count;
            using StreamReader reader = Open(negatives);
            return EvaluationInput.AmongNegatives(train.ToMatrix(itemCount), NegativesReader.Read(reader, negatives.Name, train.Users, train.Items));
        }

        var test = new InteractionLog(train.Users, train.Items);
        ReadInto(test, parsed.GetValue(Test)!, format);
        var exclude = new InteractionLog(train.Users, train.Items);
        foreach (FileInfo file in parsed.GetValue(Exclude)!)
            ReadInto(exclude, file, format);
        return EvaluationInput.AllItems(EvaluationSplit.From(train, test, exclude));
    }

    private static void ReadInto(InteractionLog log, FileInfo file, InteractionFormat format)
    {
        using StreamReader reader = Open(file);
        InteractionReader.Read(reader, file.Name, format, log);
    }

    private static StreamReader Open(FileInfo file) => file.Exists
        ? file.OpenText()
        : throw new InvalidValueException("file", file.FullName, "an existing file", $"There is no file '{file.FullName}'");

    private static Dictionary<string, string> ParseParameters(string[] given)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string parameter in given)
        {
            int equals = parameter.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new InvalidValueException("--param", parameter, "name=value", $"--param must be name=value; got '{parameter}'");
            parameters[parameter[..equals]] = parameter[(equals + 1)..];
        }

        return parameters;
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

    private static Option<FileInfo> File(string name, string description, bool required) =>
        new(name) { Description = description, HelpName = "FILE", Required = required };

    private static Option<T> File<T>(string name, string description) => new(name) { Description = description, HelpName = "FILE" };
}
