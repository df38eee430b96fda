using System.Data.Common;
using Microsoft.Extensions.Caching.Memory;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>
/// People with what they did and what is known of them, read from the database. Histories are kept in a bounded cache and used again as long as the person's
/// revision stands, so a view posted to any server shows in the next answer of every server.
/// </summary>
public sealed class People : IDisposable
{
    /// <summary>Entries of a history that recommendations are made from; older ones are left out.</summary>
    public const int HistoryLength = 5_000;

    // Counted in history entries: about 64 bytes each.
    private const int CachedEntries = 2_000_000;

    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);

    private readonly IDatabase _database;
    private readonly MemoryCache _histories = new(new MemoryCacheOptions { SizeLimit = CachedEntries });

    /// <summary>People in <paramref name="database"/>.</summary>
    public People(IDatabase database) => _database = database;

    /// <inheritdoc/>
    public void Dispose() => _histories.Dispose();

    /// <summary>The person's history in the titles of <paramref name="catalogue"/>; empty for somebody unknown.</summary>
    public async Task<Person> FindAsync(TenantId tenant, string user, Catalogue catalogue, CancellationToken cancellationToken)
    {
        long? revision = await _database.ReadAsync(
            session => session.FirstOrDefaultAsync<long?>(
                "select revision from streaming_person where tenant = @tenant and id = @user",
                new { tenant = tenant.Value, user }),
            cancellationToken);
        if (revision is not { } present)
            return new Person(user, 0, History.Empty);
        if (_histories.TryGetValue((tenant, user), out CachedHistory? cached)
            && cached!.Revision == present && ReferenceEquals(cached.Catalogue, catalogue))
        {
            return new Person(user, present, cached.History) { Account = cached.Account };
        }

        (History history, Account account) = await _database.ReadAsync(
            async session => (await ReadHistoryAsync(session, tenant, user, catalogue), await Accounts.ReadAsync(session, tenant, user)), cancellationToken);
        _histories.Set(
            (tenant, user),
            new CachedHistory(present, catalogue, history, account),
            new MemoryCacheEntryOptions { Size = history.Entries.Count + 1, SlidingExpiration = Idle });
        return new Person(user, present, history) { Account = account };
    }

    /// <summary>
    /// People for whom something is made at once, in the order in which they are given; for who cannot be read, why. They do not take the place of others in memory.
    /// </summary>
    internal Task<IReadOnlyList<(string User, Person? Person, Exception? Failure)>> ReadAsync(
        TenantId tenant, IReadOnlyList<string> users, Catalogue catalogue, CancellationToken cancellationToken) => _database.ReadAsync(
            async session =>
            {
                Dictionary<string, long> revisions = (await session.QueryAsync<PersonRow>(
                    "select id, revision from streaming_person where tenant = @tenant and id in @users", new { tenant = tenant.Value, users }))
                    .ToDictionary(row => row.Id, row => row.Revision, StringComparer.Ordinal);
                var people = new (string, Person?, Exception?)[users.Count];
                for (int i = 0; i < people.Length; i++)
                {
                    string user = users[i];
                    try
                    {
                        people[i] = (user, await ReadAsync(session, tenant, user, revisions.GetValueOrDefault(user), catalogue), null);
                    }
                    catch (Exception failure) when (failure is not DbException and not OperationCanceledException)
                    {
                        people[i] = (user, null, failure);
                    }
                }
                return (IReadOnlyList<(string, Person?, Exception?)>)people;
            },
            cancellationToken);

    /// <summary>Whether the history of a person is in memory.</summary>
    internal bool IsCached(TenantId tenant, string user) => _histories.TryGetValue((tenant, user), out _);

    /// <summary>Takes the history of a person out of memory.</summary>
    internal void Forget(TenantId tenant, string user) => _histories.Remove((tenant, user));

    /// <summary>People by id, in pages.</summary>
    /// <param name="tenant">Whose people.</param>
    /// <param name="query">Start of the id; null for all.</param>
    /// <param name="after">Id after which the page begins; null for the first.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    internal Task<IReadOnlyList<PersonRow>> ListAsync(
        TenantId tenant, string? query, string? after, int limit, CancellationToken cancellationToken) =>
        _database.ReadStaleAsync(
            session => session.QueryAsync<PersonRow>(
                """
                select id, ratings, views, last_active, revision from streaming_person
                where tenant = @tenant and id > @after and id >= @low and substr(id, 1, @length) = @low
                order by id limit @limit
                """,
                new { tenant = tenant.Value, after = after ?? "", low = query ?? "", length = query?.Length ?? 0, limit }),
            cancellationToken);

    private static async Task<Person> ReadAsync(DatabaseSession session, TenantId tenant, string user, long revision, Catalogue catalogue) => revision == 0
        ? new Person(user, 0, History.Empty)
        : new Person(user, revision, await ReadHistoryAsync(session, tenant, user, catalogue)) { Account = await Accounts.ReadAsync(session, tenant, user) };

    private static async Task<History> ReadHistoryAsync(DatabaseSession session, TenantId tenant, string user, Catalogue catalogue)
    {
        var of = new { tenant = tenant.Value, user, limit = HistoryLength };
        IReadOnlyList<RatingRow> ratings = await session.QueryAsync<RatingRow>(
            """
            select title_id, rating, rated_at from streaming_rating
            where tenant = @tenant and user_id = @user order by rated_at desc limit @limit
            """,
            of);
        IReadOnlyList<ViewRow> views = await session.QueryAsync<ViewRow>(
            """
            select title_id, progress, started_at from streaming_view
            where tenant = @tenant and user_id = @user order by started_at desc limit @limit
            """,
            of);
        var entries = new Dictionary<string, HistoryEntry>(ratings.Count + views.Count, StringComparer.Ordinal);
        foreach (RatingRow row in ratings)
        {
            if (catalogue.Find(row.TitleId) is { } title)
                entries[row.TitleId] = new HistoryEntry(title, row.RatedAt, row.Rating, null);
        }

        foreach (ViewRow row in views)
        {
            if (catalogue.Find(row.TitleId) is not { } title)
                continue;
            HistoryEntry known = entries.GetValueOrDefault(row.TitleId) ?? new HistoryEntry(title, row.StartedAt, null, null);

            // Views come latest first: the first one seen is the one that counts.
            entries[row.TitleId] = known with
            {
                At = Math.Max(known.At, row.StartedAt),
                Progress = known.Progress ?? row.Progress,
            };
        }

        return new History(entries.Values);
    }

    private sealed record CachedHistory(long Revision, Catalogue Catalogue, History History, Account Account);

    private sealed record RatingRow
    {
        public string TitleId { get; init; } = "";

        public double Rating { get; init; }

        public long RatedAt { get; init; }
    }

    private sealed record ViewRow
    {
        public string TitleId { get; init; } = "";

        public double Progress { get; init; }

        public long StartedAt { get; init; }
    }
}
