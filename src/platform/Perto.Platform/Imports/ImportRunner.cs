using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>
/// Runs imports. Rows are written in batches, each in one transaction with the checkpoint behind it: after a crash the run goes
/// on with the next row, nothing is lost and nothing counted twice. A row that breaks a rule costs that row.
/// </summary>
public sealed class ImportRunner
{
    /// <summary>Rows in one transaction.</summary>
    public const int BatchSize = 2_000;

    /// <summary>How many rejected rows a report quotes; all are counted.</summary>
    public const int MaxErrors = 100;

    private readonly IDatabase _database;
    private readonly ImportRuns _runs;
    private readonly Dictionary<string, IImportFormat> _formats;
    private readonly ILogger<ImportRunner> _logger;

    /// <summary>Runs imports of the registered formats.</summary>
    public ImportRunner(
        IDatabase database, IdGenerator ids, IEnumerable<IImportFormat> formats, TimeProvider clock, ILogger<ImportRunner> logger)
    {
        _database = database;
        _runs = new ImportRuns(database, ids, clock);
        _formats = formats.ToDictionary(format => format.Kind, StringComparer.Ordinal);
        _logger = logger;
    }

    /// <summary>Imports a folder or a file; an unfinished run of the same unchanged source goes on where it stopped.</summary>
    /// <param name="tenant">Whose data it becomes.</param>
    /// <param name="format">The layout.</param>
    /// <param name="source">The folder or file; it must stay readable until the import is done.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellationToken">Stops after the present batch; the run can be taken up again.</param>
    /// <exception cref="InvalidValueException">The source is not of this layout.</exception>
    /// <exception cref="ConflictException">Another process runs the same import.</exception>
    public async Task<ImportReport> RunAsync(
        TenantId tenant, IImportFormat format, string source, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        source = Path.GetFullPath(source);
        IReadOnlyList<ImportFile> files = format.Files(source);
        ImportRunRow run = await _runs.BeginAsync(tenant, format.Kind, source, files, cancellationToken);
        if (run.RowsRead > 0)
            _logger.ImportResumes(run.Id, run.Source, run.RowsRead);
        try
        {
            for (int index = run.FileIndex; index < files.Count; index++)
                run = await ReadFileAsync(tenant, format, files, index, run, progress, cancellationToken);
            await format.FinishAsync(tenant, cancellationToken);
            await _runs.EndAsync(run, ImportState.Done, failure: null);
        }
        catch (OperationCanceledException)
        {
            await _runs.EndAsync(run, ImportState.Interrupted, failure: null);
            throw;
        }
        catch (Exception failure) when (failure is not ConflictException)
        {
            await _runs.EndAsync(run, ImportState.Failed, failure.Message);
            throw;
        }

        return (await _runs.FindAsync(tenant, run.Id, CancellationToken.None))!.ToReport();
    }

    /// <summary>Takes up every run whose process died; one that fails again is written down and does not stop the others.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        foreach (ImportRunRow run in await _runs.AbandonedAsync(cancellationToken))
        {
            if (!_formats.TryGetValue(run.Kind, out IImportFormat? format))
                continue;
            try
            {
                await RunAsync(new TenantId(run.Tenant), format, run.Source, progress: null, cancellationToken);
            }
            catch (Exception failure) when (failure is PertoException or IOException)
            {
                _logger.ImportNotResumed(run.Id, run.Source, failure);
                await _runs.EndAsync(run, ImportState.Failed, failure.Message);
            }
        }
    }

    /// <summary>A run.</summary>
    /// <exception cref="NotFoundException">There is none with this id.</exception>
    public async Task<ImportReport> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken) =>
        (await _runs.FindAsync(tenant, id, cancellationToken) ?? throw new NotFoundException("import", id)).ToReport();

    /// <summary>The latest runs, latest first.</summary>
    public async Task<IReadOnlyList<ImportReport>> ListAsync(TenantId tenant, int limit, CancellationToken cancellationToken) =>
        [.. (await _runs.ListAsync(tenant, limit, cancellationToken)).Select(run => run.ToReport())];

    private async Task<ImportRunRow> ReadFileAsync(
        TenantId tenant,
        IImportFormat format,
        IReadOnlyList<ImportFile> files,
        int index,
        ImportRunRow run,
        IProgress<ImportProgress>? progress,
        CancellationToken cancellationToken)
    {
        using var reader = new ImportReader(files[index]);
        long done = index == run.FileIndex ? run.FileRow : 0;
        foreach (ImportRow[] batch in reader.Rows().Skip(checked((int)done)).Chunk(BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            done += batch.Length;
            run = await WriteBatchAsync(tenant, format, files[index], index, done, batch, run);
            progress?.Report(new ImportProgress(files[index].Name, run.RowsRead, run.RowsRejected, (index + reader.Done) / files.Count));
        }

        return run;
    }

    // Not cancelled half way: a batch is short, and its rows and its checkpoint belong together.
    private Task<ImportRunRow> WriteBatchAsync(
        TenantId tenant, IImportFormat format, ImportFile file, int index, long done, ImportRow[] batch, ImportRunRow run) =>
        _database.WriteAsync(async session =>
        {
            await format.WriteAsync(session, tenant, file, batch);
            RowError[] errors = [.. batch.Where(row => row.Error is not null).Select(row => row.Error!)];
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
