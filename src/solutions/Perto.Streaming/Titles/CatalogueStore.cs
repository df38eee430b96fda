using System.Collections.Concurrent;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Titles in the database, and the snapshot that requests read.</summary>
public sealed class CatalogueStore(IDatabase database, TimeProvider clock)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    // 0.9 ^ 730 is nothing: what is older than two years before the latest watching does not trend.
    private static readonly TimeSpan TrendingReach = TimeSpan.FromDays(730);

    private readonly ConcurrentDictionary<TenantId, Lazy<Task<Catalogue>>> _snapshots = new();
    private readonly ConcurrentDictionary<TenantId, Look> _looks = new();

    /// <summary>The present snapshot; the first call makes it. Titles that another process imported show within seconds.</summary>
    public async Task<Catalogue> GetAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        await LookAsync(tenant, cancellationToken);
        Lazy<Task<Catalogue>> snapshot = _snapshots.GetOrAdd(tenant, Load);
        try
        {
            return await snapshot.Value.WaitAsync(cancellationToken);
        }
        catch when (snapshot.Value.IsFaulted)
        {
            // A failed load must not be remembered: the next request tries again.
            _snapshots.TryRemove(KeyValuePair.Create(tenant, snapshot));
            throw;
        }
    }

    /// <summary>Forgets the snapshot, after titles or much of what people did have changed.</summary>
    public void Invalidate(TenantId tenant) => _snapshots.TryRemove(tenant, out _);

    private async ValueTask LookAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        if (_looks.TryGetValue(tenant, out Look? last) && clock.GetElapsedTime(last.At) < LookEvery)
            return;

        // Marked before the query, so that one request looks and the others go on.
        _looks[tenant] = new Look(clock.GetTimestamp(), last?.Stamp);
        Stamp stamp = (await database.ReadAsync(
            session => session.FirstOrDefaultAsync<Stamp>(
                "select count(*) as titles, coalesce(max(updated_at), 0) as updated_at from streaming_title where tenant = @tenant",
                new { tenant = tenant.Value }),
            cancellationToken))!;
        if (last?.Stamp is { } known && known != stamp)
            Invalidate(tenant);
        _looks[tenant] = new Look(clock.GetTimestamp(), stamp);
    }

    private Lazy<Task<Catalogue>> Load(TenantId tenant) => new(() => database.ReadAsync(session => LoadAsync(session, tenant)));

    private async Task<Catalogue> LoadAsync(DatabaseSession session, TenantId tenant)
    {
        var of = new { tenant = tenant.Value };
        IReadOnlyList<TitleRow> rows = await session.QueryAsync<TitleRow>(
            $"select {TitleRow.Columns} from streaming_title where tenant = @tenant order by id", of);
        Dictionary<string, CountRow> ratings = (await session.QueryAsync<CountRow>(
            "select title_id, count(*) as count, sum(rating) as sum from streaming_rating where tenant = @tenant group by title_id", of))
            .ToDictionary(row => row.TitleId, StringComparer.Ordinal);
        Dictionary<string, CountRow> views = (await session.QueryAsync<CountRow>(
            "select title_id, count(*) as count, sum(progress) as sum from streaming_view where tenant = @tenant group by title_id", of))
            .ToDictionary(row => row.TitleId, StringComparer.Ordinal);
        var titles = new Title[rows.Count];
        var lists = new Dictionary<string, string[]>(StringComparer.Ordinal);
        for (int ordinal = 0; ordinal < titles.Length; ordinal++)
        {
            TitleRow row = rows[ordinal];
            CountRow rated = ratings.GetValueOrDefault(row.Id, CountRow.None);
            double average = rated.Count == 0 ? 0 : rated.Sum / rated.Count;
            titles[ordinal] = row.ToTitle(ordinal, lists, (int)rated.Count, average, (int)views.GetValueOrDefault(row.Id, CountRow.None).Count);
        }

        return new Catalogue(titles, await TrendingAsync(session, tenant, titles));
    }

    private async Task<Trending> TrendingAsync(DatabaseSession session, TenantId tenant, Title[] titles)
    {
        var trending = new Trending(titles.Length, clock);
        Dictionary<string, int> ordinals = titles.ToDictionary(title => title.Id, title => title.Ordinal, StringComparer.Ordinal);

        // A rating says that somebody watched.
        long latest = Math.Max(
            await session.ScalarAsync<long?>("select max(started_at) from streaming_view where tenant = @tenant", new { tenant = tenant.Value }) ?? 0,
            await session.ScalarAsync<long?>("select max(rated_at) from streaming_rating where tenant = @tenant", new { tenant = tenant.Value }) ?? 0);
        IReadOnlyList<WatchedRow> watched = await session.QueryAsync<WatchedRow>(
            """
            select title_id, started_at as at from streaming_view where tenant = @tenant and started_at >= @since
            union all
            select title_id, rated_at as at from streaming_rating where tenant = @tenant and rated_at >= @since
            """,
            new { tenant = tenant.Value, since = latest - (long)TrendingReach.TotalMicroseconds });
        foreach (WatchedRow row in watched)
        {
            if (ordinals.TryGetValue(row.TitleId, out int title))
                trending.Count(title, row.At);
        }

        return trending;
    }

    private sealed record Look(long At, Stamp? Stamp);

    /// <summary>Moves whenever a title is written.</summary>
    private sealed record Stamp
    {
        public long Titles { get; init; }

        public long UpdatedAt { get; init; }
    }

    private sealed record CountRow
    {
        public static CountRow None { get; } = new();

        public string TitleId { get; init; } = "";

        public long Count { get; init; }

        public double Sum { get; init; }
    }

    private sealed record WatchedRow
    {
        public string TitleId { get; init; } = "";

        public long At { get; init; }
    }
}
