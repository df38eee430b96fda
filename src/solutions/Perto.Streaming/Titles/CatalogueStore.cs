using System.Collections.Concurrent;
using System.Text.Json;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Titles in the database, and the snapshot that requests read.</summary>
public sealed class CatalogueStore(IDatabase database, TimeProvider clock)
{
    private readonly ConcurrentDictionary<TenantId, Lazy<Task<Catalogue>>> _snapshots = new();

    /// <summary>The present snapshot; the first call makes it.</summary>
    public async Task<Catalogue> GetAsync(TenantId tenant, CancellationToken cancellationToken)
    {
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

    private Lazy<Task<Catalogue>> Load(TenantId tenant) => new(() => database.ReadAsync(session => LoadAsync(session, tenant)));

    private async Task<Catalogue> LoadAsync(DatabaseSession session, TenantId tenant)
    {
        var of = new { tenant = tenant.Value };
        IReadOnlyList<TitleRow> rows = await session.QueryAsync<TitleRow>(
            "select id, name, year, genres from streaming_title where tenant = @tenant order by id", of);
        Dictionary<string, CountRow> ratings = (await session.QueryAsync<CountRow>(
            "select title_id, count(*) as count, sum(rating) as sum from streaming_rating where tenant = @tenant group by title_id", of))
            .ToDictionary(row => row.TitleId, StringComparer.Ordinal);
        Dictionary<string, CountRow> views = (await session.QueryAsync<CountRow>(
            "select title_id, count(*) as count, sum(progress) as sum from streaming_view where tenant = @tenant group by title_id", of))
            .ToDictionary(row => row.TitleId, StringComparer.Ordinal);
        var titles = new Title[rows.Count];
        for (int ordinal = 0; ordinal < titles.Length; ordinal++)
        {
            TitleRow row = rows[ordinal];
            CountRow rated = ratings.GetValueOrDefault(row.Id, CountRow.None);
            titles[ordinal] = new Title
            {
                Ordinal = ordinal,
                Id = row.Id,
                Name = row.Name,
                Year = row.Year,
                Genres = JsonSerializer.Deserialize<string[]>(row.Genres) ?? [],
                Ratings = (int)rated.Count,
                AverageRating = rated.Count == 0 ? 0 : rated.Sum / rated.Count,
                Views = (int)views.GetValueOrDefault(row.Id, CountRow.None).Count,
            };
        }

        return new Catalogue(titles, await TrendingAsync(session, tenant, titles));
    }

    private async Task<Trending> TrendingAsync(DatabaseSession session, TenantId tenant, Title[] titles)
    {
        var trending = new Trending(titles.Length, clock);
        Dictionary<string, int> ordinals = titles.ToDictionary(title => title.Id, title => title.Ordinal, StringComparer.Ordinal);

        // A rating says that somebody watched. Latest first, so that the reference of the scores is set once.
        IReadOnlyList<WatchedRow> watched = await session.QueryAsync<WatchedRow>(
            """
            select title_id, started_at as at from streaming_view where tenant = @tenant
            union all
            select title_id, rated_at as at from streaming_rating where tenant = @tenant
            order by at desc
            """,
            new { tenant = tenant.Value });
        foreach (WatchedRow row in watched)
        {
            if (ordinals.TryGetValue(row.TitleId, out int title))
                trending.Count(title, row.At);
        }

        return trending;
    }

    private sealed record TitleRow
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public int? Year { get; init; }

        public string Genres { get; init; } = "[]";
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
