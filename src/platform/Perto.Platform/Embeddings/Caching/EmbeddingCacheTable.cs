namespace Perto.Platform;

/// <summary>The vectors of texts in the database.</summary>
internal sealed class EmbeddingCacheTable(IDatabase database, TimeProvider clock)
{
    private const int DeletedAtOnce = 5_000;

    /// <summary>The vectors that are there and were used within <paramref name="ttl"/>, by hash. One that is damaged counts as missing.</summary>
    public async Task<IReadOnlyDictionary<string, float[]>> ReadAsync(
        TenantId tenant, string space, IReadOnlyList<string> hashes, TimeSpan ttl, CancellationToken cancellationToken)
    {
        long oldest = UnixMicros.From(clock.GetUtcNow() - ttl);
        IReadOnlyList<Row> rows = await database.ReadAsync(
            session => session.QueryAsync<Row>(
                "select hash, vector from embedding_cache where tenant = @tenant and space = @space and hash in @hashes and used_at > @oldest",
                new { tenant, space, hashes, oldest }),
            cancellationToken);
        var found = new Dictionary<string, float[]>(rows.Count, StringComparer.Ordinal);
        foreach (Row row in rows)
        {
            try
            {
                found.Add(row.Hash, EmbeddingSerializer.Read(row.Vector));
            }
            catch (FormatException)
            {
                // It is made anew, which replaces it.
            }
        }
        return found;
    }

    /// <summary>Writes new vectors.</summary>
    public Task WriteAsync(IReadOnlyList<StoredEmbedding> vectors, CancellationToken cancellationToken)
    {
        long now = UnixMicros.Now(clock);
        return database.WriteAsync(
            session => session.BulkInsertAsync(
                "embedding_cache",
                ["tenant", "space", "hash", "head", "vector", "hits", "created_at", "used_at"],
                vectors,
                vector => [vector.Key.Tenant, vector.Key.Space, vector.Key.Hash, vector.Head, EmbeddingSerializer.Write(vector.Vector), 0L, now, now],
                "on conflict (tenant, space, hash) do update set head = excluded.head, vector = excluded.vector, used_at = excluded.used_at"),
            cancellationToken);
    }

    /// <summary>Counts uses, in one order, so that servers which count the same rows do not wait for each other in a circle.</summary>
    public Task CountAsync(IEnumerable<KeyValuePair<EmbeddingKey, int>> hits, CancellationToken cancellationToken)
    {
        long now = UnixMicros.Now(clock);
        return database.WriteAsync(
            async session =>
            {
                foreach ((EmbeddingKey key, int count) in hits.OrderBy(hit => hit.Key.Tenant.Value, StringComparer.Ordinal)
                    .ThenBy(hit => hit.Key.Space, StringComparer.Ordinal).ThenBy(hit => hit.Key.Hash, StringComparer.Ordinal))
                {
                    await session.ExecuteAsync(
                        """
                        update embedding_cache set hits = hits + @count, used_at = case when used_at < @now then @now else used_at end
                        where tenant = @tenant and space = @space and hash = @hash
                        """,
                        new { count, now, tenant = key.Tenant, space = key.Space, hash = key.Hash });
                }
                return true;
            },
            cancellationToken);
    }

    /// <summary>Notes that vectors of a tenant are made in a space.</summary>
    public Task AddSpaceAsync(TenantId tenant, string space, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                "insert into embedding_space (tenant, space) values (@tenant, @space) on conflict (tenant, space) do nothing", new { tenant, space }),
            cancellationToken);

    /// <summary>The spaces that vectors of a tenant were made in.</summary>
    public Task<IReadOnlyList<string>> SpacesAsync(TenantId tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.QueryAsync<string>("select space from embedding_space where tenant = @tenant", new { tenant }), cancellationToken);

    /// <summary>Deletes what a model of a tenant gave, in all of its spaces.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="model">How the names of its spaces begin.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<int> DeleteModelAsync(TenantId tenant, string model, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                "delete from embedding_cache where tenant = @tenant and substr(space, 1, @length) = @model", new { tenant, model, length = model.Length }),
            cancellationToken);

    /// <summary>Shortens the beginnings of texts that are kept to so many characters.</summary>
    public Task<int> ShortenAsync(int characters, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync("update embedding_cache set head = substr(head, 1, @characters) where length(head) > @characters", new { characters }),
            cancellationToken);

    /// <summary>What is there of a tenant, by space.</summary>
    public Task<IReadOnlyList<EmbeddingSpaceUse>> StatisticsAsync(TenantId tenant, CancellationToken cancellationToken) =>
        database.ReadStaleAsync(
            session => session.QueryAsync<EmbeddingSpaceUse>(
                "select space, count(*) as entries, cast(sum(hits) as bigint) as hits from embedding_cache where tenant = @tenant group by space order by space",
                new { tenant }),
            cancellationToken);

    /// <summary>Deletes texts in all spaces.</summary>
    /// <returns>How many vectors those were.</returns>
    public Task<int> ForgetAsync(TenantId tenant, IReadOnlyList<string> hashes, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync("delete from embedding_cache where tenant = @tenant and hash in @hashes", new { tenant, hashes }), cancellationToken);

    /// <summary>Deletes what was not used within <paramref name="ttl"/>.</summary>
    /// <returns>How many vectors those were.</returns>
    public async Task<long> DeleteUnusedAsync(TimeSpan ttl, CancellationToken cancellationToken)
    {
        long oldest = UnixMicros.From(clock.GetUtcNow() - ttl);
        long deleted = 0;
        while (true)
        {
            // In parts: other writes need not wait for all of it.
            int part = await database.WriteAsync(
                session => session.ExecuteAsync(
                    """
                    delete from embedding_cache where (tenant, space, hash) in
                        (select tenant, space, hash from embedding_cache where used_at <= @oldest order by used_at limit @limit)
                    """,
                    new { oldest, limit = DeletedAtOnce }),
                cancellationToken);
            deleted += part;
            if (part < DeletedAtOnce)
                return deleted;
        }
    }

    /// <summary>The vector that a space gave for the text of the check; null where it was never checked.</summary>
    public async Task<float[]?> ProbeAsync(TenantId tenant, string space, CancellationToken cancellationToken)
    {
        byte[]? bytes = await database.ReadAsync(
            session => session.ScalarAsync<byte[]>("select probe from embedding_space where tenant = @tenant and space = @space", new { tenant, space }), cancellationToken);
        return bytes is null ? null : EmbeddingSerializer.Read(bytes);
    }

    /// <summary>Keeps the vector that a space gave for the text of the check.</summary>
    public Task KeepProbeAsync(TenantId tenant, string space, float[] vector, CancellationToken cancellationToken)
    {
        long now = UnixMicros.Now(clock);
        return database.WriteAsync(
            session => session.ExecuteAsync(
                """
                insert into embedding_space (tenant, space, probe, checked_at) values (@tenant, @space, @vector, @now)
                on conflict (tenant, space) do update set probe = excluded.probe, checked_at = excluded.checked_at
                """,
                new { tenant, space, vector = EmbeddingSerializer.Write(vector), now }),
            cancellationToken);
    }

    private sealed record Row
    {
        public string Hash { get; init; } = "";

        public byte[] Vector { get; init; } = [];
    }
}
