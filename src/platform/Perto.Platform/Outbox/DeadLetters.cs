namespace Perto.Platform;

/// <summary>The messages that were given up, and what can be done about them. They stay until somebody replays or discards them.</summary>
public sealed class DeadLetters
{
    private const int ReplayBatch = 500;

    private const string Columns = "id, topic, ordering_key, dedupe_id, enqueued_at, attempts, error, died_at";

    private readonly IDatabase _database;
    private readonly IOutboxSignal _signal;
    private readonly OutboxSettings _settings;
    private readonly TimeProvider _clock;

    internal DeadLetters(IDatabase database, IOutboxSignal signal, OutboxSettings settings, TimeProvider clock)
    {
        _database = database;
        _signal = signal;
        _settings = settings;
        _clock = clock;
    }

    /// <summary>A page of them, in the order in which they were enqueued, without payloads.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="topic">Only of this topic; null: of all.</param>
    /// <param name="paging">Which page.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidValueException">The cursor is not one of this list.</exception>
    public async Task<Page<DeadLetter>> ListAsync(TenantId tenant, string? topic, Paging paging, CancellationToken cancellationToken = default)
    {
        string after = Cursor.Read(paging.Cursor, 1)?.Text(0) ?? "";
        IReadOnlyList<DeadLetterRow> rows = await _database.ReadAsync(
            session => session.QueryAsync<DeadLetterRow>(
                $"""
                select {Columns} from outbox_dead where tenant = @tenant and id > @after {(topic is null ? "" : "and topic = @topic")}
                order by id limit @limit
                """,
                new { tenant = tenant.Value, topic, after, limit = paging.Limit + 1 }),
            cancellationToken);
        return paging.Page(rows, row => Cursor.Write(row.Id)).Select(row => row.ToLetter());
    }

    /// <summary>One of them, with its payload.</summary>
    /// <exception cref="NotFoundException">There is none with this id.</exception>
    public async Task<DeadLetter> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken = default) =>
        (await _database.ReadAsync(
            session => session.FirstOrDefaultAsync<DeadLetterRow>(
                $"select {Columns}, payload from outbox_dead where tenant = @tenant and id = @id", new { tenant = tenant.Value, id }),
            cancellationToken) ?? throw Missing(id)).ToLetter();

    /// <summary>Puts one back, at the end of the queue and with all its tries before it. The queue's limit does not hold it up.</summary>
    /// <exception cref="NotFoundException">There is none with this id.</exception>
    public async Task<ReplayReport> ReplayAsync(TenantId tenant, string id, CancellationToken cancellationToken = default)
    {
        int replayed = await _database.WriteAsync(
            session => ReplayAsync(session, tenant, "id = @id", new { tenant = tenant.Value, id }), cancellationToken);
        return replayed == 1 ? new ReplayReport(replayed) : throw Missing(id);
    }

    /// <summary>Puts all of a topic back that were given up until now, in the order in which they were enqueued.</summary>
    /// <exception cref="InvalidValueException">The topic cannot be one.</exception>
    public async Task<ReplayReport> ReplayTopicAsync(TenantId tenant, string topic, CancellationToken cancellationToken = default)
    {
        if (!OutboxTopic.IsName(topic))
            throw new InvalidValueException("topic", topic, OutboxTopic.NameRule, $"topic must be {OutboxTopic.NameRule}");
        // Not those that die again meanwhile: that might never end.
        long until = UnixMicros.Now(_clock);
        int all = 0;
        int replayed;
        do
        {
            replayed = await _database.WriteAsync(
                session => ReplayAsync(
                    session,
                    tenant,
                    "id in (select id from outbox_dead where tenant = @tenant and topic = @topic and died_at <= @until order by id limit @most)",
                    new { tenant = tenant.Value, topic, until, most = ReplayBatch }),
                cancellationToken);
            all += replayed;
        }
        while (replayed == ReplayBatch);
        return new ReplayReport(all);
    }

    /// <summary>Deletes one for good.</summary>
    /// <exception cref="NotFoundException">There is none with this id.</exception>
    public Task DiscardAsync(TenantId tenant, string id, CancellationToken cancellationToken = default) => _database.WriteAsync(
        async session =>
        {
            DeadLetterRow row = await session.FirstOrDefaultAsync<DeadLetterRow>(
                $"delete from outbox_dead where tenant = @tenant and id = @id returning {Columns}", new { tenant = tenant.Value, id }) ?? throw Missing(id);
            if (row.DedupeId is not null)
            {
                long expires = UnixMicros.From(_clock.GetUtcNow() + _settings.DedupeTime);
                await OutboxQueue.ExpireDedupeAsync(session, tenant.Value, row.Topic, row.DedupeId, row.Id, expires);
            }
        },
        cancellationToken);

    private async Task<int> ReplayAsync(DatabaseSession session, TenantId tenant, string condition, object arguments)
    {
        DeadLetterRow[] rows =
        [
            .. (await session.QueryAsync<DeadLetterRow>(
                $"delete from outbox_dead where tenant = @tenant and {condition} returning {Columns}, payload, traceparent", arguments))
                .OrderBy(row => row.Id, StringComparer.Ordinal),
        ];
        await Outbox.LockKeysAsync(session, rows.Where(row => row.OrderingKey is not null).Select(row => (tenant.Value, row.Topic, row.OrderingKey!)));
        long now = UnixMicros.Now(_clock);
        await session.BulkInsertAsync(
            "outbox_message",
            Outbox.Columns,
            rows,
            row =>
            [
                tenant, row.Topic, row.OrderingKey, row.Id, row.DedupeId, row.Payload, row.Traceparent, row.EnqueuedAt, now, false, 0,
            ]);
        foreach (string topic in rows.Select(row => row.Topic).Distinct(StringComparer.Ordinal))
            await _signal.AnnounceAsync(session, topic);
        return rows.Length;
    }

    private static NotFoundException Missing(string id) => new("dead letter", id);
}
