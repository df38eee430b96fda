namespace Perto.Platform;

/// <summary>Deletes what the retention settings say is too old.</summary>
internal sealed class DataRetention(RetentionPolicy retention) : IScheduledJob
{
    /// <inheritdoc/>
    public async Task<string> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        if (!retention.HasRules)
            return "no retention is set";
        RetentionReport report = await retention.RunAsync(cancellationToken);
        return string.Join(", ", report.Tables.Select(table => $"{table.Key}: {table.Value:N0} rows"));
    }
}
