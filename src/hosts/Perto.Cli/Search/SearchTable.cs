using System.Globalization;
using Perto.Platform;
using Perto.Recommendations;
using Spectre.Console;

namespace Perto.Cli;

/// <summary>How well documents were found, for people: a way to search on a line.</summary>
internal static class SearchTable
{
    public static void Print(IAnsiConsole console, SearchReport report)
    {
        IReadOnlyList<RetrievalMetric> columns = report.Results[0].Metrics;
        Table table = Columns("method", [.. columns.Select(Heading), "queries/s"]);
        foreach (RetrievalResult result in report.Results)
        {
            table.AddRow(
            [
                result.Method,
                .. result.Metrics.Select(metric => metric.Interval is { } interval
                    ? string.Create(CultureInfo.InvariantCulture, $"{metric.Value:0.0000} ({interval.Lower:0.000}-{interval.Upper:0.000})")
                    : string.Create(CultureInfo.InvariantCulture, $"{metric.Value:0.0000}")),
                $"{columns[0].Queries.Count / Math.Max(1e-9, result.Seconds):N0}",
            ]);
        }
        console.Write(table);
        console.MarkupLineInterpolated($" [dim]{report.Protocol}[/]");
        foreach (string note in report.Notes)
            console.MarkupLineInterpolated($" [dim]{note}[/]");
        if (report.Model is { } model)
            console.MarkupLineInterpolated($" [dim]embed: {model}[/]");
        if (report.Fusion is { } fusion)
            console.MarkupLineInterpolated($" [dim]hybrid: {fusion}[/]");
        foreach (ModelComparison compared in report.Comparisons)
        {
            console.MarkupLineInterpolated(
                CultureInfo.InvariantCulture,
                $" {compared.Metric}@{compared.K} of {compared.Model} over {compared.Against}: {compared.Difference:+0.0000;-0.0000} ({compared.Interval.Lower:0.0000} to {compared.Interval.Upper:0.0000}), p {compared.PValue:0.0000}");
        }
        if (report.Learned is { } learned)
            Print(console, learned);
        if (report.Published is { } published)
            Print(console, published, report.Results);
    }

    private static void Print(IAnsiConsole console, LearnedFusion learned)
    {
        if (learned.Decision == FusionDecision.Untried)
        {
            console.MarkupLineInterpolated($" gate: {learned.Queries} queries are too few to learn from; reciprocal ranks with equal weights");
            return;
        }
        Table table = Columns("held out", ["method", "weights", "fused", "best alone", "its ndcg"]);
        foreach (FusionFold fold in learned.Folds)
        {
            table.AddRow(
                $"{fold.Queries.Count} queries",
                NameOf(fold.Method),
                Written(learned.Parts, fold.Weights),
                string.Create(CultureInfo.InvariantCulture, $"{fold.FusedNdcg:0.0000}"),
                fold.SinglePart,
                string.Create(CultureInfo.InvariantCulture, $"{fold.SingleNdcg:0.0000}"));
        }
        console.Write(table);
        string decision = learned.Decision == FusionDecision.Fused
            ? $"fuse by {NameOf(learned.Method)} with {Written(learned.Parts, learned.Weights)}"
            : $"leave fusion out and search by {learned.Single} alone";
        console.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $" gate: {decision}; held-out ndcg@{learned.K} {learned.FusedNdcg:0.0000} fused, {learned.SingleNdcg:0.0000} best alone, {learned.GatedNdcg:0.0000} as the gate decides, p {learned.PValue:0.0000}");
    }

    private static void Print(IAnsiConsole console, PublishedRetrieval published, IReadOnlyList<RetrievalResult> results)
    {
        Table table = Columns("published", ["metric", "value", .. results.Select(result => result.Method)]);
        foreach (PublishedRow row in published.Rows)
        {
            table.AddRow(
            [
                row.Model,
                $"{row.Metric}@{row.K}",
                string.Create(CultureInfo.InvariantCulture, $"{row.Value:0.0000}"),
                .. results.Select(result => result.Metrics.FirstOrDefault(metric => metric.Name == row.Metric && metric.K == row.K) is { } ours
                    ? string.Create(CultureInfo.InvariantCulture, $"{ours.Value:0.0000}") : ""),
            ]);
        }
        console.Write(table);
        console.MarkupLineInterpolated($" [dim]{published.Protocol} ({published.Source})[/]");
    }

    /// <summary>The name of a method as the command line has it.</summary>
    public static string NameOf(Vectors.FusionMethod method) => method switch
    {
        Vectors.FusionMethod.ReciprocalRank => "rrf",
        Vectors.FusionMethod.WeightedScore => "min_max",
        Vectors.FusionMethod.ZScore => "z_score",
        _ => "dbsf",
    };

    private static string Written(IReadOnlyList<string> parts, IReadOnlyList<double> weights) =>
        string.Join(", ", parts.Zip(weights, (part, weight) => string.Create(CultureInfo.InvariantCulture, $"{part} {weight:0.#}")));

    private static string Heading(RetrievalMetric metric) => $"{metric.Name}@{metric.K}";

    private static Table Columns(string left, IEnumerable<string> right)
    {
        Table table = new Table().Border(TableBorder.None).AddColumn(left);
        foreach (string name in right)
            table.AddColumn(new TableColumn(name).RightAligned());
        return table;
    }
}
