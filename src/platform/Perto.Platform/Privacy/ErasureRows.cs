namespace Perto.Platform;

/// <summary>The tables <c>privacy_erasure</c> and <c>privacy_erasure_step</c>.</summary>
internal sealed class ErasureRows(IDatabase database, PrivacyAudit audit, TimeProvider clock)
{
    private static readonly string[] StepColumns = ["tenant", "erasure", "source", "position", "items"];

    /// <summary>Writes a request down and refuses the person's data from now on; one that is not done yet is given back as it is.</summary>
    public Task<ErasureRow> BeginAsync(ErasureRow asked, IReadOnlyList<string> sources, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                var there = await session.FirstOrDefaultAsync<ErasureRow>(
                    "select * from privacy_erasure where tenant = @Tenant and subject_hash = @SubjectHash and state <> 'done' order by id limit 1", asked);
                if (there is not null)
                    return there;
                await session.ExecuteAsync(
                    """
                    insert into privacy_erasure (tenant, id, subject_hash, subject_sealed, state, requested_at, updated_at)
                    values (@Tenant, @Id, @SubjectHash, @SubjectSealed, @State, @RequestedAt, @UpdatedAt)
                    """,
                    asked);
                await session.ExecuteAsync(
                    """
                    insert into privacy_suppression (tenant, subject_hash, erasure, created_at)
                    values (@Tenant, @SubjectHash, @Id, @RequestedAt) on conflict (tenant, subject_hash) do nothing
                    """,
                    asked);
                await AddStepsAsync(session, asked, sources);
                await audit.RecordAsync(session, asked.Tenant, "erasure_requested", asked.SubjectHash, asked.Id);
                return asked;
            },
            cancellationToken);

    /// <summary>Begins another attempt, with the places that a newer version of the program added after the request.</summary>
    public Task ResumeAsync(ErasureRow erasure, IReadOnlyList<string> sources, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                await AddStepsAsync(session, erasure, sources);
                await session.ExecuteAsync("update privacy_erasure set failure = null where tenant = @Tenant and id = @Id", erasure);
            },
            cancellationToken);

    /// <summary>Whether there is anything to do, for any tenant.</summary>
    public Task<bool> AnyOpenAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => await session.FirstOrDefaultAsync<int>("select 1 from privacy_erasure where state <> 'done' limit 1") == 1, cancellationToken);

    private static Task AddStepsAsync(DatabaseSession session, ErasureRow erasure, IReadOnlyList<string> sources) =>
        session.BulkInsertAsync(
            "privacy_erasure_step",
            StepColumns,
            [.. sources.Select((source, position) => (Source: source, Position: position))],
            step => [erasure.Tenant, erasure.Id, step.Source, step.Position, 0L],
            "on conflict (tenant, erasure, source) do nothing");

    /// <summary>Those of all tenants in a state, the oldest first.</summary>
    public Task<IReadOnlyList<ErasureRow>> InStateAsync(string state, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.QueryAsync<ErasureRow>("select * from privacy_erasure where state = @state order by id", new { state }), cancellationToken);

    /// <summary>The receipt; null where there is no such erasure.</summary>
    public Task<ErasureReceipt?> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => await session.FirstOrDefaultAsync<ErasureRow>("select * from privacy_erasure where tenant = @tenant and id = @id", new { tenant, id }) is { } row
                ? row.ToReceipt(await StepsAsync(session, tenant, [id]))
                : null,
            cancellationToken);

    /// <summary>Receipts, latest first, those before the id <paramref name="before"/>.</summary>
    public Task<IReadOnlyList<ErasureReceipt>> ListAsync(TenantId tenant, string? before, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<ErasureReceipt>>(
            async session =>
            {
                string behind = before is null ? "" : "and id < @before";
                IReadOnlyList<ErasureRow> rows = await session.QueryAsync<ErasureRow>(
                    $"select * from privacy_erasure where tenant = @tenant {behind} order by id desc limit @limit", new { tenant, before, limit });
                ILookup<string, ErasureStepRow> steps = (await StepsAsync(session, tenant, [.. rows.Select(row => row.Id)])).ToLookup(step => step.Erasure, StringComparer.Ordinal);
                return [.. rows.Select(row => row.ToReceipt(steps[row.Id]))];
            },
            cancellationToken);

    /// <summary>Which places are not done yet.</summary>
    public Task<IReadOnlySet<string>> OpenStepsAsync(ErasureRow erasure, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlySet<string>>(
            async session => (await session.QueryAsync<string>(
                "select source from privacy_erasure_step where tenant = @Tenant and erasure = @Id and finished_at is null", erasure)).ToHashSet(StringComparer.Ordinal),
            cancellationToken);

    /// <summary>Writes how much there was before it is deleted; a step that runs again finds less, so the largest number stays.</summary>
    public Task FoundAsync(ErasureRow erasure, string source, long items, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                "update privacy_erasure_step set items = @items where tenant = @Tenant and erasure = @Id and source = @source and items < @items",
                new { erasure.Tenant, erasure.Id, source, items }),
            cancellationToken);

    /// <summary>Ends a step.</summary>
    public Task<int> FinishStepAsync(DatabaseSession session, ErasureRow erasure, string source, long more = 0) =>
        session.ExecuteAsync(
            "update privacy_erasure_step set items = items + @more, finished_at = @now where tenant = @Tenant and erasure = @Id and source = @source",
            new { erasure.Tenant, erasure.Id, source, more, now = UnixMicros.Now(clock) });

    /// <summary>Nothing is left to delete: the person's id goes.</summary>
    public Task ForgetSubjectAsync(ErasureRow erasure, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                "update privacy_erasure set state = 'purging', subject_sealed = null, failure = null, updated_at = @now where tenant = @Tenant and id = @Id",
                new { erasure.Tenant, erasure.Id, now = UnixMicros.Now(clock) }),
            cancellationToken);

    /// <summary>The files hold nothing any more.</summary>
    public Task FinishAsync(ErasureRow erasure, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                long now = UnixMicros.Now(clock);
                await session.ExecuteAsync(
                    "update privacy_erasure set state = 'done', failure = null, updated_at = @now, finished_at = @now where tenant = @Tenant and id = @Id",
                    new { erasure.Tenant, erasure.Id, now });
                await audit.RecordAsync(session, erasure.Tenant, "erasure_done", erasure.SubjectHash, erasure.Id);
            },
            cancellationToken);

    /// <summary>Writes why an attempt stopped.</summary>
    public Task FailedAsync(ErasureRow erasure, string failure, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                "update privacy_erasure set failure = @failure, updated_at = @now where tenant = @Tenant and id = @Id",
                new { erasure.Tenant, erasure.Id, failure, now = UnixMicros.Now(clock) }),
            cancellationToken);

    private static Task<IReadOnlyList<ErasureStepRow>> StepsAsync(DatabaseSession session, TenantId tenant, IReadOnlyList<string> ids) =>
        session.QueryAsync<ErasureStepRow>(
            "select erasure, source, items, finished_at from privacy_erasure_step where tenant = @tenant and erasure in @ids order by erasure, position, source",
            new { tenant, ids });
}
