using System.CommandLine;
using Perto.Learning;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto abtest power</c>: how many units an experiment needs, or what it can see with those that there are.</summary>
internal static class PowerCommand
{
    private static readonly Option<double> Baseline = AbTestOptions.Required("--baseline", "The control's mean, or its share where there is no --deviation", AbTestOptions.NumberRule, AbTestOptions.IsNumber);

    private static readonly Option<double?> Deviation = AbTestOptions.Optional("--deviation", "The metric's standard deviation over units; without it the metric is a share", AbTestOptions.PositiveRule, AbTestOptions.IsPositive);

    private static readonly Option<double?> Effect = AbTestOptions.Optional("--effect", "The smallest difference that must not be missed, in the metric's unit", "a number other than 0, from -1e50 to 1e50 and not within 1e-50 of 0", value => AbTestOptions.IsPositive(Math.Abs(value)));

    private static readonly Option<double?> Units = AbTestOptions.Optional("--units", "Units in the control, instead of asking how many are needed", "above 0, and at most 1e15", value => value is > 0 and <= AbTestOptions.MostUnits);

    private static readonly Option<double> Power = AbTestOptions.Number(
        "--power", "The probability with which the effect must be seen", "at least 0.5 and below 1", value => value is >= 0.5 and < 1, 0.8);

    private static readonly Option<double> Alpha = AbTestOptions.Alpha();

    private static readonly Option<Alternative> Alternative = AbTestOptions.Alternative();

    private static readonly Option<double> Allocation = AbTestOptions.Number("--allocation", "Units in the treatment for each in the control", "in 1e-6..1e6", value => value is >= 1e-6 and <= 1e6, 1);

    private static readonly Option<double?> PerDay = AbTestOptions.Optional("--per-day", "New units a day in both arms together, to say how long it takes", "in 1e-6..1e15", value => value is >= 1e-6 and <= AbTestOptions.MostUnits);

    public static Command Create()
    {
        var command = new Command(
            "power",
            """
            How many units an experiment needs; or, with --units, its power or the smallest effect that it can see

            Examples:
              perto abtest power --baseline 0.1 --effect 0.01 --per-day 5000
              perto abtest power --baseline 20 --deviation 35 --units 10000
            """)
        {
            Baseline, Deviation, Effect, Units, Power, Alpha, Alternative, Allocation, PerDay,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(Effect) is null && result.GetResult(Units) is null)
                result.AddError("Give --effect, to be told how many units it needs, or --units, to be told what they can see, or both");
            if (result.GetResult(Units) is not null && result.GetResult(PerDay) is not null)
                result.AddError("--per-day is for how many units are needed; with --units that is not asked");
        });
        command.SetAction(parsed =>
        {
            Terminal terminal = Terminal.For(parsed);
            PowerReport report = Plan(parsed);
            terminal.Print(report, console => console.WriteLine($" {report.InWords()}"));
            return ExitCode.Success;
        });
        return command;
    }

    private static PowerReport Plan(ParseResult parsed)
    {
        var design = new ExperimentDesign
        {
            Baseline = parsed.GetValue(Baseline),
            Deviation = parsed.GetValue(Deviation),
            Alpha = parsed.GetValue(Alpha),
            Alternative = parsed.GetValue(Alternative),
            Allocation = parsed.GetValue(Allocation),
        };
        double power = parsed.GetValue(Power);
        double? effect = parsed.GetValue(Effect);
        if (effect is { } given)
            ThrowUnlessPossible(design, given);
        if (parsed.GetValue(Units) is { } units)
        {
            double treatment = units * design.Allocation;
            if (effect is { } known)
                return new PowerReport(known, known / Math.Abs(design.Baseline), design.Power(known, units), units, treatment, null);
            double smallest = design.MinimumDetectableEffect(units, power);
            double? seen = double.IsNaN(smallest) ? null : smallest;
            return new PowerReport(seen, seen / Math.Abs(design.Baseline), power, units, treatment, null, NoneAbove: seen < 0 && design.Alternative == Learning.Alternative.TwoSided);
        }
        ArmSizes sizes = design.SampleSize(effect!.Value, power);
        if (sizes.Total > AbTestOptions.MostUnits)
            throw new SettingOutOfRangeException("--effect", effect.Value, $"large enough to be seen with at most {AbTestOptions.MostUnits:0e+0} units, and not {sizes.Total:0.#e+0}");
        return new PowerReport(
            effect, effect / Math.Abs(design.Baseline), power, Math.Ceiling(sizes.Control), Math.Ceiling(sizes.Treatment),
            parsed.GetValue(PerDay) is { } perDay ? sizes.Days(perDay) : null);
    }

    private static void ThrowUnlessPossible(ExperimentDesign design, double effect)
    {
        if (design.Alternative == Learning.Alternative.Greater && effect < 0)
            throw new SettingOutOfRangeException("--effect", effect, "above 0, as --alternative is greater");
        if (design.Alternative == Learning.Alternative.Less && effect > 0)
            throw new SettingOutOfRangeException("--effect", effect, "below 0, as --alternative is less");
        double share = design.Baseline + effect;
        if (design.Deviation is null && design.Baseline is > 0 and < 1 && share is <= 0 or >= 1)
            throw new SettingOutOfRangeException("--effect", effect, $"such that the treatment's share stays above 0 and below 1, from {design.Baseline}");
    }
}
