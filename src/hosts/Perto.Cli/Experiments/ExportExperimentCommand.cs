using System.CommandLine;
using System.Globalization;
using Perto.Targeting;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto experiments export NAME</c></summary>
internal static class ExportExperimentCommand
{
    private static readonly Argument<string> Name = ExperimentsCommand.Name();
    private static readonly Option<int?> Version = ExperimentsCommand.Version();
    private static readonly Option<FileInfo?> Out = new("--out") { Description = "The file that is written; standard output if left out", HelpName = "FILE" };

    public static Command Create()
    {
        var command = new Command(
            "export", "The units of an experiment as CSV, as 'perto abtest analyse' reads them: unit, variant, at, each metric, and metric_before of covariates")
        {
            Name, Version, Out,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IExperiments> connection = await ExperimentsConnection.OpenAsync(parsed, cancellationToken);
            string name = parsed.GetValue(Name)!;
            int? version = parsed.GetValue(Version);
            Experiment experiment = (await connection.Service.ShowAsync(name, version, cancellationToken)).Experiment;
            FileInfo? file = parsed.GetValue(Out);
            long rows = 0;
            TextWriter writer = file is null ? Console.Out : new StreamWriter(file.FullName, append: false);
            try
            {
                string[] values = [.. experiment.Metrics.SelectMany(metric => ((string?[])[metric.Name, metric.Denominator]).OfType<string>()).Distinct(StringComparer.Ordinal)];
                string[] before = [.. experiment.Metrics.Select(metric => metric.Covariate).OfType<string>().Distinct(StringComparer.Ordinal)];
                await writer.WriteLineAsync(string.Join(',', (string[])["unit", "variant", "at", .. values, .. before.Select(covariate => $"{covariate}_before")]));
                await foreach (ExperimentUnit unit in ExperimentPages.UnitsAsync(connection.Service, name, version, cancellationToken))
                {
                    await writer.WriteLineAsync(string.Join(',', (string[])
                    [
                        Cell(unit.Unit), unit.Arm, unit.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                        .. values.Select(metric => Number(unit.Values.GetValueOrDefault(metric))),
                        .. before.Select(metric => Number(unit.Before.GetValueOrDefault(metric))),
                    ]));
                    rows++;
                }
            }
            finally
            {
                if (file is not null)
                    await writer.DisposeAsync();
            }
            if (file is not null)
                Terminal.For(parsed).Print(new { file = file.FullName, rows }, console => console.WriteLine($"{rows:N0} units are in {file.FullName}"));
            return ExitCode.Success;
        });
        return command;
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    // RFC 4180: what may hold a separator stands in quotes.
    private static string Cell(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
