using System.Security.Cryptography;
using System.Text;

namespace Perto.Platform;

/// <summary>
/// Writes work that follows from a change into the transaction of the change: both are kept or neither. Workers carry it out, see
/// <see cref="ModuleBuilder.OutboxHandler{THandler}"/>.
/// </summary>
public sealed class Outbox
{
    /// <summary>What an insert gives.</summary>
    internal static readonly string[] Columns =
    [
        "tenant", "topic", "ordering_key", "id", "dedupe_id", "payload", "traceparent", "enqueued_at", "due_at", "behind", "attempts",
    ];

    private readonly OutboxTopics _topics;
    private readonly OutboxLimits _limits;
    private readonly IOutboxSignal _signal;
    private readonly IdGenerator _ids;
    private readonly TimeProvider _clock;

    internal Outbox(OutboxTopics topics, OutboxLimits limits, IOutboxSignal signal, IdGenerator ids, TimeProvider clock)
    {
        _topics = topics;
        _limits = limits;
        _signal = signal;
        _ids = ids;
        _clock = clock;
    }

    /// <summary>Enqueues a message in the transaction of <paramref name="session"/>; it is handled after the commit.</summary>
    /// <exception cref="InvalidValueException">A value is out of its range, or nobody handles the topic.</exception>
    /// <exception cref="OutboxFullException">The tenant has too many unfinished messages of the topic.</exception>
    public async Task<OutboxReceipt> EnqueueAsync(DatabaseSession session, OutboxMessage message) => (await EnqueueAsync(session, [message]))[0];

    /// <summary>Enqueues many messages, in their order, in the transaction of <paramref name="session"/>.</summary>
    /// <returns>What became of each.</returns>
    /// <exception cref="InvalidValueException">A value is out of its range, or nobody handles the topic.</exception>
    /// <exception cref="OutboxFullException">A tenant has too many unfinished messages of a topic.</exception>
    public async Task<IReadOnlyList<OutboxReceipt>> EnqueueAsync(DatabaseSession session, IReadOnlyList<OutboxMessage> messages)
    {
        foreach (OutboxMessage message in messages)
            message.Check();
        foreach (var queue in messages.GroupBy(message => (message.Tenant, message.Topic)))
            await _limits.AdmitAsync(session, queue.Key.Tenant, _topics.Find(queue.Key.Topic), queue.Count());

        long now = UnixMicros.Now(_clock);
        var receipts = new OutboxReceipt[messages.Count];
        var rows = new List<object?[]>(messages.Count);
        for (int i = 0; i < messages.Count; i++)
        {
            OutboxMessage message = messages[i];
            receipts[i] = await ReserveAsync(session, message, now);
            if (receipts[i].IsNew)
                rows.Add(Row(message, receipts[i].Id, now));
        }

        await LockKeysAsync(session, messages.Where(message => message.Key is not null).Select(message => (message.Tenant.Value, message.Topic, message.Key!)));
        await session.BulkInsertAsync("outbox_message", Columns, rows, row => row);
        foreach (string topic in messages.Where((_, i) => receipts[i].IsNew).Select(message => message.Topic).Distinct(StringComparer.Ordinal))
            await _signal.AnnounceAsync(session, topic);
        return receipts;
    }

    /// <summary>
    /// On PostgreSQL transactions of one key wait for each other here, so that a message that gets a later place in the queue is never seen before the
    /// one that got the earlier. SQLite has one writer.
    /// </summary>
    internal static async Task LockKeysAsync(DatabaseSession session, IEnumerable<(string Tenant, string Topic, string Key)> keys)
    {
        if (session.Dialect != SqlDialect.Postgres)
            return;
        // In one order, so that two transactions with the same keys do not wait for each other in a circle.
        long[] locks = [.. keys.Distinct().Select(LockOf).Distinct().Order()];
        if (locks.Length > 0)
            await session.ExecuteAsync("select pg_advisory_xact_lock(number) from unnest(@locks) number", new { locks });
    }

    // The length prefix keeps ("a", "bc") and ("ab", "c") apart.
    private static long LockOf((string Tenant, string Topic, string Key) key) => BitConverter.ToInt64(
        SHA256.HashData(Encoding.UTF8.GetBytes($"outbox {key.Tenant.Length} {key.Topic.Length} {key.Tenant}{key.Topic}{key.Key}")));

    private async Task<OutboxReceipt> ReserveAsync(DatabaseSession session, OutboxMessage message, long now)
    {
        string id = _ids.NewId();
        if (message.DedupeId is null)
            return new OutboxReceipt(id, IsNew: true);
        var names = new { tenant = message.Tenant.Value, topic = message.Topic, dedupe = message.DedupeId, id, now };
        int taken = await session.ExecuteAsync(
            """
            insert into outbox_dedupe (tenant, topic, dedupe_id, message_id, expires_at) values (@tenant, @topic, @dedupe, @id, null)
            on conflict (tenant, topic, dedupe_id) do update set message_id = excluded.message_id, expires_at = null
            where outbox_dedupe.expires_at <= @now
            """,
            names);
        return taken == 1
            ? new OutboxReceipt(id, IsNew: true)
            : new OutboxReceipt(
                (await session.ScalarAsync<string>(
                    "select message_id from outbox_dedupe where tenant = @tenant and topic = @topic and dedupe_id = @dedupe", names))!,
                IsNew: false);
    }

    private static object?[] Row(OutboxMessage message, string id, long now) =>
    [
        message.Tenant, message.Topic, message.Key, id, message.DedupeId, message.Payload, message.Traceparent,
        now, now + (message.Delay.Ticks / TimeSpan.TicksPerMicrosecond), false, 0,
    ];
}
