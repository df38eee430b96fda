using System.Globalization;
using Perto.Recommendations;
using Spectre.Console;

namespace Perto.Cli;

/// <summary>An evaluation for people: a model on a line.</summary>
internal static class EvaluationTable
{
    public static void Print(IAnsiConsole console, EvaluationReport report)
    {
        Print(console, report.Results);
        console.MarkupLineInterpolated($" [dim]{report.Protocol}[/]");
        foreach (EvaluationResult result in report.Results)
        {
            if (result.Ratings is { } ratings)
                console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $" {result.Model}: RMSE {ratings.Rmse:0.0000}, MAE {ratings.Mae:0.0000} over {ratings.Ratings:N0} ratings");
        }

        foreach (EvaluationResult result in report.Results.Where(result => result.Parameters.Count > 0))
            console.MarkupLineInterpolated($" [dim]{result.Model}: {Written(result.Parameters)}[/]");
        foreach (TuningResult tuning in report.Tuning)
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $" [dim]{tuning.Model}: best of {tuning.Trials.Count} by {tuning.Metric} {tuning.Best.Value:0.0000} on {tuning.Protocol}; searched {string.Join("; ", tuning.Searched)}[/]");
        if (report.Refitted.Count > 0)
        {
            console.WriteLine();
            console.WriteLine("fitted on train and valid together");
            Print(console, report.Refitted);
        }

        if (report.Published is { } published)
            Print(console, published, report.Results);
    }

    private static void Print(IAnsiConsole console, IReadOnlyList<EvaluationResult> results)
    {
        Table table = Columns(["model"], [.. results[0].Metrics.Select(metric => $"{metric.Name}@{metric.K}"), "users", "fit s", "rank s", "peak MB"]);
        foreach (EvaluationResult result in results)
        {
            table.AddRow(
            [
                result.Model,
                .. result.Metrics.Select(metric => $"{metric.Value:0.0000}"),
                $"{result.Users:N0}",
                $"{result.FitSeconds:0.00}",
                $"{result.ScoreSeconds:0.00}",
                $"{result.PeakMemoryBytes / 1e6:N0}",
            ]);
        }

        console.Write(table);
    }

    private static void Print(IAnsiConsole console, PublishedTable published, IReadOnlyList<EvaluationResult> results)
    {
        console.WriteLine();
        Table table = Columns(["published"], ["metric", "value", .. results.Select(result => result.Model)]);
        foreach (PublishedRow row in published.Rows)
        {
            table.AddRow(
            [
                row.Model,
                $"{row.Metric}@{row.K}",
                $"{row.Value:0.0000}",
                .. results.Select(result => result.Metrics.FirstOrDefault(metric => metric.Name == row.Metric && metric.K == row.K) is { } ours ? $"{ours.Value:0.0000}" : ""),
            ]);
        }

        console.Write(table);
        console.MarkupLineInterpolated($" [dim]{published.Protocol} ({published.Source})[/]");
    }

    private static Table Columns(IEnumerable<string> left, IEnumerable<string> right)
    {
        Table table = new Table().Border(TableBorder.None);
        foreach (string name in left)
            table.AddColumn(name);
        foreach (string name in right)
            table.AddColumn(new TableColumn(name).RightAligned());
        return table;
    }

    private static string Written(IReadOnlyDictionary<string, string> parameters) => string.Join(", ", parameters.Select(parameter => $"{parameter.Key}={parameter.Value}"));
}
