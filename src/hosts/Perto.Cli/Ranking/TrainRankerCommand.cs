using System.CommandLine;
using Perto.Learning;

namespace Perto.Cli;

/// <summary><c>perto rank train</c>: fits a ranker, writes it, and says what it leans on.</summary>
internal static class TrainRankerCommand
{
    private static readonly RankTraining Training = new();
    private static readonly RankMeasurement Measurement = new();

    private static readonly Option<FileInfo?> Model = new("--model") { Description = "Write the model to this file; with several seeds that of the first", HelpName = "FILE" };

    private static readonly Option<RankModelFormat> Format = new("--format")
    {
        Description = "native: the checked file of Perto; lightgbm: the text of LightGBM",
        DefaultValueFactory = _ => RankModelFormat.Native,
    };

    public static Command Create()
    {
        var command = new Command("train", "Fit a ranker on one file, write it, and measure it on another");
        foreach (Option option in (IEnumerable<Option>)[.. Training.All, .. Measurement.All, Model, Format])
            command.Options.Add(option);
        command.Validators.Add(Training.Validate);
        command.Validators.Add(Measurement.Validate);
        command.Validators.Add(result =>
        {
            if (result.IsGiven(Format) && !result.IsGiven(Model))
                result.AddError("--format belongs to --model");
            if (!Training.IsGiven(result))
                result.AddError("Give --train, the rows to learn from");
        });
        command.SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), cancellationToken));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        Terminal terminal = Terminal.For(parsed);
        LabeledRows train = Training.Read(parsed);
        LabeledRows? test = Measurement.Read(parsed, train.FeatureCount);
        (Recommendations.RankerPlan plan, IReadOnlyList<BoostedTrees> models) = Training.Fit(parsed, train, terminal, cancellationToken);
        if (parsed.GetValue(Model) is { } file)
            RankModelFile.Write(models[0], file, parsed.GetValue(Format));
        RankReport report = Measurement.Run(parsed, models, test) with { Parameters = plan.Parameters };
        terminal.Print(report, console => RankTable.Print(console, report));
        return ExitCode.Success;
    }
}
