using Perto.Platform;
using Perto.Vectors;

namespace Perto.Cli;

/// <summary>The vector database in words for people.</summary>
internal static class VectorWords
{
    public static string Shape(VectorFieldShape field) => field.Kind == VectorKind.Sparse
        ? $"{field.Name} (sparse, {Lower(field.Metric)})"
        : $"{field.Name} ({(field.Kind == VectorKind.Bits ? "bits " : "")}{field.Dimension}, {Lower(field.Metric)})";

    public static string Health(CollectionHealth health) => health.Reason is { } reason ? $"{Lower(health.State)}: {reason}" : Lower(health.State);

    public static string Bytes(long bytes) => bytes switch
    {
        < 1_000 => $"{bytes} B",
        < 1_000_000 => $"{bytes / 1e3:0.0} kB",
        < 1_000_000_000 => $"{bytes / 1e6:0.0} MB",
        _ => $"{bytes / 1e9:0.00} GB",
    };

    /// <summary>How a search was done: <c>graph, 1,043 compared, 30 read again, 0.2 ms; about 12,000 records pass the filter</c>.</summary>
    public static string Explain(SearchExplain explain, bool filtered)
    {
        string text = $"{explain.Strategy}, {explain.Compared:N0} compared";
        if (explain.Rescored > 0)
            text += $", {explain.Rescored:N0} read again";
        if (explain.Unindexed > 0)
            text += $", {explain.Unindexed:N0} not in the index yet";
        text += $", {explain.Elapsed.TotalMilliseconds:0.00} ms";
        return filtered ? $"{text}; {(explain.PassingIsEstimate ? "about " : "")}{explain.Passing:N0} of {explain.Records:N0} records pass the filter" : text;
    }

    /// <summary>What to choose after a measurement.</summary>
    public static string Advice(RecallReport report)
    {
        const double Good = 0.95;
        if (report.Queries == 0)
            return "No record has this vector, so there is nothing to measure.";
        if (report.Points.FirstOrDefault(point => point.Recall >= Good) is not { } enough)
            return $"No ef tried finds {Good:0 %} of the nearest; try larger ones, or search exactly ({report.ExactMs:0.00} ms).";
        return enough.MeanMs > 0 && report.ExactMs > enough.MeanMs
            ? $"ef {enough.Ef} finds {enough.Recall:0.0 %} and is {report.ExactMs / enough.MeanMs:0.0} times as fast as an exact search."
            : $"ef {enough.Ef} finds {enough.Recall:0.0 %}; at this size an exact search is as fast.";
    }

    private static string Lower<T>(T value) => $"{value}".ToLowerInvariant();
}
