using Perto.Recommendations;
using Spectre.Console;

namespace Perto.Cli;

/// <summary>Evaluation results for people: a model on a line.</summary>
internal static class EvaluationTable
{
    public static void Print(IAnsiConsole console, string protocol, IReadOnlyList<EvaluationResult> results)
    {
        var table = new Table().Border(TableBorder.None).AddColumn("model");
        IReadOnlyList<MetricValue> columns = results[0].Metrics;
        foreach (MetricValue metric in columns)
            table.AddColumn(new TableColumn($"{metric.Name}@{metric.K}").RightAligned());
        foreach (string name in (string[])["users", "fit s", "rank s", "peak MB"])
            table.AddColumn(new TableColumn(name).RightAligned());
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
        console.MarkupLineInterpolated($" [dim]{protocol}[/]");
        foreach (EvaluationResult result in results.Where(result => result.Parameters.Count > 0))
            console.MarkupLineInterpolated($" [dim]{result.Model}: {string.Join(", ", result.Parameters.Select(parameter => $"{parameter.Key}={parameter.Value}"))}[/]");
    }
}
