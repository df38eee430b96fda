namespace Perto.Platform;

/// <summary>Deletes what the retention settings say is too old.</summary>
internal sealed class DataRetention(RetentionPolicy retention) : IScheduledJob
{
    /// <inheritdoc/>
    public async Task<string> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        if (!retention.HasRules)
            return "no retention is set";
        IReadOnlyList<RetentionReport> reports = await retention.RunAsync(cancellationToken);
        return string.Join(", ", reports.Select(report => $"{report.Table}: {report.Rows:N0} rows"));
    }
}
