using System.Text.Json;

namespace Perto.Platform;

/// <summary>The runs of imports, in the database.</summary>
internal sealed class ImportRuns(IDatabase database, IdGenerator ids, TimeProvider clock)
{
    private const string Columns =
        """
        tenant, id, kind, source, mapping, state, files, file_index, file_row, rows_read, rows_rejected, errors, failure,
        started_at, updated_at, finished_at
        """;

    // A batch takes milliseconds; who has written none for so long is gone.
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(2);

    /// <summary>The run to go on with: the last unfinished one of the same unchanged files and the same mapping, or a new one.</summary>
    public Task<ImportRunRow> BeginAsync(
        TenantId tenant, IImportFormat format, string source, IReadOnlyList<ImportFile> files, ImportState state, CancellationToken cancellationToken) =>
        database.WriteAsync(session => BeginAsync(session, tenant, format, source, files, state), cancellationToken);

    /// <summary>As above, in a transaction of the caller's.</summary>
    public async Task<ImportRunRow> BeginAsync(
        DatabaseSession session, TenantId tenant, IImportFormat format, string source, IReadOnlyList<ImportFile> files, ImportState state)
    {
        string fingerprint = Fingerprint(files);
        ImportRunRow? unfinished = await session.FirstOrDefaultAsync<ImportRunRow>(
            $"select {Columns} from import_run where tenant = @tenant and kind = @kind and source = @source order by id desc limit 1",
            new { tenant = tenant.Value, kind = format.Kind, source });
        if (unfinished is not null && unfinished.State != Name(ImportState.Done) && unfinished.Files == fingerprint && unfinished.Mapping == format.Mapping)
        {
            await SetStateAsync(session, tenant, unfinished.Id, state, failure: null, from: [unfinished.State]);
            return unfinished with { State = Name(state) };
        }

        long now = UnixMicros.Now(clock);
        var made = new ImportRunRow
        {
            Tenant = tenant.Value,
            Id = ids.NewId(),
            Kind = format.Kind,
            Source = source,
            Mapping = format.Mapping,
            State = Name(state),
            Files = fingerprint,
            StartedAt = now,
            UpdatedAt = now,
        };
        await session.ExecuteAsync(
            $"""
            insert into import_run ({Columns})
            values (@Tenant, @Id, @Kind, @Source, @Mapping, @State, @Files, @FileIndex, @FileRow, @RowsRead, @RowsRejected, @Errors, @Failure,
                @StartedAt, @UpdatedAt, @FinishedAt)
            """,
            made);
        return made;
    }

    /// <summary>Moves the checkpoint inside the transaction that wrote the rows.</summary>
    /// <exception cref="ConflictException">Another process moved it: it runs the same import.</exception>
    public async Task CheckpointAsync(DatabaseSession session, ImportRunRow from, ImportRunRow to)
    {
        int moved = await session.ExecuteAsync(
            """
            update import_run set file_index = @FileIndex, file_row = @FileRow, rows_read = @RowsRead, rows_rejected = @RowsRejected,
                errors = @Errors, updated_at = @now
            where tenant = @Tenant and id = @Id and file_index = @fromIndex and file_row = @fromRow
            """,
            new
            {
                to.FileIndex,
                to.FileRow,
                to.RowsRead,
                to.RowsRejected,
                to.Errors,
                to.Tenant,
                to.Id,
                fromIndex = from.FileIndex,
                fromRow = from.FileRow,
                now = UnixMicros.Now(clock),
            });
        if (moved == 0)
            throw new ConflictException("import_running", $"The import {from.Id} of {from.Source} is run by another process");
    }

    /// <summary>Writes how a run ended, unless it ended already; returns whether it was written.</summary>
    public Task<bool> EndAsync(ImportRunRow run, ImportState state, string? failure) =>
        database.WriteAsync(
            async session => await SetStateAsync(
                session, new TenantId(run.Tenant), run.Id, state, failure, [Name(ImportState.Queued), Name(ImportState.Running)]) > 0);

    /// <summary>The run with an id; null when there is none.</summary>
    public Task<ImportRunRow?> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken) =>
        database.ReadAsync(session => FindAsync(session, tenant, id), cancellationToken);

    /// <inheritdoc cref="FindAsync(TenantId, string, CancellationToken)"/>
    public static Task<ImportRunRow?> FindAsync(DatabaseSession session, TenantId tenant, string id) =>
        session.FirstOrDefaultAsync<ImportRunRow>(
            $"select {Columns} from import_run where tenant = @tenant and id = @id", new { tenant = tenant.Value, id });

    /// <summary>Runs that have quoted lines or a failure, in the order of their ids, behind <paramref name="after"/>.</summary>
    public Task<IReadOnlyList<ImportRunRow>> PageAsync(TenantId tenant, string after, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.QueryAsync<ImportRunRow>(
                $"""
                select {Columns} from import_run
                where tenant = @tenant and id > @after and (errors <> '[]' or failure is not null) order by id limit 100
                """,
                new { tenant = tenant.Value, after }),
            cancellationToken);

    /// <summary>Ids of the runs that wait, in the order in which they were asked for.</summary>
    public Task<IReadOnlyList<string>> QueuedAsync(TenantId tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.QueryAsync<string>(
                "select id from import_run where tenant = @tenant and state = 'queued' order by id", new { tenant = tenant.Value }),
            cancellationToken);

    /// <summary>Where the files of runs lie that are not done.</summary>
    public Task<IReadOnlyList<string>> UnfinishedSourcesAsync(TenantId tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.QueryAsync<string>(
                "select source from import_run where tenant = @tenant and state in ('queued', 'running', 'interrupted')", new { tenant = tenant.Value }),
            cancellationToken);

    /// <summary>The latest runs, latest first.</summary>
    public Task<IReadOnlyList<ImportRunRow>> ListAsync(TenantId tenant, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.QueryAsync<ImportRunRow>(
                $"select {Columns} from import_run where tenant = @tenant order by id desc limit @limit",
                new { tenant = tenant.Value, limit }),
            cancellationToken);

    /// <summary>
    /// Runs of any tenant whose process died. SQLite has one process, so at its start every run that is said to be at work is left over; among
    /// several servers it is one that has written nothing for a while.
    /// </summary>
    public Task<IReadOnlyList<ImportRunRow>> LeftAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.QueryAsync<ImportRunRow>(
                $"select {Columns} from import_run where state = @running and updated_at <= @silentSince order by id",
                new
                {
                    running = Name(ImportState.Running),
                    silentSince = UnixMicros.From(clock.GetUtcNow() - (session.Dialect == SqlDialect.Sqlite ? TimeSpan.Zero : Silence)),
                }),
            cancellationToken);

    private static string Name(ImportState state) => state.ToString().ToLowerInvariant();

    // Files that changed since are other files: their rows stand at other places.
    private static string Fingerprint(IReadOnlyList<ImportFile> files) => JsonSerializer.Serialize(
        files.Select(file => new FileInfo(file.Path)).Select(file => new { file.Name, file.Length, Changed = file.LastWriteTimeUtc.Ticks }),
        PertoJson.Options);

    private Task<int> SetStateAsync(
        DatabaseSession session, TenantId tenant, string id, ImportState state, string? failure, IReadOnlyList<string> from)
    {
        long now = UnixMicros.Now(clock);
        return session.ExecuteAsync(
            """
            update import_run set state = @state, failure = @failure, updated_at = @now, finished_at = @finished
            where tenant = @tenant and id = @id and state in @from
            """,
            new
            {
                state = Name(state),
                failure,
                now,
                finished = state is ImportState.Running or ImportState.Queued ? (long?)null : now,
                tenant = tenant.Value,
                id,
                from,
            });
    }
}
