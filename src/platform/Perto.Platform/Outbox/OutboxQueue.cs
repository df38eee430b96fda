namespace Perto.Platform;

/// <summary>The queue of one topic, as its workers see it.</summary>
/// <remarks>
/// <para>A row may be claimed from its <c>due_at</c> on. A claim moves it to the end of the lease, a failed try to the next one, so that one index says
/// what is to be done, and a dead worker's messages come back by themselves.</para>
/// <para>A due message with an unfinished one of its key before it is put off and marked <c>behind</c>, once, so that a long line behind one key is not looked at
/// by each claim. When a message leaves, the next of its key is made due. Should that be lost with a worker that dies at that moment, it falls due by
/// itself after <see cref="PutOff"/>.</para>
/// </remarks>
internal sealed class OutboxQueue(IDatabase database, OutboxTopic topic, string owner, OutboxSettings settings, TimeProvider clock)
{
    private const string Columns = "seq, tenant, topic, ordering_key, id, dedupe_id, payload, traceparent, enqueued_at, attempts";
    private const string LostLease = "Its worker died, or lost its lease, in the last of its tries";

    private const string NextDue = "select min(due_at) from outbox_message where topic = @topic and due_at > @now";

    private static readonly TimeSpan PutOff = TimeSpan.FromMinutes(1);

    /// <summary>Who claims: a new one with each start of a worker.</summary>
    public string Owner => owner;

    /// <summary>Writes down what became of messages and claims up to <paramref name="count"/> others, in one transaction.</summary>
    public Task<Claim> CycleAsync(Settlement settlement, int count, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            await SetReadCommittedAsync(session);
            IReadOnlyList<ClaimedMessage> lost = await SettleAsync(session, settlement);
            if (count == 0)
                return new Claim { Lost = lost };
            Claim claim = await ClaimAsync(session, count);
            return claim with { Lost = lost };
        },
        cancellationToken);

    /// <summary>
    /// Takes messages out of the queue because the transaction that has their effect is about to end. Gives the places of those that were still held:
    /// the others belong to somebody else.
    /// </summary>
    public async Task<HashSet<long>> CompleteAsync(DatabaseSession session, IReadOnlyList<ClaimedMessage> messages)
    {
        if (messages.Count == 0)
            return [];
        long[] seqs = [.. messages.Select(message => message.Seq)];
        HashSet<long> held = [.. await session.QueryAsync<long>(
            ByIndex(session, "delete from outbox_message where owner = @owner and seq in @seqs returning seq"), new { owner, seqs })];
        long expires = UnixMicros.Now(clock) + Micros(settings.DedupeTime);
        foreach (ClaimedMessage message in messages)
        {
            if (message.DedupeId is not null && held.Contains(message.Seq))
                await ExpireDedupeAsync(session, message.Tenant, message.Topic, message.DedupeId, message.Id, expires);
        }
        return held;
    }

    /// <summary>Prolongs the leases of messages; gives the places of those that are still held.</summary>
    public Task<HashSet<long>> RenewAsync(IReadOnlyList<long> seqs, CancellationToken cancellationToken) => database.WriteAsync<HashSet<long>>(
        async session =>
        {
            await SetReadCommittedAsync(session);
            await session.ExecuteAsync(
                $"""
                update outbox_message set due_at = @until
                where seq in (select seq from outbox_message where owner = @owner and seq in @seqs {SkipLocked(session)})
                """,
                new { owner, seqs, until = LeaseEnd() });
            // A row that was locked is at its end one way or the other; what is asked here is only who has it.
            return [.. await session.QueryAsync<long>("select seq from outbox_message where owner = @owner and seq in @seqs", new { owner, seqs })];
        },
        cancellationToken);

    /// <summary>Lets a dedupe id go some time after its message; false when the id is another message's.</summary>
    public static async Task<bool> ExpireDedupeAsync(
        DatabaseSession session, string tenant, string topic, string dedupe, string id, long expires) =>
        await session.ExecuteAsync(
            """
            update outbox_dedupe set expires_at = @expires
            where tenant = @tenant and topic = @topic and dedupe_id = @dedupe and message_id = @id
            """,
            new { tenant, topic, dedupe, id, expires }) == 1;

    /// <summary>
    /// Waiting for a lock must end with a look at what is there now, and not with a failure because it is no longer what it was when the transaction began.
    /// And a plan that was made while the queue was empty must not read all of it when it is full.
    /// </summary>
    public static Task SetReadCommittedAsync(DatabaseSession session) => session.Dialect == SqlDialect.Postgres
        ? session.ExecuteAsync("set transaction isolation level read committed; set local enable_seqscan = off")
        : Task.CompletedTask;

    // In a serializable transaction a read of the whole table would be in conflict with every enqueue. What the handler asks is planned as ever.
    private static string ByIndex(DatabaseSession session, string sql) => session.Dialect == SqlDialect.Postgres
        ? $"set local enable_seqscan = off; {sql}; set local enable_seqscan to default"
        : sql;

    private async Task<IReadOnlyList<ClaimedMessage>> SettleAsync(DatabaseSession session, Settlement settlement)
    {
        HashSet<(string Tenant, string Key)> freed = [.. settlement.Freed];
        HashSet<long> done = await CompleteAsync(session, settlement.Done);
        Free(settlement.Done.Where(message => done.Contains(message.Seq)), freed);

        long now = UnixMicros.Now(clock);
        foreach (OutboxFailure failure in settlement.Failed)
        {
            if (failure.DueAt is { } due)
            {
                await session.ExecuteAsync(
                    "update outbox_message set owner = null, due_at = @due, error = @error where seq = @seq and owner = @owner",
                    new { due, error = failure.Error, seq = failure.Message.Seq, owner });
            }
            else if (await BuryAsync(session, failure.Message, failure.Error, now))
            {
                Free([failure.Message], freed);
            }
        }

        foreach (var returned in settlement.Returned.GroupBy(message => message.DueAt, message => message.Message.Seq))
        {
            await session.ExecuteAsync(
                "update outbox_message set owner = null, due_at = @due, attempts = attempts - 1 where owner = @owner and seq in @seqs",
                new { due = returned.Key, owner, seqs = returned.ToArray() });
        }

        await LetFollowAsync(session, freed, now);
        return [.. settlement.Done.Where(message => !done.Contains(message.Seq))];
    }

    private async Task<Claim> ClaimAsync(DatabaseSession session, int count)
    {
        long now = UnixMicros.Now(clock);
        IReadOnlyList<ClaimedMessage> due = await session.QueryAsync<ClaimedMessage>(
            $"""
            select {Columns}, ({NextDue}) as next_due from outbox_message
            where topic = @topic and due_at <= @now order by due_at, seq limit @count {SkipLocked(session)}
            """,
            new { topic = topic.Name, now, count });
        HashSet<long> behind = await BehindAsync(session, due);
        await PutOffAsync(session, behind, now);

        List<ClaimedMessage> abandoned = [.. due.Where(message => message.Attempts >= topic.Options.MaxAttempts && !behind.Contains(message.Seq))];
        if (abandoned.Count > 0)
        {
            // They are this worker's for a moment, because only an owner buries.
            await session.ExecuteAsync("update outbox_message set owner = @owner where seq in @seqs", new { owner, seqs = abandoned.Select(message => message.Seq).ToArray() });
        }
        foreach (ClaimedMessage message in abandoned)
            await BuryAsync(session, message, LostLease, now);
        HashSet<(string Tenant, string Key)> freed = [];
        Free(abandoned, freed);
        await LetFollowAsync(session, freed, now);

        List<ClaimedMessage> claimed =
        [
            .. due.Where(message => message.Attempts < topic.Options.MaxAttempts && !behind.Contains(message.Seq))
                .Select(message => message with { Attempts = message.Attempts + 1 }),
        ];
        if (claimed.Count > 0)
        {
            await session.ExecuteAsync(
                "update outbox_message set owner = @owner, due_at = @until, behind = false, attempts = attempts + 1 where seq in @seqs",
                new { owner, until = LeaseEnd(), seqs = claimed.Select(message => message.Seq).ToArray() });
        }

        bool hasMore = due.Count == count || abandoned.Count > 0;
        return new Claim
        {
            Messages = claimed,
            Abandoned = abandoned,
            HasMore = hasMore,
            NextDue = Earlier(
                due.Count > 0 ? due[0].NextDue : await session.ScalarAsync<long?>(NextDue, new { topic = topic.Name, now }),
                behind.Count > 0 ? now + Micros(PutOff) : null),
        };
    }

    // In a statement of its own, after the rows are locked: a message whose predecessor ends meanwhile is then either seen as free here, or made due
    // by whoever ended it, who waits for the lock.
    private static async Task<HashSet<long>> BehindAsync(DatabaseSession session, IReadOnlyList<ClaimedMessage> due)
    {
        long[] keyed = [.. due.Where(message => message.OrderingKey is not null).Select(message => message.Seq)];
        if (keyed.Length == 0)
            return [];
        return
        [
            .. await session.QueryAsync<long>(
                """
                select later.seq from outbox_message later where later.seq in @keyed and exists (
                    select 1 from outbox_message earlier
                    where earlier.tenant = later.tenant and earlier.topic = later.topic and earlier.ordering_key = later.ordering_key and earlier.seq < later.seq)
                """,
                new { keyed }),
        ];
    }

    private static async Task PutOffAsync(DatabaseSession session, HashSet<long> behind, long now)
    {
        if (behind.Count == 0)
            return;
        await session.ExecuteAsync(
            "update outbox_message set owner = null, behind = true, due_at = @until where seq in @seqs",
            new { until = now + Micros(PutOff), seqs = behind.ToArray() });
    }

    private async Task LetFollowAsync(DatabaseSession session, HashSet<(string Tenant, string Key)> freed, long now)
    {
        foreach (var tenant in freed.GroupBy(key => key.Tenant, key => key.Key, StringComparer.Ordinal))
        {
            long[] next =
            [
                .. await session.QueryAsync<long>(
                    """
                    select min(seq) from outbox_message where tenant = @tenant and topic = @topic and ordering_key in @keys
                    group by ordering_key
                    """,
                    new { tenant = tenant.Key, topic = topic.Name, keys = tenant.ToArray() }),
            ];
            if (next.Length == 0)
                continue;
            // Whoever looks at one of them just now may be about to put it off: wait for that, and undo it.
            if (session.Dialect == SqlDialect.Postgres)
                await session.QueryAsync<long>("select seq from outbox_message where seq in @next and owner is null order by seq for update", new { next });
            await session.ExecuteAsync(
                "update outbox_message set behind = false, due_at = @now where seq in @next and behind = true", new { now, next });
        }
    }

    private async Task<bool> BuryAsync(DatabaseSession session, ClaimedMessage message, string error, long now)
    {
        if (await session.ExecuteAsync("delete from outbox_message where seq = @seq and owner = @owner", new { seq = message.Seq, owner }) == 0)
            return false;
        await session.ExecuteAsync(
            """
            insert into outbox_dead (tenant, id, topic, ordering_key, dedupe_id, payload, traceparent, enqueued_at, attempts, error, died_at)
            values (@Tenant, @Id, @Topic, @OrderingKey, @DedupeId, @Payload, @Traceparent, @EnqueuedAt, @Attempts, @error, @now)
            """,
            new
            {
                message.Tenant,
                message.Id,
                message.Topic,
                message.OrderingKey,
                message.DedupeId,
                message.Payload,
                message.Traceparent,
                message.EnqueuedAt,
                message.Attempts,
                error,
                now,
            });
        return true;
    }

    private static void Free(IEnumerable<ClaimedMessage> messages, HashSet<(string Tenant, string Key)> freed)
    {
        foreach (ClaimedMessage message in messages)
        {
            if (message.OrderingKey is { } key)
                freed.Add((message.Tenant, key));
        }
    }

    private static long? Earlier(long? one, long? other) => one is null || other < one ? other : one;

    private long LeaseEnd() => UnixMicros.Now(clock) + Micros(topic.Options.LeaseTime);

    private static long Micros(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    private static string SkipLocked(DatabaseSession session) => session.Dialect == SqlDialect.Postgres ? "for update skip locked" : "";
}
