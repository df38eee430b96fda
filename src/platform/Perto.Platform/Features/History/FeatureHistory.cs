namespace Perto.Platform;

/// <summary>Reads the history of views.</summary>
internal sealed class FeatureHistory(IDatabase database)
{
    private const string Columns = "entity_key, event_at, write_order, packed";

    /// <summary>A page of what was known of one entity, newest first.</summary>
    public async Task<Page<FeatureReadingDocument>> ListAsync(TenantId tenant, RegisteredView view, string key, Paging paging, CancellationToken cancellationToken)
    {
        Cursor? cursor = Cursor.Read(paging.Cursor, 2);
        IReadOnlyList<FeatureHistoryRow> rows = await database.ReadAsync(
            session => session.QueryAsync<FeatureHistoryRow>(
                $"""
                select {Columns} from feature_history
                where tenant = @tenant and view_id = @Id and entity_key = @key and (event_at, write_order) < (@at, @order)
                order by event_at desc, write_order desc limit @limit
                """,
                new { tenant, view.Id, key, at = cursor?.Integer(0) ?? long.MaxValue, order = cursor?.Integer(1) ?? long.MaxValue, limit = paging.Limit + 1 }),
            cancellationToken);
        return paging.Page(rows, row => Cursor.Write(row.EventAt, row.WriteOrder)).Select(row => Document(view, row));
    }

    /// <summary>Rows of some entities between two moments, in the order of entity, event time and write, behind the last one that was read.</summary>
    public Task<IReadOnlyList<FeatureHistoryRow>> PageAsync(
        TenantId tenant, RegisteredView view, string[] keys, long from, long to, FeatureHistoryRow? last, int limit, CancellationToken cancellationToken) =>
        database.ReadStaleAsync(
            session => session.QueryAsync<FeatureHistoryRow>(
                $"""
                select {Columns} from feature_history
                where tenant = @tenant and view_id = @Id and entity_key in @keys and event_at >= @from and event_at <= @to
                  and (entity_key, event_at, write_order) > (@key, @at, @order)
                order by entity_key, event_at, write_order limit @limit
                """,
                new
                {
                    tenant,
                    view.Id,
                    keys,
                    from,
                    to,
                    limit,
                    key = last?.EntityKey ?? "",
                    at = last?.EventAt ?? long.MinValue,
                    order = last?.WriteOrder ?? long.MinValue,
                }),
            cancellationToken);

    /// <summary>Rows of all entities between two moments, in the order of event time, behind a position.</summary>
    public Task<IReadOnlyList<FeatureHistoryRow>> ByTimeAsync(
        TenantId tenant, RegisteredView view, long from, long to, FeatureHistoryRow? last, int limit, CancellationToken cancellationToken) =>
        database.ReadStaleAsync(
            session => session.QueryAsync<FeatureHistoryRow>(
                $"""
                select {Columns} from feature_history
                where tenant = @tenant and view_id = @Id and event_at >= @from and event_at < @to
                  and (event_at, entity_key, write_order) > (@at, @key, @order)
                order by event_at, entity_key, write_order limit @limit
                """,
                new
                {
                    tenant,
                    view.Id,
                    from,
                    to,
                    limit,
                    key = last?.EntityKey ?? "",
                    at = last?.EventAt ?? long.MinValue,
                    order = last?.WriteOrder ?? long.MinValue,
                }),
            cancellationToken);

    private static FeatureReadingDocument Document(RegisteredView view, FeatureHistoryRow row) =>
        FeatureReadingDocument.Of(FeatureReading.Of(view, row.EventAt, row.Packed, row.EventAt)) with { WrittenAt = UnixMicros.ToMoment(row.WriteOrder), AgeSeconds = null };
}
