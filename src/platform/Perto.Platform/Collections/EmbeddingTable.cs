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

    /// <summary>What every alias of every tenant leads to, without its number of records: cheap enough to ask often.</summary>
    public Task<IReadOnlyList<CollectionRow>> LookAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.QueryAsync<CollectionRow>("select * from vector_collection where state = 'live' order by tenant, alias"), cancellationToken);

    /// <summary>Makes or takes the row of <paramref name="collection"/>; one that is live stays as it is, any other begins empty.</summary>
    public Task<CollectionRow> BeginAsync(CollectionRow collection, KeptLease lease, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                await lease.RequireAsync(session);
                var there = await session.FirstOrDefaultAsync<CollectionRow>("select * from vector_collection where tenant = @Tenant and name = @Name", collection);
                if (there?.State == "live")
                    return there;
                await DeleteAsync(session, collection);
                await session.ExecuteAsync(
                    """
                    insert into vector_collection (tenant, name, alias, model, dimension, metric, definition, state, builder, created_at, updated_at)
                    values (@Tenant, @Name, @Alias, @Model, @Dimension, @Metric, @Definition, @State, @Builder, @CreatedAt, @UpdatedAt)
                    """,
                    collection);
                return collection;
            },
            cancellationToken);

    /// <summary>A time of change behind that of all embeddings of the collection, also when the clock went back.</summary>
    public Task<long> NextChangeAsync(CollectionRow collection, KeptLease lease, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                await lease.RequireAsync(session);
                return await NextChangeAsync(session, collection) ?? throw new NotFoundException("collection", collection.Name);
            },
            cancellationToken);

    /// <summary>Writes embeddings of who has the alias's lease, with one time of change.</summary>
    public Task WriteAsync(
        CollectionRow collection, CollectionSchema schema, IReadOnlyList<VectorRecord> records, long updatedAt, KeptLease lease, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                await lease.RequireAsync(session);
                await InsertAsync(session, collection, schema, records, updatedAt);
            },
            cancellationToken);

    /// <summary>
    /// Writes embeddings of the live collection with a new time of change, which is returned; null, and nothing is written, while somebody
    /// changes what the alias leads to, or where the collection is not live any more.
    /// </summary>
    public Task<long?> TryWriteAsync(
        CollectionRow collection, CollectionSchema schema, IReadOnlyList<VectorRecord> records, LeaseKeeper leases, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                long? changed = await TryChangeAsync(session, collection, leases);
                if (changed is { } updatedAt)
                    await InsertAsync(session, collection, schema, records, updatedAt);
                return changed;
            },
            cancellationToken);

    /// <summary>Deletes embeddings of the live collection; null as with <see cref="TryWriteAsync"/>.</summary>
    public Task<int?> TryDeleteAsync(CollectionRow collection, IReadOnlyList<string> ids, LeaseKeeper leases, CancellationToken cancellationToken) =>
        database.WriteAsync<int?>(
            async session =>
            {
                if (await TryChangeAsync(session, collection, leases) is null)
                    return null;
                return await DeleteAsync(session, collection, ids);
            },
            cancellationToken);

    /// <summary>Deletes embeddings of any collection of the alias whose lease is given; returns how many there were.</summary>
    public Task<int> DeleteAsync(CollectionRow collection, IReadOnlyList<string> ids, KeptLease lease, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                await lease.RequireAsync(session);
                return await DeleteAsync(session, collection, ids);
            },
            cancellationToken);

    /// <summary>Deletes the embeddings that were not written at <paramref name="updatedAt"/>; returns their ids.</summary>
    public Task<IReadOnlyList<string>> DeleteOthersAsync(CollectionRow collection, long updatedAt, KeptLease lease, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                await lease.RequireAsync(session);
                return await session.QueryAsync<string>(
                    "delete from embedding where tenant = @Tenant and collection = @Name and updated_at <> @updatedAt returning id",
                    new { collection.Tenant, collection.Name, updatedAt });
            },
            cancellationToken);

    /// <summary>
    /// Leads the alias to <paramref name="collection"/>, all at once, and forgets what the alias led to before the one that is
    /// replaced; returns the names that are forgotten.
    /// </summary>
    /// <param name="collection">Filled, and not live yet.</param>
    /// <param name="lease">The right to change the alias.</param>
    /// <param name="together">Written in the same transaction.</param>
    /// <param name="cancellationToken">Leaves the alias where it was.</param>
    public Task<IReadOnlyList<string>> SwitchAsync(
        CollectionRow collection, KeptLease lease, Func<DatabaseSession, Task>? together, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyList<string>>(
            async session =>
            {
                await lease.RequireAsync(session);
                if (together is not null)
                    await together(session);
                long last = await session.ScalarAsync<long>(
                    "select coalesce(max(updated_at), 0) from vector_collection where tenant = @Tenant and alias = @Alias", collection);
                long now = Math.Max(UnixMicros.Now(clock), last + 1);
                IReadOnlyList<CollectionRow> forgotten = await session.QueryAsync<CollectionRow>(
                    "select * from vector_collection where tenant = @Tenant and alias = @Alias and state <> 'live' and name <> @Name", collection);
                foreach (CollectionRow old in forgotten)
                    await DeleteAsync(session, old);
                await session.ExecuteAsync(
                    "update vector_collection set state = 'retired', updated_at = @now where tenant = @Tenant and alias = @Alias and state = 'live'",
                    new { collection.Tenant, collection.Alias, now });
                await session.ExecuteAsync(
                    "update vector_collection set state = 'live', builder = null, updated_at = @now where tenant = @Tenant and name = @Name",
                    new { collection.Tenant, collection.Name, now });
                return [.. forgotten.Select(old => old.Name)];
            },
            cancellationToken);

    /// <summary>Forgets what a rebuild has filled so far; returns whether there was something.</summary>
    public Task<bool> DropAsync(TenantId tenant, string name, string builder, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                CollectionRow? row = await BuildingAsync(session, tenant, name, builder);
                if (row is not null)
                    await DeleteAsync(session, row);
                return row is not null;
            },
            cancellationToken);

    /// <summary>The collection that a rebuild fills; null where it is not there any more.</summary>
    public Task<CollectionRow?> BuildingAsync(TenantId tenant, string name, string builder, CancellationToken cancellationToken) =>
        database.ReadAsync(session => BuildingAsync(session, tenant, name, builder), cancellationToken);

    /// <summary>Writes records of a rebuild, each with the time of change of what it is made from.</summary>
    /// <exception cref="ConflictException">The rebuild's collection is not there any more.</exception>
    public static async Task WriteBuiltAsync(
        DatabaseSession session, CollectionRow collection, CollectionSchema schema, IReadOnlyList<VectorRecord> records, IReadOnlyList<EmbeddingRow> sources)
    {
        await RequireBuildingAsync(session, collection);
        await session.BulkInsertAsync(
            "embedding",
            EmbeddingRow.Columns,
            records.Zip(sources).ToList(),
            pair => EmbeddingRow.Values(collection, schema, pair.First, pair.Second.UpdatedAt),
            Upsert);
    }

    /// <summary>Records behind <paramref name="afterId"/> that one collection has and another has not, or has from another time of change.</summary>
    public Task<IReadOnlyList<EmbeddingRow>> ChangedAsync(
        CollectionRow source, CollectionRow target, string afterId, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.QueryAsync<EmbeddingRow>(
                """
                select s.id, s.vectors, s.payload, s.expires_at, s.updated_at from embedding s
                left join embedding t on t.tenant = s.tenant and t.collection = @target and t.id = s.id
                where s.tenant = @Tenant and s.collection = @Name and s.id > @afterId and (t.id is null or t.updated_at <> s.updated_at)
                order by s.id limit @limit
                """,
                new { source.Tenant, source.Name, target = target.Name, afterId, limit }),
            cancellationToken);

    /// <summary>Deletes what a rebuild has made of records that its source does not have any more; returns their ids.</summary>
    public Task<IReadOnlyList<string>> DeleteGoneAsync(CollectionRow source, CollectionRow target, KeptLease lease, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                // Of a collection that went live meanwhile nothing may be deleted by what it is not made from any more.
                await lease.RequireAsync(session);
                await RequireBuildingAsync(session, target);
                return await session.QueryAsync<string>(
                    """
                    delete from embedding where tenant = @Tenant and collection = @target and not exists (
                        select 1 from embedding s where s.tenant = @Tenant and s.collection = @Name and s.id = embedding.id)
                    returning id
                    """,
                    new { source.Tenant, source.Name, target = target.Name });
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

    /// <summary>The times of change of these ids, at most 1,000, as far as they have an embedding.</summary>
    public Task<IReadOnlyList<EmbeddingStamp>> StampsOfAsync(CollectionRow collection, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.QueryAsync<EmbeddingStamp>(
                "select id, expires_at, updated_at from embedding where tenant = @Tenant and collection = @Name and id in @ids",
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

    private static Task<int> InsertAsync(
        DatabaseSession session, CollectionRow collection, CollectionSchema schema, IReadOnlyList<VectorRecord> records, long updatedAt) =>
        session.BulkInsertAsync("embedding", EmbeddingRow.Columns, records, record => EmbeddingRow.Values(collection, schema, record, updatedAt), Upsert);

    private async Task<long?> TryChangeAsync(DatabaseSession session, CollectionRow collection, LeaseKeeper leases) =>
        await leases.IsTakenAsync(session, CollectionLocks.ChangeLease(collection.Tenant, collection.Alias))
            ? null
            : await NextChangeAsync(session, collection, "and state = 'live'");

    // No two changes of a record may have the same time, or the store's copy could not be told from the one before.
    private Task<long?> NextChangeAsync(DatabaseSession session, CollectionRow collection, string where = "") =>
        session.ScalarAsync<long?>(
            $"""
            update vector_collection set updated_at = case when updated_at >= @now then updated_at + 1 else @now end
            where tenant = @Tenant and name = @Name {where} returning updated_at
            """,
            new { collection.Tenant, collection.Name, now = UnixMicros.Now(clock) });

    private static async Task RequireBuildingAsync(DatabaseSession session, CollectionRow collection)
    {
        if (await BuildingAsync(session, collection.Tenant, collection.Name, collection.Builder!) is null)
            throw new ConflictException("rebuild_replaced", $"{collection.Alias} was published anew meanwhile");
    }

    private static Task<CollectionRow?> BuildingAsync(DatabaseSession session, TenantId tenant, string name, string builder) =>
        session.FirstOrDefaultAsync<CollectionRow>(
            "select * from vector_collection where tenant = @tenant and name = @name and builder = @builder and state = 'building'",
            new { tenant, name, builder });

    private static async Task<int> DeleteAsync(DatabaseSession session, CollectionRow collection, IReadOnlyList<string> ids)
    {
        int deleted = 0;
        // SQLite writes a list out as parameters, of which a statement takes 32,766.
        foreach (string[] some in ids.Chunk(1_000))
        {
            deleted += await session.ExecuteAsync(
                "delete from embedding where tenant = @Tenant and collection = @Name and id in @some", new { collection.Tenant, collection.Name, some });
        }
        return deleted;
    }

    private static async Task DeleteAsync(DatabaseSession session, CollectionRow collection)
    {
        await session.ExecuteAsync("delete from embedding where tenant = @Tenant and collection = @Name", collection);
        await session.ExecuteAsync("delete from vector_collection where tenant = @Tenant and name = @Name", collection);
    }
}
