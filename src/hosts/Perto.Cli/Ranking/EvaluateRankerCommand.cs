using System.CommandLine;
using Perto.Learning;
using Perto.Recommendations;

namespace Perto.Cli;

/// <summary><c>perto rank evaluate</c>: measures a ranker that was written, or one that it fits.</summary>
internal static class EvaluateRankerCommand
{
    private static readonly RankTraining Training = new();
    private static readonly RankMeasurement Measurement = new();

    private static readonly Option<FileInfo?> Model = new("--model") { Description = "A ranker that was written, by Perto or as text by LightGBM, instead of --train", HelpName = "FILE" };

    public static Command Create()
    {
        var command = new Command("evaluate", "Measure a ranker on the queries of a file, with NDCG");
        foreach (Option option in (IEnumerable<Option>)[Model, .. Measurement.All, .. Training.All])
            command.Options.Add(option);
        command.Validators.Add(Training.Validate);
        command.Validators.Add(Measurement.Validate);
        command.Validators.Add(result =>
        {
            if ((result.GetResult(Model) is null) == !Training.IsGiven(result))
                result.AddError("Give either --model or --train");
            if (!Measurement.IsGiven(result))
                result.AddError("Give --test, the rows to measure on");
        });
        command.SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), cancellationToken));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        Terminal terminal = Terminal.For(parsed);
        RankReport report;
        if (parsed.GetValue(Model) is { } file)
        {
            BoostedTrees model = RankModelFile.Read(file);
            report = Measurement.Run(parsed, [model], Measurement.Read(parsed, model.FeatureCount));
        }
        else
        {
            LabeledRows train = Training.Read(parsed);
            LabeledRows? test = Measurement.Read(parsed, train.FeatureCount);
            (RankerPlan plan, IReadOnlyList<BoostedTrees> models) = Training.Fit(parsed, train, terminal, cancellationToken);
            report = Measurement.Run(parsed, models, test) with { Parameters = plan.Parameters };
        }

        terminal.Print(report, console => RankTable.Print(console, report));
        return ExitCode.Success;
    }
}
