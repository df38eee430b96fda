using Perto.Vectors;

namespace Perto.Platform;

/// <summary>The tables <c>embedding</c> and <c>vector_collection</c>: what derived collections are derived from.</summary>
internal sealed class EmbeddingTable(IDatabase database, TimeProvider clock)
{
    private const string Upsert =
        """
        on conflict (tenant, collection, id) do update
        set vectors = excluded.vectors, payload = excluded.payload, expires_at = excluded.expires_at, updated_at = excluded.updated_at
        """;

    /// <summary>The collection that an alias leads to.</summary>
    public Task<CollectionRow?> LiveAsync(TenantId tenant, string alias, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FirstOrDefaultAsync<CollectionRow>(
                "select * from vector_collection where tenant = @tenant and alias = @alias and state = 'live'", new { tenant, alias }),
            cancellationToken);

    /// <summary>The collection that an alias leads to, with its number of records.</summary>
    public async Task<CollectionRow?> LiveWithRecordsAsync(TenantId tenant, string alias, CancellationToken cancellationToken) =>
        (await QueryAsync("where tenant = @tenant and alias = @alias and state = 'live'", new { tenant, alias }, cancellationToken)).SingleOrDefault();

    /// <summary>What every alias of every tenant leads to, with its number of records.</summary>
    public Task<IReadOnlyList<CollectionRow>> AllLiveAsync(CancellationToken cancellationToken) =>
        QueryAsync("where state = 'live' order by tenant, alias", args: null, cancellationToken);

    /// <summary>The collections of a tenant, with their numbers of records.</summary>
    public Task<IReadOnlyList<CollectionRow>> OfTenantAsync(TenantId tenant, CancellationToken cancellationToken) =>
        QueryAsync("where tenant = @tenant order by alias, case state when 'live' then 0 else 1 end, created_at desc", new { tenant }, cancellationToken);

    /// <summary>Makes or takes the row of <paramref name="collection"/>; one that is live stays as it is, any other begins empty.</summary>
    public Task<CollectionRow> BeginAsync(CollectionRow collection, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var there = await session.FirstOrDefaultAsync<CollectionRow>("select * from vector_collection where tenant = @Tenant and name = @Name", collection);
                if (there?.State == "live")
                    return there;
                await DeleteAsync(session, collection);
                await session.ExecuteAsync(
                    """
                    insert into vector_collection (tenant, name, alias, model, dimension, metric, definition, state, created_at, updated_at)
                    values (@Tenant, @Name, @Alias, @Model, @Dimension, @Metric, @Definition, @State, @CreatedAt, @UpdatedAt)
                    """,
                    collection);
                return collection;
            },
            cancellationToken);

    /// <summary>Writes embeddings with one time of change, later than that of all others of the collection.</summary>
    public Task WriteAsync(
        CollectionRow collection, CollectionSchema schema, IReadOnlyList<VectorRecord> records, long updatedAt, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.BulkInsertAsync(
                "embedding", EmbeddingRow.Columns, records, record => EmbeddingRow.Values(collection, schema, record, updatedAt), Upsert),
            cancellationToken);

    /// <summary>A time of change that no embedding of the collection has yet, also when the clock went back.</summary>
    public Task<long> NextChangeAsync(CollectionRow collection, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session =>
            {
                long last = await session.ScalarAsync<long>(
                    "select coalesce(max(updated_at), 0) from embedding where tenant = @Tenant and collection = @Name", collection);
                return Math.Max(last + 1, UnixMicros.Now(clock));
            },
            cancellationToken);

    /// <summary>Deletes the embeddings that were not written at <paramref name="updatedAt"/>; returns their ids.</summary>
    public Task<IReadOnlyList<string>> DeleteOthersAsync(CollectionRow collection, long updatedAt, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.QueryAsync<string>(
                "delete from embedding where tenant = @Tenant and collection = @Name and updated_at <> @updatedAt returning id",
                new { collection.Tenant, collection.Name, updatedAt }),
            cancellationToken);

    /// <summary>Deletes embeddings.</summary>
    public Task<int> DeleteAsync(CollectionRow collection, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                int deleted = 0;
                // SQLite writes a list out as parameters, of which a statement takes 32,766.
                foreach (string[] some in ids.Chunk(1_000))
                    deleted += await session.ExecuteAsync(
                        "delete from embedding where tenant = @Tenant and collection = @Name and id in @some", new { collection.Tenant, collection.Name, some });
                return deleted;
            },
            cancellationToken);

    /// <summary>
    /// Leads the alias to <paramref name="collection"/>, all at once, and forgets what the alias led to before the one that is
    /// replaced; returns the names that are forgotten.
    /// </summary>
    public Task<IReadOnlyList<string>> SwitchAsync(CollectionRow collection, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyList<string>>(
            async session =>
            {
                long now = UnixMicros.Now(clock);
                IReadOnlyList<CollectionRow> forgotten = await session.QueryAsync<CollectionRow>(
                    "select * from vector_collection where tenant = @Tenant and alias = @Alias and state <> 'live' and name <> @Name", collection);
                foreach (CollectionRow old in forgotten)
                    await DeleteAsync(session, old);
                await session.ExecuteAsync(
                    "update vector_collection set state = 'retired', updated_at = @now where tenant = @Tenant and alias = @Alias and state = 'live'",
                    new { collection.Tenant, collection.Alias, now });
                await session.ExecuteAsync(
                    "update vector_collection set state = 'live', updated_at = @now where tenant = @Tenant and name = @Name",
                    new { collection.Tenant, collection.Name, now });
                return [.. forgotten.Select(old => old.Name)];
            },
            cancellationToken);

    /// <summary>The embeddings of a collection behind <paramref name="afterId"/>, in the order of their ids.</summary>
    public Task<IReadOnlyList<EmbeddingRow>> PageAsync(CollectionRow collection, string afterId, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.QueryAsync<EmbeddingRow>(
                """
                select id, vectors, payload, expires_at, updated_at from embedding
                where tenant = @Tenant and collection = @Name and id > @afterId order by id limit @limit
                """,
                new { collection.Tenant, collection.Name, afterId, limit }),
            cancellationToken);

    /// <summary>The times of change of a collection's embeddings behind <paramref name="afterId"/>, in the order of their ids.</summary>
    public Task<IReadOnlyList<EmbeddingStamp>> StampsAsync(CollectionRow collection, string afterId, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.QueryAsync<EmbeddingStamp>(
                """
                select id, expires_at, updated_at from embedding
                where tenant = @Tenant and collection = @Name and id > @afterId order by id limit @limit
                """,
                new { collection.Tenant, collection.Name, afterId, limit }),
            cancellationToken);

    /// <summary>The embeddings of these ids, at most 1,000.</summary>
    public Task<IReadOnlyList<EmbeddingRow>> ReadAsync(CollectionRow collection, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.QueryAsync<EmbeddingRow>(
                """
                select id, vectors, payload, expires_at, updated_at from embedding
                where tenant = @Tenant and collection = @Name and id in @ids
                """,
                new { collection.Tenant, collection.Name, ids }),
            cancellationToken);

    /// <summary>Which of these ids have an embedding, at most 1,000.</summary>
    public Task<IReadOnlyList<string>> KnownAsync(CollectionRow collection, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.QueryAsync<string>(
                "select id from embedding where tenant = @Tenant and collection = @Name and id in @ids",
                new { collection.Tenant, collection.Name, ids }),
            cancellationToken);

    /// <summary>The collection of a name, with its number of records.</summary>
    public async Task<CollectionRow?> FindAsync(TenantId tenant, string name, CancellationToken cancellationToken) =>
        (await QueryAsync("where tenant = @tenant and name = @name", new { tenant, name }, cancellationToken)).SingleOrDefault();

    private Task<IReadOnlyList<CollectionRow>> QueryAsync(string where, object? args, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.QueryAsync<CollectionRow>(
                $"""
                select c.*, (select count(*) from embedding e where e.tenant = c.tenant and e.collection = c.name) as records
                from vector_collection c {where}
                """,
                args),
            cancellationToken);

    private static async Task DeleteAsync(DatabaseSession session, CollectionRow collection)
    {
        await session.ExecuteAsync("delete from embedding where tenant = @Tenant and collection = @Name", collection);
        await session.ExecuteAsync("delete from vector_collection where tenant = @Tenant and name = @Name", collection);
    }
}
