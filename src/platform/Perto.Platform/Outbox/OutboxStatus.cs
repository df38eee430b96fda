namespace Perto.Platform;

/// <summary>Tells a tenant how its topics do.</summary>
public sealed class OutboxStatus
{
    private readonly IDatabase _database;
    private readonly OutboxTopics _topics;
    private readonly OutboxRates _rates;
    private readonly TimeProvider _clock;

    internal OutboxStatus(IDatabase database, OutboxTopics topics, OutboxRates rates, TimeProvider clock)
    {
        _database = database;
        _topics = topics;
        _rates = rates;
        _clock = clock;
    }

    /// <summary>All topics that have a handler, a message or a dead letter, by name. Counts every unfinished message of the tenant.</summary>
    public Task<IReadOnlyList<OutboxTopicStatus>> ReadAsync(TenantId tenant, CancellationToken cancellationToken = default) => _database.ReadAsync(
        async session =>
        {
            long now = UnixMicros.Now(_clock);
            Dictionary<string, QueueCounts> queues = (await session.QueryAsync<QueueCounts>(
                """
                select topic, count(*) as depth,
                    sum(case when not behind and due_at <= @now then 1 else 0 end) as ready,
                    sum(case when owner is not null and due_at > @now then 1 else 0 end) as leased,
                    sum(case when owner is null and not behind and due_at > @now then 1 else 0 end) as delayed,
                    sum(case when behind then 1 else 0 end) as waiting,
                    min(enqueued_at) as oldest, max(attempts) as attempts
                from outbox_message where tenant = @tenant group by topic
                """,
                new { tenant = tenant.Value, now })).ToDictionary(queue => queue.Topic, StringComparer.Ordinal);
            Dictionary<string, long> dead = (await session.QueryAsync<DeadCount>(
                "select topic, count(*) as dead from outbox_dead where tenant = @tenant group by topic",
                new { tenant = tenant.Value })).ToDictionary(count => count.Topic, count => count.Dead, StringComparer.Ordinal);
            Dictionary<string, OutboxTopic> handled = _topics.All.ToDictionary(topic => topic.Name, StringComparer.Ordinal);
            return (IReadOnlyList<OutboxTopicStatus>)
            [
                .. handled.Keys.Concat(queues.Keys).Concat(dead.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                    .Select(topic => Status(topic, queues.GetValueOrDefault(topic), dead.GetValueOrDefault(topic), handled.GetValueOrDefault(topic), tenant, now)),
            ];
        },
        cancellationToken);

    private OutboxTopicStatus Status(string topic, QueueCounts? queue, long dead, OutboxTopic? handled, TenantId tenant, long now) => new()
    {
        Topic = topic,
        Depth = queue?.Depth ?? 0,
        Ready = queue?.Ready ?? 0,
        Leased = queue?.Leased ?? 0,
        Delayed = queue?.Delayed ?? 0,
        Waiting = queue?.Waiting ?? 0,
        Dead = dead,
        OldestSeconds = queue is null ? null : Math.Max(0, (now - queue.Oldest) / 1e6),
        Attempts = queue?.Attempts ?? 0,
        Rate = Math.Round(_rates.PerSecond(tenant.Value, topic), 2),
        QueueLimit = handled?.Options.QueueLimit,
    };

    private sealed record QueueCounts
    {
        public required string Topic { get; init; }

        public required long Depth { get; init; }

        public required long Ready { get; init; }

        public required long Leased { get; init; }

        public required long Delayed { get; init; }

        public required long Waiting { get; init; }

        public required long Oldest { get; init; }

        public required int Attempts { get; init; }
    }

    private sealed record DeadCount
    {
        public required string Topic { get; init; }

        public required long Dead { get; init; }
    }
}
