using System.Security.Cryptography;
using System.Text.Json;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Batches in the database: what was asked for, and how far each is.</summary>
internal sealed class BatchRuns(IDatabase database, Outbox outbox, Suppressions suppressions, IdGenerator ids, TimeProvider clock)
{
    private const int MaxQueued = 16;

    /// <summary>Writes down a batch that a worker will make, or finds the latest of the same request where it is to be resumed.</summary>
    /// <exception cref="ConflictException">Too many wait already.</exception>
    public async Task<BatchRow> QueueAsync(TenantId tenant, BatchRequest request, bool resume, CancellationToken cancellationToken)
    {
        SuppressionCheck suppressed = await suppressions.CheckAsync(cancellationToken);
        return await database.WriteAsync(
            async session =>
            {
                if (resume && await LatestAsync(session, tenant, request, new BatchTarget(File: null), "'queued', 'running', 'done'") is { } same)
                    return same;
                long waiting = await session.ScalarAsync<long>(
                    "select count(*) from streaming_batch where tenant = @tenant and state in ('queued', 'running') and file is null", new { tenant });
                if (waiting >= MaxQueued)
                    throw new ConflictException("batches_waiting", $"{MaxQueued} batches wait already; ask again when one is done");
                BatchRow row = await AddAsync(session, tenant, request, new BatchTarget(File: null), BatchState.Queued, suppressed);
                await outbox.EnqueueAsync(session, OutboxMessage.Of(tenant, BatchWork.Topic, new BatchOrder(row.Id)) with { Key = "batch" });
                return row;
            },
            cancellationToken);
    }

    /// <summary>Writes down a batch that is made in this process, or finds the unfinished one that is gone on with.</summary>
    public async Task<BatchRow> BeginAsync(TenantId tenant, BatchRequest request, BatchTarget target, CancellationToken cancellationToken)
    {
        SuppressionCheck suppressed = await suppressions.CheckAsync(cancellationToken);
        return await database.WriteAsync(
            async session =>
            {
                if (target.Resume && await LatestAsync(session, tenant, request, target, "'running', 'interrupted', 'failed'") is { } begun)
                    return begun;
                // The file begins anew, so what was begun of it cannot be gone on with.
                await session.ExecuteAsync(
                    """
                    update streaming_batch set state = 'cancelled', finished_at = @now
                    where tenant = @tenant and file = @File and state in ('running', 'interrupted', 'failed')
                    """,
                    new { tenant, target.File, now = UnixMicros.Now(clock) });
                return await AddAsync(session, tenant, request, target, BatchState.Running, suppressed);
            },
            cancellationToken);
    }

    /// <summary>A batch; null when there is none with this id.</summary>
    public Task<BatchRow?> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken) => database.ReadAsync(
        session => FindAsync(session, tenant, id), cancellationToken);

    /// <summary>The latest batches, latest first.</summary>
    public Task<IReadOnlyList<BatchRow>> ListAsync(TenantId tenant, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.QueryAsync<BatchRow>(
            $"select {BatchRow.Columns} from streaming_batch where tenant = @tenant order by id desc limit @limit", new { tenant, limit }),
        cancellationToken);

    /// <summary>Says that a batch is at work; null when it has ended or is gone.</summary>
    public Task<BatchRow?> StartAsync(TenantId tenant, string id, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            int started = await session.ExecuteAsync(
                "update streaming_batch set state = 'running', failure = null, finished_at = null where tenant = @tenant and id = @id and state not in ('done', 'cancelled')",
                new { tenant, id });
            return started == 0 ? null : await FindAsync(session, tenant, id);
        },
        cancellationToken);

    /// <summary>Writes how far a batch is; false when it has been ended meanwhile.</summary>
    public async Task<bool> CheckpointAsync(TenantId tenant, BatchRow reached, IReadOnlyList<BatchFailure> failures, KeptLease lease, CancellationToken cancellationToken)
    {
        SuppressionCheck suppressed = await suppressions.CheckAsync(cancellationToken);
        return await database.WriteAsync(
            async session =>
            {
                await lease.RequireAsync(session);
                int written = await session.ExecuteAsync(
                    """
                    update streaming_batch set
                        made = @Made, failed = @Failed, degraded = @Degraded, reached = @Reached, bytes = @Bytes, progressed_at = @now
                    where tenant = @tenant and id = @Id and state = 'running'
                    """,
                    new { tenant, reached.Id, reached.Made, reached.Failed, reached.Degraded, reached.Reached, reached.Bytes, now = UnixMicros.Now(clock) });
                if (written == 0)
                    return false;
                await BatchPeople.AddFailuresAsync(session, tenant, reached.Id, failures, reached.Failed - failures.Count, suppressed);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Writes how a batch ended, or that it stopped; nothing when it has ended already.</summary>
    public Task EndAsync(TenantId tenant, string id, BatchState state, string? failure) => database.WriteAsync(
        async session =>
        {
            int ended = await session.ExecuteAsync(
                """
                update streaming_batch set state = @state, failure = @failure, finished_at = @finished
                where tenant = @tenant and id = @id and state in ('queued', 'running', 'interrupted')
                """,
                new
                {
                    tenant,
                    id,
                    state = BatchRow.Name(state),
                    failure,
                    finished = state is BatchState.Queued or BatchState.Interrupted ? (long?)null : UnixMicros.Now(clock),
                });
            if (ended == 1 && state == BatchState.Done)
                await BatchPeople.ForgetListAsync(session, tenant, id);
            return ended;
        });

    /// <summary>Ends a batch; one that has ended stays as it is.</summary>
    public Task CancelAsync(TenantId tenant, string id, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            int cancelled = await session.ExecuteAsync(
                """
                update streaming_batch set state = 'cancelled', finished_at = @now
                where tenant = @tenant and id = @id and state in ('queued', 'running', 'interrupted')
                """,
                new { tenant, id, now = UnixMicros.Now(clock) });
            if (cancelled == 1)
                await BatchPeople.ForgetListAsync(session, tenant, id);
            return cancelled;
        },
        cancellationToken);

    /// <summary>Deletes a batch that has ended; its people are deleted before.</summary>
    public Task DeleteAsync(TenantId tenant, string id, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.ExecuteAsync("delete from streaming_batch where tenant = @tenant and id = @id", new { tenant, id }), cancellationToken);

    /// <summary>Batches of all tenants that ended before a moment, or were left and did not come further since.</summary>
    public async Task<IReadOnlyList<(TenantId Tenant, string Id)>> EndedAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        [.. (await database.ReadAsync(
            session => session.QueryAsync<EndedLine>(
                "select tenant, id from streaming_batch where coalesce(finished_at, progressed_at) < @before order by tenant, id", new { before = UnixMicros.From(before) }),
            cancellationToken)).Select(line => (new TenantId(line.Tenant), line.Id))];

    /// <summary>Whether a batch is at work. It is written, so that who ends it waits for this transaction, and deletes what it writes too.</summary>
    public static async Task<bool> HoldRunningAsync(DatabaseSession session, TenantId tenant, string id) => await session.ExecuteAsync(
        "update streaming_batch set progressed_at = progressed_at where tenant = @tenant and id = @id and state = 'running'", new { tenant, id }) == 1;

    private async Task<BatchRow> AddAsync(
        DatabaseSession session, TenantId tenant, BatchRequest request, BatchTarget target, BatchState state, SuppressionCheck suppressed)
    {
        long now = UnixMicros.Now(clock);
        var row = new BatchRow
        {
            Id = ids.NewId(),
            Request = JsonSerializer.Serialize(request with { Users = null }, PertoJson.Options),
            Fingerprint = Fingerprint(request),
            Listed = request.Users is not null,
            File = target.File,
            Format = target.File is null ? null : target.Format.ToString().ToLowerInvariant(),
            State = BatchRow.Name(state),
            At = request.At is { } at ? UnixMicros.From(at) : now,
            AskedAt = now,
            ProgressedAt = now,
        };
        if (request.Users is { } users)
            await BatchPeople.ListAsync(session, tenant, row.Id, users, suppressed);
        row = row with { People = await BatchPeople.CountAsync(session, tenant, row.Id, row.Listed, request.Segment) };
        await session.BulkInsertAsync(
            "streaming_batch",
            [
                "tenant", "id", "request", "fingerprint", "listed", "file", "format", "state", "at", "people", "made", "failed", "degraded", "reached",
                "bytes", "asked_at", "progressed_at",
            ],
            [row],
            one =>
            [
                tenant, one.Id, one.Request, one.Fingerprint, one.Listed, one.File, one.Format, one.State, one.At, one.People, one.Made, one.Failed,
                one.Degraded, one.Reached, one.Bytes, one.AskedAt, one.ProgressedAt,
            ]);
        return row;
    }

    private static Task<BatchRow?> LatestAsync(DatabaseSession session, TenantId tenant, BatchRequest request, BatchTarget target, string states) =>
        session.FirstOrDefaultAsync<BatchRow>(
            $"""
            select {BatchRow.Columns} from streaming_batch
            where tenant = @tenant and fingerprint = @fingerprint and coalesce(file, '') = @file and coalesce(format, '') = @format
                and state in ({states})
            order by id desc limit 1
            """,
            new
            {
                tenant,
                fingerprint = Fingerprint(request),
                file = target.File ?? "",
                format = target.File is null ? "" : target.Format.ToString().ToLowerInvariant(),
            });

    private static Task<BatchRow?> FindAsync(DatabaseSession session, TenantId tenant, string id) => session.FirstOrDefaultAsync<BatchRow>(
        $"select {BatchRow.Columns} from streaming_batch where tenant = @tenant and id = @id", new { tenant, id });

    private static string Fingerprint(BatchRequest request) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, PertoJson.Options)));

    private sealed record EndedLine
    {
        public string Tenant { get; init; } = "";

        public string Id { get; init; } = "";
    }
}
