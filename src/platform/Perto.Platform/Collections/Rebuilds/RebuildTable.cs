namespace Perto.Platform;

/// <summary>The table <c>collection_rebuild</c>.</summary>
internal sealed class RebuildTable(IDatabase database, IdGenerator ids, TimeProvider clock)
{
    private const int KeptOfTenant = 100;

    /// <summary>Asks for a rebuild.</summary>
    /// <exception cref="ConflictException">The alias is made anew already.</exception>
    public Task<RebuildRow> AskAsync(TenantId tenant, string alias, RebuildKind kind, string model, CollectionRow source, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                if (await session.FirstOrDefaultAsync<RebuildRow>(
                    "select * from collection_rebuild where tenant = @tenant and alias = @alias and finished_at is null", new { tenant, alias }) is { } other)
                    throw new ConflictException("rebuild_running", $"{alias} is made anew already (rebuild {other.Id}); wait for its end or cancel it");
                long now = UnixMicros.Now(clock);
                var row = new RebuildRow
                {
                    Tenant = tenant,
                    Id = ids.NewId(),
                    Alias = alias,
                    Kind = kind.ToString().ToLowerInvariant(),
                    Model = model,
                    Source = source.Name,
                    State = Name(RebuildState.Waiting),
                    Total = source.Records,
                    AskedAt = now,
                    UpdatedAt = now,
                };
                await session.ExecuteAsync(
                    """
                    insert into collection_rebuild
                        (tenant, id, alias, kind, model, source, state, last_id, done, total, asked_at, taken_done, updated_at)
                    values (@Tenant, @Id, @Alias, @Kind, @Model, @Source, @State, @LastId, @Done, @Total, @AskedAt, @TakenDone, @UpdatedAt)
                    """,
                    row);
                return row;
            },
            cancellationToken);

    /// <summary>A rebuild; null when there is none of this id.</summary>
    public Task<RebuildRow?> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FirstOrDefaultAsync<RebuildRow>("select * from collection_rebuild where tenant = @tenant and id = @id", new { tenant, id }),
            cancellationToken);

    /// <summary>The rebuilds of a tenant that wait or are at work.</summary>
    public Task<IReadOnlyList<RebuildRow>> UnfinishedAsync(TenantId tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.QueryAsync<RebuildRow>("select * from collection_rebuild where tenant = @tenant and finished_at is null", new { tenant }),
            cancellationToken);

    /// <summary>The rebuilds of all tenants that nobody works at.</summary>
    public Task<IReadOnlyList<RebuildRow>> FreeAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.QueryAsync<RebuildRow>(
                """
                select r.* from collection_rebuild r
                left join lease l on l.name = 'collection-rebuild/' || r.tenant || '/' || r.alias and l.expires_at > @now
                where r.finished_at is null and l.name is null order by r.id
                """,
                new { now = UnixMicros.Now(clock) }),
            cancellationToken);

    /// <summary>Takes a rebuild up where it stopped; null when it has ended.</summary>
    public Task<RebuildRow?> TakeAsync(RebuildRow row, KeptLease lease, string server, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                await lease.RequireAsync(session);
                return await session.FirstOrDefaultAsync<RebuildRow>(
                    """
                    update collection_rebuild set state = 'running', server = @server, started_at = coalesce(started_at, @now), taken_at = @now,
                        taken_done = done, updated_at = @now
                    where tenant = @Tenant and id = @Id and finished_at is null returning *
                    """,
                    new { row.Tenant, row.Id, server, now = UnixMicros.Now(clock) });
            },
            cancellationToken);

    /// <summary>Writes what is filled, and that nothing of it is done yet.</summary>
    public Task TargetAsync(RebuildRow row, string target, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                "update collection_rebuild set target = @target, last_id = '', done = 0, taken_done = 0 where tenant = @Tenant and id = @Id",
                new { row.Tenant, row.Id, target }),
            cancellationToken);

    /// <summary>Moves the checkpoint, in the transaction that wrote the records where it wrote any.</summary>
    public Task CheckpointAsync(DatabaseSession session, RebuildRow row) =>
        session.ExecuteAsync(
            "update collection_rebuild set last_id = @LastId, done = @Done, updated_at = @now where tenant = @Tenant and id = @Id",
            new { row.LastId, row.Done, row.Tenant, row.Id, now = UnixMicros.Now(clock) });

    /// <summary>Lets another process take a rebuild up at once.</summary>
    public Task LeaveAsync(RebuildRow row) =>
        database.WriteAsync(session => session.ExecuteAsync(
            "update collection_rebuild set state = 'waiting' where tenant = @Tenant and id = @Id and finished_at is null", new { row.Tenant, row.Id }));

    /// <summary>Asks for the end of a rebuild; one that nobody works at is cancelled by who takes it up.</summary>
    public Task CancelAsync(TenantId tenant, string id, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                "update collection_rebuild set cancel_asked_at = @now where tenant = @tenant and id = @id and finished_at is null",
                new { tenant, id, now = UnixMicros.Now(clock) }),
            cancellationToken);

    /// <summary>Writes how a rebuild ended.</summary>
    public Task EndAsync(RebuildRow row, RebuildState state, string? failure) =>
        database.WriteAsync(session => EndAsync(session, row, state, failure));

    /// <summary>The same in the transaction of the switch.</summary>
    public async Task EndAsync(DatabaseSession session, RebuildRow row, RebuildState state, string? failure)
    {
        await session.ExecuteAsync(
            """
            update collection_rebuild set state = @state, failure = @failure, updated_at = @now, finished_at = @now
            where tenant = @Tenant and id = @Id and finished_at is null
            """,
            new { row.Tenant, row.Id, state = Name(state), failure, now = UnixMicros.Now(clock) });
        await session.ExecuteAsync(
            """
            delete from collection_rebuild where tenant = @Tenant and finished_at is not null and id not in (
                select id from collection_rebuild where tenant = @Tenant and finished_at is not null order by id desc limit @KeptOfTenant)
            """,
            new { row.Tenant, KeptOfTenant });
    }

    private static string Name(RebuildState state) => state.ToString().ToLowerInvariant();
}
