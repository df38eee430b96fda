using Perto.Learning;
using Perto.Targeting;
using Spectre.Console;

namespace Perto.Cli;

/// <summary>The report of an experiment for people.</summary>
internal static class AnalysisTable
{
    public static void Print(IAnsiConsole console, AnalysisReport report)
    {
        PrintSrm(console, report);
        bool adjusted = report.Correction != Correction.None;
        bool bayesian = report.Comparisons.Any(comparison => comparison.Bayesian is not null);
        var table = new Table().Border(TableBorder.None).AddColumn("metric").AddColumn("arm");
        foreach (string name in (string[])["n", "value", "control", "difference", "relative", "p"])
            table.AddColumn(new TableColumn(name).RightAligned());
        if (adjusted)
            table.AddColumn(new TableColumn(Corrected(report)).RightAligned());
        if (bayesian)
            table.AddColumn(new TableColumn("wins").RightAligned()).AddColumn(new TableColumn("risk").RightAligned());
        foreach (Comparison row in report.Comparisons)
        {
            table.AddRow(
            [
                Markup.Escape(row.Metric),
                Markup.Escape(row.Arm),
                $"{row.Units:N0}",
                Number(row.Value),
                Number(row.ControlValue),
                Effect(row.Absolute, Number),
                Effect(row.Relative, Percent),
                Probability(row.PValue),
                .. adjusted ? (string[])[Probability(row.AdjustedPValue)] : [],
                .. bayesian ? (string[])[row.Bayesian is null ? "-" : $"{row.Bayesian.ChanceToWin:0.0 %}", row.Bayesian is null ? "-" : Number(row.Bayesian.RiskOfTreatment)] : [],
            ]);
        }
        console.Write(table);
        foreach (Comparison row in report.Comparisons.Where(row => row.Problem is not null))
            console.MarkupLineInterpolated($" [yellow]{row.Metric}, {row.Arm}: {row.Problem}[/]");
        string test = report.Test == "welch" ? "Welch's test, for one look" : "sequential test, for any number of looks";
        console.MarkupLineInterpolated($" [dim]{1 - report.Alpha:0.## %} intervals; p of the {report.Scale.ToString().ToLowerInvariant()} effect by {test}[/]");
        foreach (Comparison row in report.Comparisons.Where(row => row.Adjustment is not null))
            console.MarkupLineInterpolated($" [dim]{row.Metric}, {row.Arm}: adjusted by its covariate, coefficient {row.Adjustment:0.####}{Missing(row)}[/]");
        if (report.UnitsInSeveralArms > 0)
            console.MarkupLineInterpolated($" [yellow]{report.UnitsInSeveralArms:N0} units were in several arms and are left out[/]");
        if (report.Looks is not null)
            PrintLooks(console, report);
    }

    private static void PrintSrm(IAnsiConsole console, AnalysisReport report)
    {
        string units = string.Join(", ", report.Srm.Arms.Select(arm => $"{arm.Arm} {arm.Units:N0} (expected {arm.Expected:N0})"));
        if (report.Srm.Mismatch)
            console.MarkupLineInterpolated($" [red bold]{report.Srm.Banner}[/] {units}");
        else
            console.MarkupLineInterpolated($" [dim]{report.Srm.Banner}: {units}[/]");
    }

    private static void PrintLooks(IAnsiConsole console, AnalysisReport report)
    {
        var table = new Table().Border(TableBorder.None).AddColumn("day").AddColumn("metric").AddColumn("arm");
        foreach (string name in (string[])["n", "control", "effect", "p"])
            table.AddColumn(new TableColumn(name).RightAligned());
        bool adjusted = report.Correction != Correction.None;
        if (adjusted)
            table.AddColumn(new TableColumn(Corrected(report)).RightAligned());
        Func<double, string> form = report.Scale == EffectScale.Relative ? Percent : Number;
        foreach (Look look in report.Looks!)
        {
            table.AddRow(
            [
                $"{look.Day:yyyy-MM-dd}",
                Markup.Escape(look.Metric),
                Markup.Escape(look.Arm),
                $"{look.Units:N0}",
                $"{look.ControlUnits:N0}",
                Effect(look.Effect, form),
                Probability(look.Effect?.PValue),
                .. adjusted ? (string[])[Probability(look.AdjustedPValue)] : [],
            ]);
        }
        console.WriteLine();
        console.Write(table);
        foreach (IGrouping<(string Metric, string Arm), Look> looks in report.Looks.GroupBy(look => (look.Metric, look.Arm)))
        {
            Look? first = looks.FirstOrDefault(look => (adjusted ? look.AdjustedPValue : look.Effect?.PValue) < report.Alpha);
            string when = first is null ? "has not seen an effect" : $"saw an effect first on {first.Day:yyyy-MM-dd}";
            console.MarkupLineInterpolated($" {looks.Key.Metric}, {looks.Key.Arm}: {when}");
        }
    }

    private static string Corrected(AnalysisReport report) => $"p ({report.Correction.ToString().ToLowerInvariant()})";

    private static string Missing(Comparison row) => row.WithoutCovariate == 0 ? "" : $"; {row.WithoutCovariate:N0} units have none, and count as if theirs were the mean";

    private static string Effect(ReportedEffect? effect, Func<double, string> form)
    {
        if (effect is null)
            return "-";
        // What is left of two equal means after their last bits is no effect.
        double estimate = Math.Abs(effect.Estimate) < 1e-9 * effect.StandardError ? 0 : effect.Estimate;
        return $"{Signed(estimate, form)} {Markup.Escape($"[{End(effect.Lower, form)}, {End(effect.Upper, form)}]")}";
    }

    private static string Signed(double value, Func<double, string> form) => value > 0 ? $"+{form(value)}" : form(value);

    private static string End(double? end, Func<double, string> form) => end is null ? "..." : form(end.Value);

    private static string Probability(double? p) => p is null ? "-" : p < 0.0001 ? "<0.0001" : $"{p:0.0000}";

    private static string Percent(double value) => $"{value:0.00 %}";

    // Four digits that say something, in whatever size.
    private static string Number(double value) => Math.Abs(value) switch
    {
        0 => "0",
        >= 1e7 or < 1e-4 => $"{value:0.000e+0}",
        >= 1_000 => $"{value:N1}",
        >= 1 => $"{value:0.####}",
        _ => $"{value:0.#####}",
    };
}
