using System.Security.Cryptography;
using System.Text;

namespace Perto.Platform;

/// <summary>The level in the database, for values that are to survive a restart of everything else.</summary>
/// <param name="database">Opened with the first use: caches without this level leave it alone.</param>
/// <param name="clock">Tells what has expired.</param>
/// <remarks>Versions of tags are never deleted: there are as many as tags that were ever used, and a tag is a few dozen bytes.</remarks>
internal sealed class DatabaseLevel(Lazy<IDatabase> database, TimeProvider clock) : ICacheLevel
{
    private const int DeletedAtOnce = 5_000;

    public string Name => "database";

    public async ValueTask<LevelRead[]> ReadAsync(
        CacheSpace space, IReadOnlyList<string> keys, IReadOnlyList<string> tags, CancellationToken cancellationToken)
    {
        (IReadOnlyList<Row> rows, IReadOnlyList<Tag> versions) = await database.Value.ReadAsync(session => ReadAsync(session, space, keys, tags), cancellationToken);
        if (versions.Count < tags.Distinct(StringComparer.Ordinal).Count())
        {
            // Given to all tags that have none, so that one which is lost comes back as another.
            versions = await database.Value.WriteAsync(
                async session =>
                {
                    await session.BulkInsertAsync(
                        "cache_tag",
                        ["tenant", "cache", "tag", "version"],
                        [.. tags.Distinct(StringComparer.Ordinal)],
                        tag => [space.Tenant, space.Cache, tag, NewVersion()],
                        "on conflict (tenant, cache, tag) do nothing");
                    return (await ReadAsync(session, space, keys, tags)).Tags;
                },
                cancellationToken);
        }
        byte[] stamp = Encoding.ASCII.GetBytes(string.Concat(tags.Select(tag => versions.First(version => version.Name == tag).Version)));
        var byKey = rows.ToDictionary(row => row.Key, row => row.Value, StringComparer.Ordinal);
        return [.. keys.Select(key => new LevelRead(byKey.GetValueOrDefault(RowKey(space, key)), stamp))];
    }

    public async ValueTask WriteAsync(CacheSpace space, IReadOnlyList<LevelWrite> values, CancellationToken cancellationToken)
    {
        long now = UnixMicros.Now(clock);
        await database.Value.WriteAsync(
            async session =>
            {
                foreach (LevelWrite value in values)
                {
                    // A mark of a removal, 17 bytes that begin with 0, gives way only to whoever has seen it.
                    await session.ExecuteAsync(
                        """
                        insert into cache_entry (tenant, cache, key, value, expires_at) values (@tenant, @cache, @key, @value, @expires)
                        on conflict (tenant, cache, key) do update set value = excluded.value, expires_at = excluded.expires_at
                        where length(cache_entry.value) <> @markLength or cache_entry.value = @read or cache_entry.expires_at <= @now
                        """,
                        new
                        {
                            tenant = space.Tenant,
                            cache = space.Cache,
                            key = RowKey(space, value.Key),
                            value = value.Bytes,
                            expires = now + (long)value.Lifetime.TotalMicroseconds,
                            markLength = RemovalMark.Length,
                            read = value.Read ?? [],
                            now,
                        });
                }
                return true;
            },
            cancellationToken);
    }

    public async ValueTask RemoveAsync(CacheSpace space, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        long expires = UnixMicros.Now(clock) + (long)RemovalMark.Lifetime.TotalMicroseconds;
        await database.Value.WriteAsync(
            session => session.BulkInsertAsync(
                "cache_entry",
                ["tenant", "cache", "key", "value", "expires_at"],
                [.. keys.Distinct(StringComparer.Ordinal)],
                key => [space.Tenant, space.Cache, RowKey(space, key), RemovalMark.New(), expires],
                "on conflict (tenant, cache, key) do update set value = excluded.value, expires_at = excluded.expires_at"),
            cancellationToken);
    }

    public async ValueTask InvalidateAsync(CacheSpace space, string tag, CancellationToken cancellationToken) =>
        await database.Value.WriteAsync(
            session => session.ExecuteAsync(
                """
                insert into cache_tag (tenant, cache, tag, version) values (@tenant, @cache, @tag, @version)
                on conflict (tenant, cache, tag) do update set version = excluded.version
                """,
                new { tenant = space.Tenant, cache = space.Cache, tag, version = NewVersion() }),
            cancellationToken);

    /// <summary>Deletes what has expired, and what is more than <paramref name="most"/>, beginning with what expires first.</summary>
    /// <returns>How many values it deleted.</returns>
    public async Task<long> CleanAsync(long most, CancellationToken cancellationToken)
    {
        long now = UnixMicros.Now(clock);
        long count = await database.Value.ReadAsync(session => session.ScalarAsync<long>("select count(*) from cache_entry"), cancellationToken);
        long deleted = await DeleteAsync("where expires_at <= @now", long.MaxValue, now, cancellationToken);
        return deleted + await DeleteAsync("", count - deleted - most, now, cancellationToken);
    }

    private async Task<long> DeleteAsync(string condition, long most, long now, CancellationToken cancellationToken)
    {
        long deleted = 0;
        while (deleted < most)
        {
            // In parts: other writes need not wait for all of it.
            int limit = (int)Math.Min(DeletedAtOnce, most - deleted);
            int part = await database.Value.WriteAsync(
                session => session.ExecuteAsync(
                    $"""
                    delete from cache_entry where (tenant, cache, key) in
                        (select tenant, cache, key from cache_entry {condition} order by expires_at limit @limit)
                    """,
                    new { now, limit }),
                cancellationToken);
            deleted += part;
            if (part < limit)
                break;
        }
        return deleted;
    }

    private async Task<(IReadOnlyList<Row> Rows, IReadOnlyList<Tag> Tags)> ReadAsync(
        DatabaseSession session, CacheSpace space, IReadOnlyList<string> keys, IReadOnlyList<string> tags)
    {
        IReadOnlyList<Row> rows = await session.QueryAsync<Row>(
            "select key, value from cache_entry where tenant = @tenant and cache = @cache and key in @keys and expires_at > @now",
            new
            {
                tenant = space.Tenant,
                cache = space.Cache,
                keys = keys.Select(key => RowKey(space, key)).Distinct(StringComparer.Ordinal).ToArray(),
                now = UnixMicros.Now(clock),
            });
        IReadOnlyList<Tag> versions = await session.QueryAsync<Tag>(
            "select tag as name, version from cache_tag where tenant = @tenant and cache = @cache and tag in @tags",
            new { tenant = space.Tenant, cache = space.Cache, tags = tags.Distinct(StringComparer.Ordinal).ToArray() });
        return (rows, versions);
    }

    private static string RowKey(CacheSpace space, string key) => $"{space.Version}:{key}";

    private static string NewVersion() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    private sealed record Row
    {
        public string Key { get; init; } = "";

        public byte[] Value { get; init; } = [];
    }

    private sealed record Tag
    {
        public string Name { get; init; } = "";

        public string Version { get; init; } = "";
    }
}
