using System.CommandLine;
using System.Globalization;
using Perto.Learning;
using Perto.Platform;
using Perto.Targeting;

namespace Perto.Cli;

/// <summary><c>perto abtest analyse FILE</c></summary>
internal static class AnalyseCommand
{
    private static readonly Argument<FileInfo?> File = new("file")
    {
        Description = "Rows as CSV (.gz, .tsv too), or sums by metric and arm as JSON (.json); none with --experiment",
        HelpName = "FILE",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Logged = new("--experiment")
    {
        Description = "An experiment whose log is read instead of a file, with its own metrics, control and weights",
        HelpName = "NAME",
    };

    private static readonly Option<string[]> Metrics = new("--metric")
    {
        Description = "A column, or numerator/denominator:ratio; may be given more than once",
        HelpName = "name[:mean|proportion|ratio]",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string[]> Covariates = new("--covariate")
    {
        Description = "The column with a metric's value before the experiment, to adjust by (CUPED); of a ratio numerator/denominator; may be given more than once",
        HelpName = "metric=column",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string> Unit = Column("--unit", "Column of the unit that fell on an arm", "unit");

    private static readonly Option<string> Variant = Column("--variant", "Column of the arm", "variant");

    private static readonly Option<string?> Control = new("--control") { Description = "The arm to compare with [default: control]", HelpName = "ARM" };

    private static readonly Option<string[]> Treatments = new("--treatment")
    {
        Description = "An arm to compare with the control; may be given more than once [default: all]",
        HelpName = "ARM",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<double> Alpha = AbTestOptions.Alpha();

    private static readonly Option<Alternative> Alternative = AbTestOptions.Alternative();

    private static readonly Option<EffectScale> Scale = AbTestOptions.Word(
        "--scale", "Which effect p values and chances to win are of", ("absolute", EffectScale.Absolute), ("relative", EffectScale.Relative));

    private static readonly Option<bool> Sequential = new("--sequential") { Description = "Intervals and p values that hold at all looks together" };

    private static readonly Option<double> Tuning = AbTestOptions.Tuning();

    private static readonly Option<string?> Date = new("--date")
    {
        Description = "Column of the day, in the order of which the file is: each day is a look. Belongs to --sequential",
        HelpName = "COLUMN",
    };

    private static readonly Option<bool> Bayesian = new("--bayesian") { Description = "Chance to win and risk as well" };

    private static readonly Option<NormalPrior?> Prior = new("--prior")
    {
        Description = "What is believed of relative effects: flat, or mean,deviation as 0,0.3. Belongs to --bayesian [default: flat]",
        HelpName = "PRIOR",
        CustomParser = ParsePrior,
    };

    private static readonly Option<Correction> Correct = AbTestOptions.Word(
        "--correct", "Adjust p values for the number of comparisons", ("none", Correction.None), ("bh", Correction.Bh), ("holm", Correction.Holm));

    private static readonly Option<double[]?> Expected = new("--expected")
    {
        Description = "What the arms should get, in any unit: 50,50 [default: the same]. The control first, the others by name",
        HelpName = "SHARES",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result =>
        {
            string given = result.Tokens[0].Value;
            double[] shares = [.. given.Split(',').Select(text =>
                double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double share) && share is >= SampleRatioMismatch.LeastWeight and <= SampleRatioMismatch.MostWeight ? share : double.NaN)];
            if (shares.Any(double.IsNaN))
                result.AddError($"--expected must be numbers above 0, from 1e-9 to 1e9, separated by commas; got '{given}'");
            return shares;
        },
    };

    public static Command Create()
    {
        var command = new Command(
            "analyse",
            """
            Effects of an experiment's arms against the control, with intervals and p values

            Examples:
              perto abtest analyse visits.csv --metric revenue --metric bought:proportion --metric clicks/views:ratio
              perto abtest analyse visits.csv --metric revenue --covariate revenue=revenue_before --sequential --date day
              perto abtest analyse visits.csv --metric revenue --control old --treatment new
              perto abtest analyse sums.json --bayesian --correct bh
              perto abtest analyse --experiment ranking --sequential
            """)
        {
            File, Logged, Metrics, Covariates, Unit, Variant, Control, Treatments, Alpha, Alternative, Scale, Sequential, Tuning, Date, Bayesian, Prior, Correct, Expected,
        };
        command.Validators.Add(result =>
        {
            bool Given(Option option) => result.GetResult(option) is { Implicit: false };
            bool fromLog = result.GetResult(Logged) is not null;
            if (fromLog == (result.GetResult(File) is { Tokens.Count: > 0 }))
                result.AddError("give a FILE or --experiment, one of them");
            if (fromLog && ((Option[])[Metrics, Covariates, Unit, Variant, Control, Treatments, Date, Expected]).FirstOrDefault(Given) is { } ofFiles)
                result.AddError($"{ofFiles.Name} is for files; an experiment says it itself");
            bool sequential = result.GetValue(Sequential);
            if (!sequential && (Given(Date) || Given(Tuning)))
                result.AddError($"{(Given(Date) ? "--date" : "--tuning")} belongs to --sequential: with a test for one look, looking each day finds too much");
            if (!result.GetValue(Bayesian) && Given(Prior))
                result.AddError("--prior belongs to --bayesian");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Terminal terminal = Terminal.For(parsed);
            (ExperimentData data, double[]? weights) = parsed.GetValue(Logged) is { } name
                ? await ReadLogAsync(parsed, name, cancellationToken)
                : (await ReadAsync(parsed, cancellationToken), null);
            ThrowUnlessShares(parsed.GetValue(Expected), data.Arms);
            AnalysisReport report = ExperimentAnalysis.Of(data, new AnalysisSettings
            {
                Alpha = parsed.GetValue(Alpha),
                Alternative = parsed.GetValue(Alternative),
                Scale = parsed.GetValue(Scale),
                Sequential = parsed.GetValue(Sequential),
                Tuning = parsed.GetValue(Tuning),
                Prior = parsed.GetValue(Bayesian) ? parsed.GetValue(Prior) ?? NormalPrior.Flat : null,
                Correction = parsed.GetValue(Correct),
                Expected = parsed.GetValue(Expected) is { Length: > 0 } shares ? shares : weights,
            });
            terminal.Print(report, console => AnalysisTable.Print(console, report));
            return ExitCode.Success;
        });
        return command;
    }

    private static void ThrowUnlessShares(double[]? shares, string[] arms)
    {
        if (shares is not { Length: > 0 } || shares.Length == arms.Length)
            return;
        string given = string.Join(',', shares);
        throw new InvalidValueException(
            "--expected", given, "a share of each arm", $"--expected must be a share of each arm, in the order {string.Join(", ", arms)}; got {given}");
    }

    private static async Task<(ExperimentData Data, double[]? Weights)> ReadLogAsync(ParseResult parsed, string name, CancellationToken cancellationToken)
    {
        await using Connection<IExperiments> connection = await ExperimentsConnection.OpenAsync(parsed, cancellationToken);
        Experiment experiment = (await connection.Service.ShowAsync(name, cancellationToken: cancellationToken)).Experiment;
        List<ExperimentUnit> units = [];
        await foreach (ExperimentUnit unit in ExperimentPages.UnitsAsync(connection.Service, name, version: null, cancellationToken))
            units.Add(unit);
        if (units.Count == 0)
            throw new InvalidValueException("--experiment", name, "one that units have met", $"No unit has met the experiment '{name}' yet");
        ExperimentData data = ExperimentUnits.Measure(experiment, units);
        return (data, [.. data.Arms.Select(arm => experiment.Arms.Single(known => known.Name == arm).Weight)]);
    }

    private static async Task<ExperimentData> ReadAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        FileInfo file = parsed.GetValue(File)!;
        if (!file.Exists)
            throw new InvalidValueException("file", file.FullName, "an existing file", $"There is no file '{file.FullName}'");
        string[] metrics = parsed.GetValue(Metrics)!;
        string[] covariates = parsed.GetValue(Covariates)!;
        var arms = new ChosenArms(parsed.GetValue(Control), parsed.GetValue(Treatments)!);
        if (file.Extension.Equals(".json", StringComparison.OrdinalIgnoreCase))
        {
            if (((Option[])[Metrics, Covariates, Unit, Variant, Date]).FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } ofRows)
                throw new InvalidValueException(ofRows.Name, file.Name, "given for rows", $"{ofRows.Name} is for rows; {file.Name} names its metrics and arms itself");
            return await StatisticsFile.ReadAsync(file, arms, cancellationToken);
        }
        if (metrics.Length == 0)
            throw new InvalidValueException("--metric", given: null, "one and more", $"--metric must be given once and more: which columns of {file.Name} are metrics?");
        IReadOnlyList<MetricDefinition> definitions = MetricDefinition.Parse(metrics, covariates);
        var columns = new ExperimentColumns(parsed.GetValue(Unit)!, parsed.GetValue(Variant)!, parsed.GetValue(Date));
        return await Task.Run(
            () =>
            {
                try
                {
                    using StreamReader reader = RecordFile.Open(file.FullName, out _);
                    return ExperimentFile.Read(reader, file.Name, columns, definitions, arms, cancellationToken);
                }
                catch (InvalidDataException broken)
                {
                    throw new InvalidValueException("file", file.Name, "whole", $"{file.Name} cannot be unpacked: {broken.Message}");
                }
            },
            cancellationToken);
    }

    private static NormalPrior? ParsePrior(System.CommandLine.Parsing.ArgumentResult result)
    {
        string given = result.Tokens[0].Value;
        if (given == "flat")
            return NormalPrior.Flat;
        string[] parts = given.Split(',');
        if (parts.Length == 2
            && double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double mean) && AbTestOptions.IsNumber(mean)
            && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double deviation) && AbTestOptions.IsPositive(deviation))
        {
            return new NormalPrior(mean, deviation);
        }
        result.AddError($"--prior must be flat, or mean,deviation with a deviation above 0, of 1e-50 to 1e50; got '{given}'");
        return NormalPrior.Flat;
    }

    private static Option<string> Column(string name, string description, string byDefault) =>
        new(name) { Description = description, HelpName = "COLUMN", DefaultValueFactory = _ => byDefault };
}
