using Perto.Recommendations;
using Spectre.Console;

namespace Perto.Cli;

/// <summary>What a ranker reached, for people: a metric on a line, with published figures beside it.</summary>
internal static class RankTable
{
    public static void Print(IAnsiConsole console, RankReport report)
    {
        if (report.Metrics.Count > 0)
            PrintMetrics(console, report);
        console.MarkupLineInterpolated($" [dim]{report.Trees:0.#} trees of {report.Leaves:0.#} leaves; {report.Seeds} seed(s)[/]");
        if (report.Parameters.Count > 0)
            console.MarkupLineInterpolated($" [dim]{string.Join(", ", report.Parameters.Select(parameter => $"{parameter.Key}={parameter.Value}"))}[/]");
        Table features = new Table().Border(TableBorder.None).AddColumn("feature");
        foreach (string name in (string[])["gain", "splits"])
            features.AddColumn(new TableColumn(name).RightAligned());
        foreach (RankFeature feature in report.Features)
            features.AddRow(Markup.Escape(feature.Name), $"{100 * feature.Gain:0.0} %", $"{feature.Splits}");
        console.Write(features);
    }

    private static void PrintMetrics(IAnsiConsole console, RankReport report)
    {
        // Without bagging and a fraction of the features a seed draws nothing, and an interval of 0 would read as certainty.
        bool alike = report.Metrics.All(metric => metric.OverSeeds == 0);
        Table table = new Table().Border(TableBorder.None).AddColumn("metric");
        foreach (string name in (string[])["mean", "95 % over seeds", "95 % over queries", "published"])
            table.AddColumn(new TableColumn(name).RightAligned());
        foreach (RankerMetric metric in report.Metrics)
        {
            PublishedRow? published = report.Published?.Rows.FirstOrDefault(row => row.Metric == metric.Name && row.K == metric.K);
            table.AddRow(
                $"{metric.Name}@{metric.K}",
                $"{metric.Value:0.0000}",
                report.Seeds > 1 && !alike ? $"± {metric.OverSeeds:0.0000}" : "",
                $"± {metric.OverQueries:0.0000}",
                published is null ? "" : $"{published.Value:0.0000}");
        }

        console.Write(table);
        console.MarkupLineInterpolated($" [dim]{report.Queries:N0} queries, {report.Rows:N0} rows; graded NDCG, a query with nothing relevant counts 1[/]");
        if (report.Seeds > 1 && alike)
            console.MarkupLine(" [dim]all seeds gave the same: nothing is drawn with these parameters (bagging_fraction, feature_fraction)[/]");
        if (report.Published is { } source)
            console.MarkupLineInterpolated($" [dim]{source.Protocol} ({source.Source})[/]");
    }
}
