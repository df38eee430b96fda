namespace Perto.Platform;

/// <summary>
/// Brings files in and loses nothing: a bad row is noted and left out while the rest goes on, and each batch is written in one
/// transaction with the checkpoint behind it, so that an import whose process was killed is resumed where it was.
/// </summary>
public sealed class ImportRunner(IDatabase database, ImportRuns runs, IdGenerator ids, TimeProvider clock)
{
    private const int MaxErrors = 100;

    /// <summary>Rows in a transaction, 1 or more: large enough to be fast, small enough that other writers do not wait long.</summary>
    public int BatchRows { get; init; } = 5_000;

    /// <summary>Imports a source.</summary>
    /// <param name="tenant">Whose data it is.</param>
    /// <param name="source">A folder or a file that stays readable until the import is done.</param>
    /// <param name="format">What it holds.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellationToken">Stops between batches; the import stays <see cref="ImportState.Running"/> and can be resumed.</param>
    /// <exception cref="InvalidValueException">The source is not there, or lacks a file or column that the format needs.</exception>
    /// <exception cref="ConflictException">It was cancelled, or another process works on it.</exception>
    public async Task<ImportRun> RunAsync(
        TenantId tenant, string source, IImportFormat format, IProgress<ImportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        string path = Path.GetFullPath(source);
        IReadOnlyList<ImportFile> files = FilesOf(path, format);
        DateTimeOffset now = clock.GetUtcNow();
        var run = new ImportRun
        {
            Tenant = tenant,
            Id = ids.NewId(),
            Kind = format.Kind,
            Source = path,
            State = ImportState.Running,
            Files = [.. files.Select(ImportedFile.Of)],
            Position = new ImportPosition(null, 0),
            RowsRead = 0,
            RowsWritten = 0,
            RowsRejected = 0,
            Errors = [],
            StartedAt = now,
            UpdatedAt = now,
        };
        await runs.InsertAsync(run, cancellationToken);
        return await GoOnAsync(run, files, format, progress, cancellationToken);
    }

    /// <summary>Goes on with an import that is running or failed; one that is done is given back as it is.</summary>
    /// <exception cref="NotFoundException">There is none with this id.</exception>
    /// <exception cref="InvalidValueException">The source is not there any more.</exception>
    /// <exception cref="ConflictException">
    /// It was cancelled, is of another format, its files have changed, or another process works on it.
    /// </exception>
    public async Task<ImportRun> ResumeAsync(
        TenantId tenant, string id, IImportFormat format, IProgress<ImportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ImportRun run = await runs.FindAsync(tenant, id, cancellationToken) ?? throw new NotFoundException("import", id);
        if (run.State == ImportState.Done)
            return run;
        if (run.State == ImportState.Cancelled)
            throw new ConflictException("import_cancelled", $"Import {id} was cancelled; start a new one");
        if (run.Kind != format.Kind)
            throw new ConflictException("import_format", $"Import {id} is of format {run.Kind}, not {format.Kind}");
        IReadOnlyList<ImportFile> files = FilesOf(run.Source, format);
        RequireUnchanged(run, files);
        ImportRun again = run with { State = ImportState.Running, Failure = null, FinishedAt = null, UpdatedAt = clock.GetUtcNow() };
        await AdvanceAsync(run, again, cancellationToken);
        return await GoOnAsync(again, files, format, progress, cancellationToken);
    }

    private async Task<ImportRun> GoOnAsync(
        ImportRun run, IReadOnlyList<ImportFile> files, IImportFormat format, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        long total = Math.Max(1, run.Files.Sum(file => file.Size));
        try
        {
            for (int i = IndexOf(files, run.Position.File); i < files.Count; i++)
            {
                ImportFile file = files[i];
                long before = run.Files.Take(i).Sum(done => done.Size);
                await using FileStream content = File.OpenRead(file.Path);
                long done = run.Position.File == file.Name ? run.Position.Rows : 0;
                foreach (ImportRow[] batch in file.Read(content).Skip(checked((int)done)).Chunk(BatchRows))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    run = await WriteAsync(run, file, batch, done += batch.Length, format, cancellationToken);
                    progress?.Report(new ImportProgress(run, Math.Min(1, (before + Length(content)) / (double)total)));
                }
            }
            ImportRun finished = run with { State = ImportState.Done, UpdatedAt = clock.GetUtcNow(), FinishedAt = clock.GetUtcNow() };
            await AdvanceAsync(run, finished, cancellationToken);
            return finished;
        }
        catch (Exception reason) when (reason is InvalidValueException or IOException or UnauthorizedAccessException)
        {
            await AdvanceAsync(run, run with { State = ImportState.Failed, Failure = reason.Message, FinishedAt = clock.GetUtcNow() }, CancellationToken.None);
            throw;
        }
    }

    private Task<ImportRun> WriteAsync(
        ImportRun run, ImportFile file, ImportRow[] batch, long done, IImportFormat format, CancellationToken cancellationToken)
    {
        ImportRow[] readable = [.. batch.Where(row => !row.IsMalformed)];
        return database.WriteAsync(
            async session =>
            {
                // Asked first: rows of a batch that another process has written would break its keys.
                if (!await ImportRuns.IsAtAsync(session, run))
                    throw TakenAway(run);
                foreach (ImportRow row in readable)
                    row.ForgetErrors();
                await format.WriteAsync(session, run.Tenant, file, readable);
                int rejected = batch.Count(row => !row.IsValid);
                ImportRun after = run with
                {
                    Position = new ImportPosition(file.Name, done),
                    RowsRead = run.RowsRead + batch.Length,
                    RowsWritten = run.RowsWritten + batch.Length - rejected,
                    RowsRejected = run.RowsRejected + rejected,
                    Errors = rejected == 0 ? run.Errors : [.. run.Errors.Concat(batch.SelectMany(row => row.Errors)).Take(MaxErrors)],
                    UpdatedAt = clock.GetUtcNow(),
                };
                return await ImportRuns.AdvanceAsync(session, run, after) ? after : throw TakenAway(run);
            },
            cancellationToken);
    }

    private Task AdvanceAsync(ImportRun before, ImportRun after, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session => await ImportRuns.AdvanceAsync(session, before, after) ? after : throw TakenAway(before),
            cancellationToken);

    private static ConflictException TakenAway(ImportRun run) =>
        new("import_taken", $"Import {run.Id} was cancelled, or another process works on it; this one stops");

    private static IReadOnlyList<ImportFile> FilesOf(string source, IImportFormat format)
    {
        if (!File.Exists(source) && !Directory.Exists(source))
            throw new InvalidValueException("source", source, "a folder or a file that exists", $"There is no folder or file {source}");
        IReadOnlyList<ImportFile> files = format.Files(source);
        return files.Count > 0
            ? files
            : throw new InvalidValueException("source", source, $"files of the format {format.Kind}", $"{source} holds nothing of the format {format.Kind}");
    }

    private static void RequireUnchanged(ImportRun run, IReadOnlyList<ImportFile> files)
    {
        ImportedFile[] now = [.. files.Select(ImportedFile.Of)];
        if (run.Files.Except(now).FirstOrDefault() is { } changed)
            throw new ConflictException("import_source_changed", $"{changed.Name} has changed since import {run.Id} began; its checkpoint says nothing about it any more. Start a new import");
        if (now.Length != run.Files.Count)
            throw new ConflictException("import_source_changed", $"{run.Source} holds other files than when import {run.Id} began. Start a new import");
    }

    private static int IndexOf(IReadOnlyList<ImportFile> files, string? name) =>
        name is null ? 0 : files.Select((file, index) => (file.Name, index)).First(file => file.Name == name).index;

    // At its end the reader closes the file.
    private static long Length(FileStream content) => content.CanRead ? content.Position : new FileInfo(content.Name).Length;
}
