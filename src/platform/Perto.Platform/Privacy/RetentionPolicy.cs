using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>Deletes rows of declared tables that are older than the settings let them be.</summary>
public sealed class RetentionPolicy
{
    /// <summary>Rows in one transaction.</summary>
    public const int BatchSize = 2_000;

    private readonly IDatabase _database;
    private readonly IReadOnlyDictionary<PersonalDataTable, TimeSpan> _rules;
    private readonly IReadOnlyList<IRetentionFollower> _followers;
    private readonly TimeProvider _clock;
    private readonly ILogger<RetentionPolicy> _logger;

    /// <summary>Reads the rules.</summary>
    /// <exception cref="InvalidSettingException">One cannot be used.</exception>
    public RetentionPolicy(
        IDatabase database,
        PrivacyRegistry registry,
        PrivacySettings settings,
        IEnumerable<IRetentionFollower> followers,
        TimeProvider clock,
        ILogger<RetentionPolicy> logger)
    {
        ArgumentNullException.ThrowIfNull(registry);
        _database = database;
        _rules = RetentionRules.Read(settings, registry.Tables);
        _followers = [.. followers];
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Whether any table has a limit.</summary>
    public bool HasRules => _rules.Count > 0;

    /// <summary>How long rows of a table are kept; null: until somebody deletes them.</summary>
    public TimeSpan? Of(PersonalDataTable table) => _rules.TryGetValue(table, out TimeSpan kept) ? kept : null;

    /// <summary>Deletes what is too old now, of all tenants, in batches. Can be cancelled between two and run by several at once.</summary>
    public async Task<RetentionReport> RunAsync(CancellationToken cancellationToken = default)
    {
        SortedDictionary<string, long> deleted = new(StringComparer.Ordinal);
        foreach ((PersonalDataTable table, TimeSpan kept) in _rules)
        {
            TableShape shape = await _database.ReadAsync(session => TableShape.ReadAsync(session, table.Table), cancellationToken);
            if (shape.Key.Count == 0)
                throw new InvalidOperationException($"The table {table.Table} has no primary key, by which old rows are deleted in batches");
            long before = UnixMicros.From(_clock.GetUtcNow() - kept);
            long rows = 0, batch;
            do
            {
                batch = await DeleteBatchAsync(table, shape, before, cancellationToken);
                rows += batch;
            }
            while (batch == BatchSize);
            deleted[table.Table] = rows;
            if (rows > 0)
                _logger.Retained(rows, table.Table);
        }
        return new RetentionReport(deleted);
    }

    private Task<int> DeleteBatchAsync(PersonalDataTable table, TableShape shape, long before, CancellationToken cancellationToken)
    {
        string key = string.Join(", ", shape.Key);
        return _database.WriteAsync(
            async session =>
            {
                IReadOnlyList<Deleted> rows = await session.QueryAsync<Deleted>(
                    $"""
                    delete from {table.Table} where ({key}) in (
                        select {key} from {table.Table} where {table.TimeColumn} < @before limit {BatchSize}
                    ) returning tenant, {table.SubjectColumn} as subject
                    """,
                    new { before });
                foreach (IGrouping<TenantId, Deleted> tenant in rows.GroupBy(row => row.Tenant))
                {
                    string[] subjects = [.. tenant.Select(row => row.Subject).Distinct(StringComparer.Ordinal)];
                    foreach (IRetentionFollower follower in _followers)
                        await follower.TrimmedAsync(session, tenant.Key, table.Table, subjects);
                }
                return rows.Count;
            },
            cancellationToken);
    }

    private sealed record Deleted
    {
        public TenantId Tenant { get; init; }

        public string Subject { get; init; } = "";
    }
}
