using System.CommandLine;
using Perto.Learning;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto abtest simulate</c>: what looking each day does to an analysis.</summary>
internal static class SimulateCommand
{
    private const int MostPerDay = 10_000_000;

    private static readonly Option<double> Baseline = AbTestOptions.Required("--baseline", "The control's mean, or its share where there is no --deviation", AbTestOptions.NumberRule, AbTestOptions.IsNumber);

    private static readonly Option<double?> Deviation = AbTestOptions.Optional("--deviation", "The metric's standard deviation over units; without it the metric is a share", AbTestOptions.PositiveRule, AbTestOptions.IsPositive);

    private static readonly Option<double> Effect = AbTestOptions.Number("--effect", "Treatment - control; 0 is an A/A experiment", AbTestOptions.NumberRule, AbTestOptions.IsNumber, 0);

    private static readonly Option<string> Control = Name("--control", "Name of the control", "control");

    private static readonly Option<string> Treatment = Name("--treatment", "Name of the arm that has the effect", "treatment");

    private static readonly Option<double?> Users = AbTestOptions.Optional(
        "--users", "Units in both arms together over all days, instead of --per-day; spread evenly, rounded down", "a whole number in 4..1000000000",
        value => value is >= 4 and <= 1e9 && value == Math.Floor(value));

    private static readonly Option<int> PerDay = AbTestOptions.Whole("--per-day", "New units a day in each arm", 2, MostPerDay, 1_000);

    private static readonly Option<int> Days = AbTestOptions.Whole("--days", "Days, with a look at the end of each", 1, 10_000, 14);

    private static readonly Option<int> Runs = AbTestOptions.Whole("--runs", "How many experiments are made up", 1, 10_000_000, 1_000);

    private static readonly Option<double> Alpha = AbTestOptions.Alpha();

    private static readonly Option<double> Tuning = AbTestOptions.Tuning();

    private static readonly Option<int> Seed = AbTestOptions.Whole("--seed", "Makes up others", 0, int.MaxValue, 1);

    private static readonly Option<int> Threads = AbTestOptions.Whole("--threads", "Most threads at work, 0 for all processors; the result does not depend on it", 0, 1_024, 0);

    public static Command Create()
    {
        var command = new Command(
            "simulate",
            """
            How often a test sees an effect, and when it stops, if one looks each day: false positives without --effect, power with it

            Examples:
              perto abtest simulate --baseline 0.1 --per-day 500 --days 100
              perto abtest simulate --baseline 0.1 --effect 0.01 --per-day 500 --days 30
              perto abtest simulate --control old --treatment new --baseline 0.1 --effect 0.02 --users 10000
            """)
        {
            Baseline, Deviation, Effect, Control, Treatment, Users, PerDay, Days, Runs, Alpha, Tuning, Seed, Threads,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(Users) is not null && result.GetResult(PerDay) is { Implicit: false })
                result.AddError("--users and --per-day say the same: give one of them");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            Terminal terminal = Terminal.For(parsed);
            (string control, string treatment) = (parsed.GetValue(Control)!, parsed.GetValue(Treatment)!);
            if (control == treatment)
                throw new InvalidValueException("--treatment", treatment, "another name than the control's", $"--treatment must be another name than the control's; got '{treatment}'");
            var simulation = new ExperimentSimulation
            {
                Baseline = parsed.GetValue(Baseline),
                Deviation = parsed.GetValue(Deviation),
                Effect = parsed.GetValue(Effect),
                UnitsPerDay = UnitsPerDay(parsed),
                Days = parsed.GetValue(Days),
                Runs = parsed.GetValue(Runs),
                Alpha = parsed.GetValue(Alpha),
                Tuning = parsed.GetValue(Tuning),
                Seed = parsed.GetValue(Seed),
                Threads = parsed.GetValue(Threads),
            };
            SimulationResult? result = null;
            await new Steps(terminal).RunAsync("Simulate", async progress =>
            {
                // A bar needs a hundredth at a time, and no more.
                int step = Math.Max(1, simulation.Runs / 100);
                void Tell(int done)
                {
                    if (done % step == 0)
                        progress.Report(((double)done / simulation.Runs, $"{done:N0} experiments"));
                }
                result = await Task.Run(() => simulation.Run(Tell, cancellationToken), cancellationToken);
                return $"{simulation.Runs:N0} experiments of {simulation.Days:N0} days and {2L * simulation.UnitsPerDay:N0} units a day";
            });
            var report = new SimulationReport(
                control, simulation.Baseline, treatment, simulation.Baseline + simulation.Effect, simulation.Runs, simulation.Days,
                simulation.UnitsPerDay, result!.AtEnd, result.Peeking, result.Sequential);
            terminal.Print(report, console => Print(console, simulation, report));
            return ExitCode.Success;
        });
        return command;
    }

    private static int UnitsPerDay(ParseResult parsed)
    {
        if (parsed.GetValue(Users) is not { } users)
            return parsed.GetValue(PerDay);
        int days = parsed.GetValue(Days);
        int perDay = (int)Math.Floor(users / 2 / days);
        return perDay is >= 2 and <= MostPerDay
            ? perDay
            : throw new SettingOutOfRangeException("--users", users, $"in {4L * days}..{2L * MostPerDay * days} over {days} days, 2 to {MostPerDay} a day in each arm");
    }

    private static void Print(IAnsiConsole console, ExperimentSimulation simulation, SimulationReport report)
    {
        var table = new Table().Border(TableBorder.None).AddColumn("analysis");
        foreach (string name in (string[])[simulation.Effect == 0 ? "false positives" : "power", "days", "units"])
            table.AddColumn(new TableColumn(name).RightAligned());
        foreach ((string name, SimulationOutcome outcome) in ((string, SimulationOutcome)[])
        [
            ("fixed, one look at the end", report.AtEnd),
            ("fixed, a look each day", report.Peeking),
            ("sequential, a look each day", report.Sequential),
        ])
        {
            string interval = Markup.Escape($"[{outcome.Interval.Lower:0.0 %}, {outcome.Interval.Upper:0.0 %}]");
            table.AddRow(name, $"{outcome.Seen:0.0 %} {interval}", $"{outcome.MeanDays:0.0}", $"{outcome.MeanUnits:N0}");
        }
        console.Write(table);
        console.MarkupLineInterpolated(
            $" [dim]{report.Control} {report.ControlValue:0.######}, {report.Treatment} {report.TreatmentValue:0.######}; {report.UnitsPerDay:N0} units a day in each for {report.Days:N0} days[/]");
        if (simulation.Effect == 0)
            console.MarkupLineInterpolated($" [dim]there is no effect: a test that keeps its promise sees one in at most {simulation.Alpha:0.## %} of experiments[/]");
    }

    private static Option<string> Name(string name, string description, string byDefault) =>
        new(name) { Description = description, HelpName = "ARM", DefaultValueFactory = _ => byDefault };
}
