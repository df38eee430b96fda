using System.CommandLine;
using System.CommandLine.Parsing;
using Perto.Learning;
using Perto.Recommendations;

namespace Perto.Cli;

/// <summary>The options that say what a ranker is measured on, and the measuring.</summary>
internal sealed class RankMeasurement
{
    private const int FeaturesShown = 10;

    private readonly Option<FileInfo?> _test = RankFiles.Rows("--test", "Rows to measure on");
    private readonly Option<FileInfo?> _testGroups = RankFiles.Groups("--test-groups");

    private readonly Option<int[]> _cutoffs = new("--k")
    {
        Description = "Lengths of the list to measure at, separated by commas",
        DefaultValueFactory = _ => [1, 3, 5, 10],
        CustomParser = Numbers,
    };

    /// <summary>The options, to add to a command.</summary>
    public IReadOnlyList<Option> All => [_test, _testGroups, _cutoffs];

    /// <summary>Whether the command line says what to measure on.</summary>
    public bool IsGiven(CommandResult result) => result.GetResult(_test) is not null;

    /// <summary>Refuses what would change nothing.</summary>
    public void Validate(CommandResult result)
    {
        if (result.IsGiven(_testGroups) && !result.IsGiven(_test))
            result.AddError("--test-groups belongs to --test");
    }

    /// <summary>The rows to measure on; null where there are none. Read before a fit, so that a mistake does not cost one.</summary>
    public LabeledRows? Read(ParseResult parsed, int? featureCount = null) =>
        parsed.GetValue(_test) is { } file ? RankFiles.Read(file, parsed.GetValue(_testGroups), featureCount) : null;

    /// <summary>Measures rankers that differ in their seed alone; without test rows only what they are is told.</summary>
    public RankReport Run(ParseResult parsed, IReadOnlyList<BoostedTrees> models, LabeledRows? test)
    {
        var report = new RankReport
        {
            Seeds = models.Count,
            Trees = models.Average(model => model.Trees.Count),
            Leaves = models.SelectMany(model => model.Trees).Select(tree => (double)tree.Leaves.Length).DefaultIfEmpty(0).Average(),
            Features = Features(models[0]),
        };
        return test is null ? report : report with
        {
            Queries = test.Groups!.Length,
            Rows = test.RowCount,
            Metrics = RankerEvaluation.Measure(models, test, parsed.GetValue(_cutoffs)!),
            Published = PublishedRanking.Of(test),
        };
    }

    private static IReadOnlyList<RankFeature> Features(BoostedTrees model)
    {
        double[] gains = model.GainImportance();
        double[] splits = model.SplitImportance();
        double all = Math.Max(gains.Sum(), double.Epsilon);
        return
        [
            .. Enumerable.Range(0, model.FeatureCount)
                .Where(feature => splits[feature] > 0)
                .OrderByDescending(feature => gains[feature])
                .Take(FeaturesShown)
                .Select(feature => new RankFeature(model.FeatureNames[feature], gains[feature] / all, (int)splits[feature])),
        ];
    }

    private static int[]? Numbers(ArgumentResult result)
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
}
