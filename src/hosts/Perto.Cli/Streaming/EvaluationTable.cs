using System.Globalization;
using Perto.Recommendations;
using Spectre.Console;

namespace Perto.Cli;

/// <summary>An evaluation for people: a model on a line.</summary>
internal static class EvaluationTable
{
    // The rest says what lists are beyond being right, and has a table of its own.
    private static readonly IReadOnlyList<string> Accuracy = EvaluationProtocol.AccuracyNames;

    public static void Print(IAnsiConsole console, EvaluationReport report)
    {
        Print(console, report.Results);
        console.MarkupLineInterpolated($" [dim]{report.Protocol}[/]");
        foreach (ModelComparison compared in report.Comparisons)
        {
            console.MarkupLineInterpolated(
                CultureInfo.InvariantCulture,
                $" {compared.Metric}@{compared.K} of {compared.Model} over {compared.Against}: {compared.Difference:+0.0000;-0.0000} ({compared.Interval.Lower:0.0000} to {compared.Interval.Upper:0.0000}), p {compared.PValue:0.0000}");
        }

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
        MetricValue[] columns = [.. results[0].Metrics.Where(metric => Accuracy.Contains(metric.Name))];
        Table table = Columns(["model"], [.. columns.Select(Heading), "users", "fit s", "rank s", "peak MB"]);
        foreach (EvaluationResult result in results)
        {
            table.AddRow(
            [
                result.Model,
                .. columns.Select(metric => Cell(result, metric)),
                $"{result.Users:N0}",
                $"{result.FitSeconds:0.00}",
                $"{result.ScoreSeconds:0.00}",
                $"{result.PeakMemoryBytes / 1e6:N0}",
            ]);
        }

        console.Write(table);
        MetricValue[] beyond = [.. results[0].Metrics.Except(columns)];
        if (beyond.Length > 0)
        {
            Table lists = Columns(["lists"], [.. beyond.Select(Heading)]);
            foreach (EvaluationResult result in results)
                lists.AddRow([result.Model, .. beyond.Select(metric => Cell(result, metric))]);
            console.Write(lists);
        }

        MetricValue first = results[0].Metrics.Last(metric => metric.Name == EvaluationProtocol.MetricNames[0]);
        foreach (EvaluationResult result in results)
        {
            if (result.Value(first.Name, first.K).Interval is { } interval)
                console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $" [dim]{Heading(first)} of {result.Model}: {interval.Lower:0.0000} to {interval.Upper:0.0000} (95 %, bootstrap over users)[/]");
        }
    }

    private static string Heading(MetricValue metric) => $"{metric.Name}@{metric.K}";

    private static string Cell(EvaluationResult result, MetricValue metric) => $"{result.Metric(metric.Name, metric.K):0.0000}";

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
