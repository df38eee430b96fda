namespace Perto.Platform;

/// <summary>The imports of all time, in the table <c>import_run</c>.</summary>
public sealed class ImportRuns(IDatabase database, TimeProvider clock)
{
    /// <summary>The newest imports of a tenant.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="limit">Most to give, 1 or more.</param>
    /// <param name="cancellationToken">Leaves it.</param>
    public Task<IReadOnlyList<ImportRun>> ListAsync(TenantId tenant, int limit = 50, CancellationToken cancellationToken = default) =>
        QueryAsync("select * from import_run where tenant = @tenant order by id desc limit @limit", new { tenant, limit }, cancellationToken);

    /// <summary>
    /// Imports that are running, or were when their process ended, of all tenants, oldest first: what to resume at a start.
    /// </summary>
    public Task<IReadOnlyList<ImportRun>> UnfinishedAsync(CancellationToken cancellationToken = default) =>
        QueryAsync("select * from import_run where state = 'running' order by id", args: null, cancellationToken);

    /// <summary>One import; null when there is none with this id.</summary>
    public Task<ImportRun?> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken = default) =>
        database.ReadAsync(session => FindAsync(session, tenant, id), cancellationToken);

    /// <summary>Ends an import that is not done; a process that works on it stops before its next batch. What was written stays.</summary>
    /// <exception cref="NotFoundException">There is none with this id.</exception>
    public Task<ImportRun> CancelAsync(TenantId tenant, string id, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async session =>
            {
                long now = UnixMicros.Now(clock);
                await session.ExecuteAsync(
                    "update import_run set state = 'cancelled', finished_at = @now where tenant = @tenant and id = @id and state in ('running', 'failed')",
                    new { tenant, id, now });
                return await FindAsync(session, tenant, id) ?? throw new NotFoundException("import", id);
            },
            cancellationToken);

    internal static async Task<ImportRun?> FindAsync(DatabaseSession session, TenantId tenant, string id) =>
        (await session.FirstOrDefaultAsync<ImportRunRow>("select * from import_run where tenant = @tenant and id = @id", new { tenant, id }))?.ToRun();

    internal Task InsertAsync(ImportRun run, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                """
                insert into import_run (tenant, id, kind, source, state, files, position, rows_read, rows_written, rows_rejected, errors, started_at, updated_at)
                values (@Tenant, @Id, @Kind, @Source, @State, @Files, @Position, @RowsRead, @RowsWritten, @RowsRejected, @Errors, @StartedAt, @UpdatedAt)
                """,
                ImportRunRow.Of(run)),
            cancellationToken);

    /// <summary>Whether the import is still where <paramref name="run"/> says.</summary>
    internal static async Task<bool> IsAtAsync(DatabaseSession session, ImportRun run) =>
        await FindAsync(session, run.Tenant, run.Id) is { } now && now.State == run.State && now.RowsRead == run.RowsRead;

    /// <summary>
    /// Moves an import from the state of <paramref name="before"/> to that of <paramref name="after"/>; false when it is not in
    /// that state any more, because somebody cancelled it or another process works on it.
    /// </summary>
    internal static async Task<bool> AdvanceAsync(DatabaseSession session, ImportRun before, ImportRun after)
    {
        ImportRunRow row = ImportRunRow.Of(after);
        return await session.ExecuteAsync(
            """
            update import_run
            set state = @State, position = @Position, rows_read = @RowsRead, rows_written = @RowsWritten, rows_rejected = @RowsRejected,
                errors = @Errors, failure = @Failure, updated_at = @UpdatedAt, finished_at = @FinishedAt
            where tenant = @Tenant and id = @Id and state = @stateBefore and rows_read = @readBefore
            """,
            new
            {
                row.Tenant,
                row.Id,
                row.State,
                row.Position,
                row.RowsRead,
                row.RowsWritten,
                row.RowsRejected,
                row.Errors,
                row.Failure,
                row.UpdatedAt,
                row.FinishedAt,
                stateBefore = ImportRunRow.Of(before).State,
                readBefore = before.RowsRead,
            }) == 1;
    }

    private async Task<IReadOnlyList<ImportRun>> QueryAsync(string sql, object? args, CancellationToken cancellationToken)
    {
        IReadOnlyList<ImportRunRow> rows = await database.ReadAsync(session => session.QueryAsync<ImportRunRow>(sql, args), cancellationToken);
        return [.. rows.Select(row => row.ToRun())];
    }
}
