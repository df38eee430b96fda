namespace Perto.Platform;

/// <summary>The packed rows of the database: the truth of what is known online.</summary>
internal sealed class FeatureTable(IDatabase database)
{
    // SQLite writes a list out as parameters.
    private const int Chunk = 1_000;

    /// <summary>Fills in the rows that are not known yet; afterwards all are, those without a row by an empty one.</summary>
    public Task GetAsync(TenantId tenant, IReadOnlyList<EntityKey> keys, OnlineRow[] rows, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session =>
            {
                foreach (IGrouping<string, int> entity in Enumerable.Range(0, keys.Count).GroupBy(i => keys[i].Entity, StringComparer.Ordinal))
                {
                    foreach (int[] some in entity.Chunk(Chunk))
                    {
                        Dictionary<string, Row> found = await ReadAsync(session, tenant, entity.Key, [.. some.Select(i => keys[i].Key)]);
                        foreach (int i in some)
                            rows[i] = found.TryGetValue(keys[i].Key, out Row? row) ? new OnlineRow(row.Revision, row.Intact(keys[i])) : default;
                    }
                }
                return true;
            },
            cancellationToken);

    /// <summary>
    /// Locks the rows of some entities until the transaction ends, makes those that are not there, and reads them. Their revisions are new ones.
    /// </summary>
    /// <param name="session">The transaction.</param>
    /// <param name="tenant">Whose.</param>
    /// <param name="keys">Which, each once.</param>
    /// <param name="now">In Unix microseconds.</param>
    public static async Task<Dictionary<EntityKey, OnlineRow>> TakeAsync(DatabaseSession session, TenantId tenant, IEnumerable<EntityKey> keys, long now)
    {
        // In one order, so that two writers wait for each other and do not end in a deadlock.
        EntityKey[] ordered = [.. keys.OrderBy(key => key.Entity, StringComparer.Ordinal).ThenBy(key => key.Key, StringComparer.Ordinal)];
        await session.BulkInsertAsync(
            "feature_online",
            ["tenant", "entity", "entity_key", "revision", "packed"],
            ordered,
            key => [tenant, key.Entity, key.Key, now, PackedRow.Empty],
            """
            on conflict (tenant, entity, entity_key) do update set
                revision = case when feature_online.revision >= excluded.revision then feature_online.revision + 1 else excluded.revision end
            """);
        Dictionary<EntityKey, OnlineRow> rows = [];
        foreach (IGrouping<string, EntityKey> entity in ordered.GroupBy(key => key.Entity, StringComparer.Ordinal))
        {
            foreach (EntityKey[] some in entity.Chunk(Chunk))
            {
                foreach ((string key, Row row) in await ReadAsync(session, tenant, entity.Key, [.. some.Select(one => one.Key)]))
                    rows[new EntityKey(entity.Key, key)] = new OnlineRow(row.Revision, row.Intact(new EntityKey(entity.Key, key)));
            }
        }
        return rows;
    }

    /// <summary>Writes rows that were taken.</summary>
    public static Task PutAsync(DatabaseSession session, TenantId tenant, IReadOnlyList<KeyValuePair<EntityKey, OnlineRow>> rows) =>
        session.BulkInsertAsync(
            "feature_online",
            ["tenant", "entity", "entity_key", "revision", "packed"],
            rows,
            row => [tenant, row.Key.Entity, row.Key.Key, row.Value.Revision, row.Value.Packed.ToArray()],
            "on conflict (tenant, entity, entity_key) do update set packed = excluded.packed");

    private static async Task<Dictionary<string, Row>> ReadAsync(DatabaseSession session, TenantId tenant, string entity, string[] keys) =>
        (await session.QueryAsync<Row>(
            "select entity_key, revision, packed from feature_online where tenant = @tenant and entity = @entity and entity_key in @keys",
            new { tenant, entity, keys })).ToDictionary(row => row.EntityKey, StringComparer.Ordinal);

    private sealed record Row
    {
        public string EntityKey { get; init; } = "";

        public long Revision { get; init; }

        public byte[] Packed { get; init; } = [];

        public byte[] Intact(EntityKey key) => PackedRow.IsIntact(Packed) ? Packed : throw new FeatureRowCorruptException(key);
    }
}
