using System.Text.Json;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>
/// Takes what people did into the feature store's queue, in the transaction that stores it, and keeps from when on it was known. What is counted
/// of it, and when, is <see cref="ActivityCounting"/>'s.
/// </summary>
public sealed class ActivityQueue(IDatabase database, Outbox outbox, IdGenerator ids, TimeProvider clock)
{
    // Players report now and then, and devices are away for a while: what comes within this time counts from when it came, so that no feature of a
    // moment has what was not known then. What is older is history that is told afterwards, and counts from when it happened.
    private static readonly long Fresh = TimeSpan.FromHours(6).Ticks / TimeSpan.TicksPerMicrosecond;

    private static readonly string[] EventColumns = ["tenant", "at", "id", "user_id", "title_id", "type", "fields"];
    private static readonly string[] ChangeColumns = ["tenant", "user_id", "title_id", "kind", "profile", "began_at", "known_at", "value"];

    /// <summary>Takes what came as events; a worker counts it soon.</summary>
    /// <param name="session">The transaction of the events.</param>
    /// <param name="tenant">Whose.</param>
    /// <param name="changes">What viewings and ratings change.</param>
    /// <param name="exposures">Impressions and clicks, at the moments at which they happened.</param>
    /// <param name="timeOfDay">The time of day at which a viewing began, where the person was.</param>
    internal async Task AddAsync(
        DatabaseSession session, TenantId tenant, ActivityChanges changes, IEnumerable<UncountedEvent> exposures, Func<View, TimeOfDay> timeOfDay)
    {
        long now = UnixMicros.Now(clock);
        await WriteAsync(session, tenant, [.. changes.Events(ids, timeOfDay, now).Concat(exposures).Select(one => one with { At = CountsFrom(one.At) })]);
        await KeepReplacedAsync(session, tenant, [.. changes.Replaced()]);
        await WriteAsync(session, tenant, [.. changes.Known(now)]);
        await RequestAsync(session, tenant);

        long CountsFrom(long happened) => happened > now || now - happened <= Fresh ? now : happened;
    }

    /// <summary>Takes what is imported; it is counted when all of it is in, see <see cref="RequestAsync(TenantId, CancellationToken)"/>.</summary>
    internal async Task AddImportedAsync(DatabaseSession session, TenantId tenant, ActivityChanges changes, IEnumerable<UncountedEvent> exposures)
    {
        long now = UnixMicros.Now(clock);
        await WriteAsync(
            session,
            tenant,
            [.. changes.Events(ids, view => TimesOfDay.Of(UnixMicros.ToMoment(view.StartedAt)), reportedAt: null).Concat(exposures).Select(one => one with { At = Math.Min(one.At, now) })]);
    }

    /// <summary>Lets a worker count what was imported.</summary>
    internal Task RequestAsync(TenantId tenant, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            await RequestAsync(session, tenant);
            return true;
        },
        cancellationToken);

    private Task RequestAsync(DatabaseSession session, TenantId tenant) =>
        outbox.EnqueueAsync(session, OutboxMessage.Of(tenant, ActivityWork.Topic, new ActivityOrder()));

    private static Task WriteAsync(DatabaseSession session, TenantId tenant, IReadOnlyList<UncountedEvent> events) => session.BulkInsertAsync(
        "streaming_uncounted",
        EventColumns,
        events,
        one => [tenant.Value, one.At, one.Id, one.User, one.Title, one.Type, JsonSerializer.Serialize(one.Fields, PertoJson.Options)],
        "on conflict do nothing");

    private static Task WriteAsync(DatabaseSession session, TenantId tenant, IReadOnlyList<KnownChange> changes) => session.BulkInsertAsync(
        "streaming_change",
        ChangeColumns,
        changes,
        one => [tenant.Value, one.User, one.Title, one.Kind, one.Profile, one.BeganAt, one.KnownAt, one.Value],
        "on conflict (tenant, user_id, title_id, kind, profile, began_at, known_at) do update set value = excluded.value");

    private static async Task KeepReplacedAsync(DatabaseSession session, TenantId tenant, IReadOnlyList<KnownChange> replaced)
    {
        if (replaced.Count == 0)
            return;
        IReadOnlyList<ChangeRow> known = await session.QueryAsync<ChangeRow>(
            """
            select distinct user_id, title_id, kind, profile, began_at from streaming_change
            where tenant = @tenant and user_id in @users and title_id in @titles
            """,
            new
            {
                tenant = tenant.Value,
                users = replaced.Select(change => change.User).Distinct(StringComparer.Ordinal).ToArray(),
                titles = replaced.Select(change => change.Title).Distinct(StringComparer.Ordinal).ToArray(),
            });
        HashSet<(string, string, string, string, long)> subjects = [.. known.Select(row => (row.UserId, row.TitleId, row.Kind, row.Profile, row.BeganAt))];
        await WriteAsync(session, tenant, [.. replaced.Where(change => !subjects.Contains(change.Subject))]);
    }

    private sealed record ChangeRow
    {
        public string UserId { get; init; } = "";

        public string TitleId { get; init; } = "";

        public string Kind { get; init; } = "";

        public string Profile { get; init; } = "";

        public long BeganAt { get; init; }
    }
}
