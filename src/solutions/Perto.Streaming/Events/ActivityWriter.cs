using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Writes what people did; the one path for events and for imports. All statements can be repeated without effect.</summary>
internal static class ActivityWriter
{
    private static readonly string[] RatingColumns = ["tenant", "user_id", "title_id", "rating", "rated_at"];
    private static readonly string[] ViewColumns = ["tenant", "user_id", "title_id", "profile", "started_at", "progress", "seconds", "device", "request"];
    private static readonly string[] ExposureColumns =
        ["tenant", "id", "user_id", "title_id", "kind", "row_name", "position", "at", "request", "profile", "device", "propensity"];

    public static Task WriteRatingsAsync(DatabaseSession session, TenantId tenant, IReadOnlyList<Rating> ratings) =>
        session.BulkInsertAsync(
            "streaming_rating",
            RatingColumns,
            Last(ratings, rating => (rating.User, rating.Title), rating => rating.At),
            rating => [tenant.Value, rating.User, rating.Title, rating.Value, rating.At],
            """
            on conflict (tenant, user_id, title_id) do update set rating = excluded.rating, rated_at = excluded.rated_at
            where excluded.rated_at >= streaming_rating.rated_at
            """);

    public static Task WriteViewsAsync(DatabaseSession session, TenantId tenant, IReadOnlyList<View> views) =>
        session.BulkInsertAsync(
            "streaming_view",
            ViewColumns,
            Last(views, view => (view.User, view.Title, view.Profile, view.StartedAt), view => (long)(view.Progress * 1e9)),
            view => [tenant.Value, view.User, view.Title, view.Profile, view.StartedAt, view.Progress, view.Seconds, view.Device, view.Request],
            """
            on conflict (tenant, user_id, title_id, profile, started_at) do update set
                progress = excluded.progress, seconds = excluded.seconds, device = excluded.device,
                request = coalesce(excluded.request, streaming_view.request)
            where excluded.progress >= streaming_view.progress
            """);

    public static Task WriteExposuresAsync(DatabaseSession session, TenantId tenant, IReadOnlyList<Exposure> exposures) =>
        session.BulkInsertAsync(
            "streaming_exposure",
            ExposureColumns,
            exposures,
            shown =>
            [
                tenant.Value, shown.Id, shown.User, shown.Title, shown.Kind, shown.Row, shown.Rank, shown.At, shown.Request, shown.Profile,
                shown.Device, shown.Propensity,
            ],
            "on conflict (tenant, id) do nothing");

    /// <summary>Brings the people's own lines up to date and moves their revisions on.</summary>
    /// <param name="session">The transaction of the write.</param>
    /// <param name="tenant">Whose people.</param>
    /// <param name="users">Who did something.</param>
    /// <param name="now">
    /// Where revisions begin, in Unix microseconds: somebody who was erased and comes back must not meet an old number.
    /// </param>
    public static Task TouchPeopleAsync(DatabaseSession session, TenantId tenant, IEnumerable<string> users, long now) =>
        session.ExecuteAsync(
            """
            insert into streaming_person (tenant, id, ratings, views, last_active, revision)
            select @tenant, did.user_id, sum(did.rated), sum(did.viewed), max(did.at), @now
            from (
                select user_id, 1 as rated, 0 as viewed, rated_at as at
                from streaming_rating where tenant = @tenant and user_id in @users
                union all
                select user_id, 0 as rated, 1 as viewed, started_at as at
                from streaming_view where tenant = @tenant and user_id in @users
            ) as did
            where true
            group by did.user_id
            on conflict (tenant, id) do update set
                ratings = excluded.ratings, views = excluded.views, last_active = excluded.last_active,
                revision = streaming_person.revision + 1
            """,
            new { tenant = tenant.Value, users = users.Distinct(StringComparer.Ordinal).ToArray(), now });

    // One statement may name a key once, so the last of equal keys goes in.
    private static List<T> Last<T, TKey>(IReadOnlyList<T> rows, Func<T, TKey> key, Func<T, long> order)
        where TKey : notnull
    {
        var last = new Dictionary<TKey, T>(rows.Count);
        foreach (T row in rows)
        {
            if (!last.TryGetValue(key(row), out T? known) || order(row) >= order(known))
                last[key(row)] = row;
        }

        return [.. last.Values];
    }
}
