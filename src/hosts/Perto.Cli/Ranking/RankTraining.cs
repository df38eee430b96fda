using System.CommandLine;
using Perto.Learning;
using Perto.Recommendations;
using Spectre.Console;

namespace Perto.Cli;

/// <summary>The options of a fit, which both commands have, and the fit.</summary>
internal sealed class RankTraining
{
    private readonly Option<FileInfo?> _train = RankFiles.Rows("--train", "Rows to learn from");
    private readonly Option<FileInfo?> _trainGroups = RankFiles.Groups("--train-groups");
    private readonly Option<FileInfo?> _valid = RankFiles.Rows("--valid", "Rows on which early stopping looks for improvement [default: a fifth of the queries of train]");
    private readonly Option<FileInfo?> _validGroups = RankFiles.Groups("--valid-groups");

    private readonly Option<string[]> _parameters = new("--param")
    {
        Description = "name=value of the ranker, such as leaves=15; may be given more than once",
        HelpName = "name=value",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<int> _earlyStopping = Number("--early-stopping", "Stop after this many trees without a better NDCG@5; 0: never", 0, 0, 100_000);
    private readonly Option<int> _seed = Number("--seed", "Seed of what is drawn, the first of --seeds", 1, 0, int.MaxValue);
    private readonly Option<int> _seeds = Number("--seeds", "Fit this many times, with one seed after the other, and give mean and interval", 1, 1, 1_000);
    private readonly Option<int> _threads = Number("--threads", "Most threads at work, 0 for all processors; the result does not depend on it", 0, 0, 1_024);

    /// <summary>The options, to add to a command.</summary>
    public IReadOnlyList<Option> All => [_train, _trainGroups, _valid, _validGroups, _parameters, _earlyStopping, _seed, _seeds, _threads];

    /// <summary>Whether the command line says what to learn from.</summary>
    public bool IsGiven(System.CommandLine.Parsing.CommandResult result) => result.GetResult(_train) is not null;

    /// <summary>Refuses what would change nothing.</summary>
    public void Validate(System.CommandLine.Parsing.CommandResult result)
    {
        if (!result.IsGiven(_train) && ((Option[])[_trainGroups, _valid, _parameters, _earlyStopping, _seed, _seeds]).FirstOrDefault(result.IsGiven) is { } alone)
            result.AddError($"{alone.Name} belongs to --train");
        if (result.IsGiven(_valid) && !result.IsGiven(_earlyStopping))
            result.AddError("--valid says when to stop: give --early-stopping with it");
        if (result.IsGiven(_validGroups) && !result.IsGiven(_valid))
            result.AddError("--valid-groups belongs to --valid");
    }

    /// <summary>The rows to learn from.</summary>
    public LabeledRows Read(ParseResult parsed) => RankFiles.Read(parsed.GetValue(_train)!, parsed.GetValue(_trainGroups));

    /// <summary>Fits a ranker for each seed.</summary>
    public (RankerPlan Plan, IReadOnlyList<BoostedTrees> Models) Fit(ParseResult parsed, LabeledRows train, Terminal terminal, CancellationToken cancellationToken)
    {
        RankerPlan plan = RankerPlan.Of(NamedModel.All(["lambdamart"], parsed.GetValue(_parameters)!)[0].Parameters);
        LabeledRows? valid = parsed.GetValue(_valid) is { } file ? RankFiles.Read(file, parsed.GetValue(_validGroups), train.FeatureCount) : null;
        var options = new FitOptions { Threads = parsed.GetValue(_threads) };
        var models = new List<BoostedTrees>();
        for (int seed = 0; seed < parsed.GetValue(_seeds); seed++)
        {
            if (terminal.ShowsProgress)
                terminal.Notes.WriteLine($"fitting with seed {parsed.GetValue(_seed) + seed} ...");
            models.Add(plan.Fit(train, parsed.GetValue(_seed) + (long)seed, parsed.GetValue(_earlyStopping), valid, options, cancellationToken));
        }

        return (plan, models);
    }

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
}
