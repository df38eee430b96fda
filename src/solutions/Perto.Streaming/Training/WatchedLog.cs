using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>Reads who watched what: what models learn from.</summary>
public sealed class WatchedLog(IDatabase database)
{
    /// <summary>
    /// Ratings and views, each person and title once at its latest moment. A rating says that somebody watched, whatever it was;
    /// a view counts from 10 % on. The order is that of the ids, so equal data gives an
    /// equal model.
    /// </summary>
    public async Task<InteractionLog> ReadAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        IReadOnlyList<Watched> rows = await database.ReadAsync(
            session => session.QueryAsync<Watched>(
                """
                select user_id, title_id, max(at) as at from (
                    select user_id, title_id, rated_at as at from streaming_rating where tenant = @tenant
                    union all
                    select user_id, title_id, started_at as at from streaming_view
                    where tenant = @tenant and progress >= @minimumProgress
                ) as watched
                group by user_id, title_id
                order by user_id, title_id
                """,
                new { tenant = tenant.Value, minimumProgress = HistoryEntry.WatchedFrom }),
            cancellationToken);
        var log = new InteractionLog();
        foreach (Watched row in rows)
            log.Interactions.Add(new LoggedInteraction(log.Users.Add(row.UserId), log.Items.Add(row.TitleId), Timestamp: row.At));
        return log;
    }

    private sealed record Watched
    {
        public string UserId { get; init; } = "";

        public string TitleId { get; init; } = "";

        public long At { get; init; }
    }
}
