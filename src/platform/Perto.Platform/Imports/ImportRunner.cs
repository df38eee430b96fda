using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>
/// Runs imports. Rows are written in batches, each in one transaction with the checkpoint behind it: after a crash the run goes
/// on with the next row, nothing is lost and nothing counted twice. A row that breaks a rule costs that row.
/// </summary>
public sealed partial class ImportRunner
{
    /// <summary>Rows in one transaction.</summary>
    public const int BatchSize = 2_000;

    /// <summary>How many rejected rows a report quotes; all are counted.</summary>
    public const int MaxErrors = 100;

    private readonly IDatabase _database;
    private readonly ImportRuns _runs;
    private readonly UploadStore _uploads;
    private readonly Outbox _outbox;
    private readonly Dictionary<string, IImportFormat> _formats;
    private readonly ILogger<ImportRunner> _logger;
    private readonly Suppressions _suppressions;
    private readonly bool _workers;
    private readonly ConcurrentDictionary<string, bool> _active = new(StringComparer.Ordinal);

    /// <summary>Runs imports of the registered formats.</summary>
    public ImportRunner(
        IDatabase database,
        IdGenerator ids,
        IEnumerable<IImportFormat> formats,
        UploadStore uploads,
        Outbox outbox,
        Suppressions suppressions,
        PertoSettings settings,
        TimeProvider clock,
        ILogger<ImportRunner> logger)
    {
        _workers = settings.Workers;
        _suppressions = suppressions;
        _database = database;
        _uploads = uploads;
        _outbox = outbox;
        _runs = new ImportRuns(database, ids, clock);
        _formats = formats.ToDictionary(format => format.Kind, StringComparer.Ordinal);
        _logger = logger;
    }

    /// <summary>Imports a folder or a file; an unfinished run of the same unchanged source, with the same mapping, goes on where it stopped.</summary>
    /// <param name="tenant">Whose data it becomes.</param>
    /// <param name="format">The layout.</param>
    /// <param name="source">The folder or file, which must stay readable until the import is done; or an upload, which is deleted then.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellationToken">Stops after the present batch; the run can be taken up again.</param>
    /// <exception cref="InvalidValueException">The source is not of this layout.</exception>
    /// <exception cref="ConflictException">The same import runs already.</exception>
    public Task<ImportReport> RunAsync(
        TenantId tenant, IImportFormat format, string source, IProgress<ImportProgress>? progress, CancellationToken cancellationToken) =>
        RunAsync(tenant, format, source, ImportState.Interrupted, progress, cancellationToken);

    /// <summary>Takes an import and returns; a worker runs it.</summary>
    /// <exception cref="InvalidValueException">The source is not of this layout.</exception>
    public async Task<ImportReport> QueueAsync(TenantId tenant, IImportFormat format, string source, CancellationToken cancellationToken)
    {
        (source, IReadOnlyList<ImportFile> files) = await OpenAsync(tenant, format, source, cancellationToken);
        ImportReport queued = await _database.WriteAsync(
            async session =>
            {
                ImportRunRow run = await _runs.BeginAsync(session, tenant, format, source, files, ImportState.Queued);
                await _outbox.EnqueueAsync(session, Order(run));
                return run.ToReport();
            },
            cancellationToken);
        _uploads.Received(tenant, source);
        return queued;
    }

    /// <summary>Runs an import that was queued, or goes on with it; does nothing when it has ended. One that fails is written down.</summary>
    /// <exception cref="ConflictException">It runs already.</exception>
    internal async Task RunQueuedAsync(TenantId tenant, string id, CancellationToken cancellationToken)
    {
        if (await _runs.FindAsync(tenant, id, cancellationToken) is not { } run || run.HasEnded)
            return;
        if (!_formats.TryGetValue(run.Kind, out IImportFormat? format))
            throw new PermanentFailureException($"No module knows the layout {run.Kind} of import {id}");
        try
        {
            if (run.Mapping is { } mapping)
                format = ((IMappedImportFormat)format).With(mapping);
            // Stopped with the server, it waits for another or for the next start.
            await RunAsync(tenant, format, run.Source, ImportState.Queued, progress: null, cancellationToken);
        }
        catch (Exception failure) when (failure is not ConflictException && !failure.IsCancellationBy(cancellationToken))
        {
            _logger.ImportNotRun(run.Id, run.Source, failure);
            if (!await TryFailAsync(run, failure))
                throw;
        }
    }

    /// <summary>Queues the imports whose process died. One whose source is a path that this machine does not have is left to the machine that has it.</summary>
    internal async Task RecoverAsync(CancellationToken cancellationToken)
    {
        foreach (ImportRunRow run in await _runs.LeftAsync(cancellationToken))
        {
            if (UploadStore.IsUpload(run.Source) || (Path.Exists(run.Source) && _formats.ContainsKey(run.Kind)))
                await _database.WriteAsync(session => _outbox.EnqueueAsync(session, Order(run) with { DedupeId = $"{run.Id} {run.UpdatedAt}" }), cancellationToken);
        }
    }

    /// <summary>A run.</summary>
    /// <exception cref="NotFoundException">There is none with this id.</exception>
    public async Task<ImportReport> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken) =>
        (await _runs.FindAsync(tenant, id, cancellationToken) ?? throw new NotFoundException("import", id)).ToReport();

    /// <summary>The latest runs, latest first.</summary>
    public async Task<IReadOnlyList<ImportReport>> ListAsync(TenantId tenant, int limit, CancellationToken cancellationToken) =>
        [.. (await _runs.ListAsync(tenant, limit, cancellationToken)).Select(run => run.ToReport())];

    private async Task<ImportReport> RunAsync(
        TenantId tenant,
        IImportFormat format,
        string source,
        ImportState whenStopped,
        IProgress<ImportProgress>? progress,
        CancellationToken cancellationToken)
    {
        (source, IReadOnlyList<ImportFile> files) = await OpenAsync(tenant, format, source, cancellationToken);
        ImportRunRow run = await _runs.BeginAsync(tenant, format, source, files, ImportState.Running, cancellationToken);
        if (!_active.TryAdd(run.Id, true))
            throw new ConflictException("import_running", $"The import {run.Id} of {source} runs already");
        try
        {
            return await ReadAsync(tenant, format, files, run, whenStopped, progress, cancellationToken);
        }
        finally
        {
            _active.TryRemove(run.Id, out _);
        }
    }

    // One import of a tenant at a time: they write the same rows.
    private static OutboxMessage Order(ImportRunRow run) =>
        OutboxMessage.Of(new TenantId(run.Tenant), ImportWork.Topic, new ImportOrder(run.Id)) with { Key = "import" };

    /// <summary>The source as runs name it, and its files.</summary>
    private async Task<(string Source, IReadOnlyList<ImportFile> Files)> OpenAsync(
        TenantId tenant, IImportFormat format, string source, CancellationToken cancellationToken)
    {
        string path = !UploadStore.IsUpload(source)
            ? Path.GetFullPath(source)
            : await _uploads.FindAsync(tenant, source, cancellationToken)
                ?? throw new InvalidValueException("source", source, "an upload that is still there", $"The files of {source} are gone; send them again");
        return (UploadStore.IsUpload(source) ? source : path, format.Files(path));
    }

    private async Task<ImportReport> ReadAsync(
        TenantId tenant,
        IImportFormat format,
        IReadOnlyList<ImportFile> files,
        ImportRunRow run,
        ImportState whenStopped,
        IProgress<ImportProgress>? progress,
        CancellationToken cancellationToken)
    {
        if (run.RowsRead > 0)
            _logger.ImportResumes(run.Id, run.Source, run.RowsRead);
        try
        {
            await ReadFilesAsync(tenant, format, files, run, progress, cancellationToken);
            await format.FinishAsync(tenant, cancellationToken);
            await _runs.EndAsync(run, ImportState.Done, failure: null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await _runs.EndAsync(run, whenStopped, failure: null);
            throw;
        }
        catch (Exception failure) when (failure is not ConflictException)
        {
            await TryFailAsync(run, failure);
            throw;
        }

        await DeleteUploadAsync(run);
        return (await _runs.FindAsync(tenant, run.Id, CancellationToken.None))!.ToReport();
    }

    // The database may be what failed. The run is then still said to be at work, and is taken up like one whose process died.
    private async Task<bool> TryFailAsync(ImportRunRow run, Exception failure)
    {
        // A database that was away and is back says nothing of the import.
        if (failure is DbException { IsTransient: true } or DbException { SqlState: ['5', '7', 'P', ..] })
            return false;
        try
        {
            // Nobody can send an upload again under this run, so it need not stay.
            if (await _runs.EndAsync(run, ImportState.Failed, failure.Message))
                await DeleteUploadAsync(run);
            return true;
        }
        catch (Exception second)
        {
            _logger.ImportFailureNotWritten(run.Id, run.Source, second);
            return false;
        }
    }

    // What people did must not lie about twice, out of reach of an erasure.
    private async Task DeleteUploadAsync(ImportRunRow run)
    {
        if (!UploadStore.IsUpload(run.Source))
            return;
        try
        {
            await _uploads.DeleteAsync(new TenantId(run.Tenant), run.Source);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _logger.UploadNotDeleted(run.Id, run.Source, failure);
        }
    }

    private async Task ReadFilesAsync(
        TenantId tenant,
        IImportFormat format,
        IReadOnlyList<ImportFile> files,
        ImportRunRow run,
        IProgress<ImportProgress>? progress,
        CancellationToken cancellationToken)
    {
        try
        {
            for (int index = run.FileIndex; index < files.Count; index++)
                run = await ReadFileAsync(tenant, format, files, index, run, progress, cancellationToken);
        }
        catch
        {
            await TryTellStoppedAsync(tenant, format, run);
            throw;
        }
    }

    private async Task TryTellStoppedAsync(TenantId tenant, IImportFormat format, ImportRunRow run)
    {
        try
        {
            await format.FinishAsync(tenant, CancellationToken.None);
        }
        catch (Exception failure)
        {
            // What stopped the import is what the caller must hear of.
            _logger.ImportStopNotTold(run.Id, format.Kind, failure);
        }
    }

    private async Task<ImportRunRow> ReadFileAsync(
        TenantId tenant,
        IImportFormat format,
        IReadOnlyList<ImportFile> files,
        int index,
        ImportRunRow run,
        IProgress<ImportProgress>? progress,
        CancellationToken cancellationToken)
    {
        SuppressionCheck suppressed = await _suppressions.CheckAsync(cancellationToken);
        using var reader = new ImportReader(files[index]);
        long done = index == run.FileIndex ? run.FileRow : 0;
        // Skip counts in 32 bits; a file may have more rows.
        long before = done;
        foreach (ImportRow[] batch in reader.Rows().SkipWhile(_ => before-- > 0).Chunk(BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            done += batch.Length;
            if (format.SubjectColumn(files[index]) is { } person)
            {
                foreach (ImportRow row in batch)
                    row.IsAbout(person);
            }
            run = await WriteBatchAsync(tenant, format, files[index], index, done, batch, run, suppressed);
            progress?.Report(new ImportProgress(files[index].Name, run.RowsRead, run.RowsRejected, (index + reader.Done) / files.Count));
        }

        return run;
    }

    // Not cancelled half way: a batch is short, and its rows and its checkpoint belong together.
    private Task<ImportRunRow> WriteBatchAsync(
        TenantId tenant, IImportFormat format, ImportFile file, int index, long done, ImportRow[] batch, ImportRunRow run, SuppressionCheck suppressed) =>
        _database.WriteAsync(async session =>
        {
            await RejectErasedAsync(session, tenant, batch, suppressed);
            await format.WriteAsync(session, tenant, file, batch);
            StoredRowError[] errors = [.. batch.Where(row => row.Error is not null)
                .Select(row => StoredRowError.Of(row, row.Subject is { } subject ? suppressed.Key.Hash(tenant, subject) : null))];
            ImportRunRow next = run with
            {
                FileIndex = index,
                FileRow = done,
                RowsRead = run.RowsRead + batch.Length,
                RowsRejected = run.RowsRejected + errors.Length,
                Errors = errors.Length == 0
                    ? run.Errors
                    : JsonSerializer.Serialize(run.ErrorList().Concat(errors).Take(MaxErrors), PertoJson.Options),
            };
            await _runs.CheckpointAsync(session, run, next);
            return next;
        });
}
