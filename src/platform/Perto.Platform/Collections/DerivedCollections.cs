using Perto.Vectors;

namespace Perto.Platform;

/// <summary>
/// Vector collections that are derived from the database. Records are written to the table <c>embedding</c> first and to the
/// vector store after it; searches go through an alias, which moves from one filled collection to the next at once.
/// </summary>
/// <remarks>
/// The embedded store keeps nothing over a restart yet: <see cref="RebuildAsync"/> fills it when a process starts. A store that
/// does keep its records is brought up to the same state.
/// </remarks>
public sealed class DerivedCollections(IDatabase database, IVectorStore store, TimeProvider clock)
{
    private const int Batch = 1_000;

    private static readonly string[] EmbeddingColumns = ["tenant", "collection", "id", "vectors", "payload", "updated_at"];

    /// <summary>
    /// Fills a new collection and moves the alias to it. What was live stays searchable until then, and until the next
    /// publication for those who hold it.
    /// </summary>
    /// <param name="tenant">Whose collection.</param>
    /// <param name="alias">What searches call it.</param>
    /// <param name="model">Whose vectors these are, such as <c>streaming-collaborative@7</c>.</param>
    /// <param name="schema">Its vectors and payload fields.</param>
    /// <param name="records">All its records.</param>
    /// <param name="cancellationToken">Stops between two batches; the alias has not moved then.</param>
    /// <exception cref="VectorStoreException">A record does not fit the schema.</exception>
    public async Task<IVectorCollection> PublishAsync(
        TenantId tenant,
        string alias,
        string model,
        Action<CollectionSchemaBuilder> schema,
        IReadOnlyList<VectorRecord> records,
        CancellationToken cancellationToken)
    {
        CollectionSchema shape = CollectionSchema.Create(schema);
        string name = $"{alias}@{model}:{string.Join('+', shape.Vectors.Select(vector => vector.Dimension).Distinct())}";
        await BeginAsync(tenant, name, alias, model, shape, cancellationToken);
        await store.DeleteAsync(tenant, name, cancellationToken);
        IVectorCollection collection = await store.CollectionAsync(tenant, name, schema, cancellationToken);
        foreach (VectorRecord[] batch in records.Chunk(Batch))
        {
            // The store checks what it is given; the truth takes only what passed.
            await collection.UpsertAsync(batch, cancellationToken);
            await database.WriteAsync(session => WriteAsync(session, tenant, name, batch), cancellationToken);
        }

        foreach (string old in await SwitchAsync(tenant, name, alias, cancellationToken))
            await store.DeleteAsync(tenant, old, cancellationToken);
        return collection;
    }

    /// <summary>The collection behind an alias, with the model that its vectors are of; null when nothing was published.</summary>
    public async Task<(IVectorCollection Collection, string Model)?> LiveAsync(
        TenantId tenant, string alias, CancellationToken cancellationToken)
    {
        CollectionRow? live = await database.ReadAsync(
            session => session.FirstOrDefaultAsync<CollectionRow>(
                "select tenant, name, alias, model, schema, state from vector_collection where tenant = @tenant and alias = @alias and state = 'live'",
                new { tenant = tenant.Value, alias }),
            cancellationToken);
        if (live is null)
            return null;
        IVectorCollection collection = await store.FindAsync(tenant, live.Name, cancellationToken)
            ?? await FillAsync(live, cancellationToken);
        return (collection, live.Model);
    }

    /// <summary>Fills the live collections of all tenants from the database.</summary>
    /// <param name="progress">Told the name of each collection when it is filled.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    public async Task RebuildAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        IReadOnlyList<CollectionRow> live = await database.ReadAsync(
            session => session.QueryAsync<CollectionRow>(
                "select tenant, name, alias, model, schema, state from vector_collection where state = 'live' order by tenant, name"),
            cancellationToken);
        foreach (CollectionRow row in live)
        {
            await FillAsync(row, cancellationToken);
            progress?.Report(row.Name);
        }
    }

    /// <summary>All collections of a tenant.</summary>
    public Task<IReadOnlyList<DerivedCollection>> ListAsync(TenantId tenant, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<DerivedCollection>>(
            async session =>
            [
                .. (await session.QueryAsync<CollectionRow>(
                    """
                    select c.tenant, c.name, c.alias, c.model, c.schema, c.state,
                        (select count(*) from embedding e where e.tenant = c.tenant and e.collection = c.name) as records
                    from vector_collection c where c.tenant = @tenant order by c.name
                    """,
                    new { tenant = tenant.Value }))
                .Select(row => new DerivedCollection(
                    row.Name, row.Alias, row.Model, Enum.Parse<CollectionState>(row.State, ignoreCase: true), row.Records)),
            ],
            cancellationToken);

    private Task<bool> BeginAsync(
        TenantId tenant, string name, string alias, string model, CollectionSchema schema, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                // What a crash left half filled is made anew.
                await session.ExecuteAsync(
                    "delete from embedding where tenant = @tenant and collection = @name", new { tenant = tenant.Value, name });
                await session.ExecuteAsync(
                    """
                    insert into vector_collection (tenant, name, alias, model, schema, state, changed_at)
                    values (@tenant, @name, @alias, @model, @schema, 'building', @now)
                    on conflict (tenant, name) do update set schema = excluded.schema, state = 'building', changed_at = excluded.changed_at
                    """,
                    new { tenant = tenant.Value, name, alias, model, schema = SchemaJson.Write(schema), now = UnixMicros.Now(clock) });
                return true;
            },
            cancellationToken);

    private Task<int> WriteAsync(DatabaseSession session, TenantId tenant, string name, VectorRecord[] records)
    {
        long now = UnixMicros.Now(clock);
        return session.BulkInsertAsync(
            "embedding",
            EmbeddingColumns,
            records.GroupBy(record => record.Id, StringComparer.Ordinal).Select(same => same.Last()).ToArray(),
            record => [tenant.Value, name, record.Id, EmbeddingCodec.Vectors(record), EmbeddingCodec.Payload(record), now],
            """
            on conflict (tenant, collection, id) do update set
                vectors = excluded.vectors, payload = excluded.payload, updated_at = excluded.updated_at
            """);
    }

    /// <summary>Makes <paramref name="name"/> live; returns the collections that nobody needs any more.</summary>
    private Task<IReadOnlyList<string>> SwitchAsync(TenantId tenant, string name, string alias, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var of = new { tenant = tenant.Value, name, alias, now = UnixMicros.Now(clock) };
                IReadOnlyList<string> old = await session.QueryAsync<string>(
                    "select name from vector_collection where tenant = @tenant and alias = @alias and state <> 'live' and name <> @name", of);
                foreach (string gone in old)
                {
                    await session.ExecuteAsync(
                        "delete from embedding where tenant = @tenant and collection = @gone", new { tenant = tenant.Value, gone });
                    await session.ExecuteAsync(
                        "delete from vector_collection where tenant = @tenant and name = @gone", new { tenant = tenant.Value, gone });
                }

                await session.ExecuteAsync(
                    """
                    update vector_collection set state = 'retired', changed_at = @now
                    where tenant = @tenant and alias = @alias and state = 'live' and name <> @name
                    """,
                    of);
                await session.ExecuteAsync(
                    "update vector_collection set state = 'live', changed_at = @now where tenant = @tenant and name = @name", of);
                return old;
            },
            cancellationToken);

    private async Task<IVectorCollection> FillAsync(CollectionRow row, CancellationToken cancellationToken)
    {
        var tenant = new TenantId(row.Tenant);
        IVectorCollection collection = await store.CollectionAsync(tenant, row.Name, SchemaJson.Read(row.Schema), cancellationToken);
        string after = "";
        while (true)
        {
            IReadOnlyList<EmbeddingRow> page = await database.ReadAsync(
                session => session.QueryAsync<EmbeddingRow>(
                    """
                    select id, vectors, payload from embedding
                    where tenant = @tenant and collection = @name and id > @after order by id limit @limit
                    """,
                    new { tenant = row.Tenant, name = row.Name, after, limit = Batch }),
                cancellationToken);
            if (page.Count == 0)
                return collection;
            await collection.UpsertAsync([.. page.Select(embedding => EmbeddingCodec.Read(embedding, collection.Schema))], cancellationToken);
            after = page[^1].Id;
        }
    }

    private sealed record CollectionRow
    {
        public string Tenant { get; init; } = "";

        public string Name { get; init; } = "";

        public string Alias { get; init; } = "";

        public string Model { get; init; } = "";

        public string Schema { get; init; } = "";

        public string State { get; init; } = "";

        public long Records { get; init; }
    }
}
