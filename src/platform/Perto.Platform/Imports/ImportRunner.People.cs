using System.Text.Json;

namespace Perto.Platform;

// What an erasure asks of imports.
public sealed partial class ImportRunner
{
    private const string Unquoted = "It failed; what it said quoted a person who was erased";

    // A folder of another server into which nothing came for so long is left over from a crash.
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    /// <summary>Lines of a person that reports quote, each with the id of its import.</summary>
    internal async Task<IReadOnlyList<(string Import, RowError Error)>> QuotedOfAsync(TenantId tenant, string subject, CancellationToken cancellationToken)
    {
        string hash = (await _suppressions.CheckAsync(cancellationToken)).Key.Hash(tenant, subject);
        var text = new SubjectText(subject);
        List<(string, RowError)> quoted = [];
        string last = "";
        while (await _runs.PageAsync(tenant, last, cancellationToken) is { Count: > 0 } page)
        {
            foreach (ImportRunRow run in page)
                quoted.AddRange(run.ErrorList().Where(error => error.Quotes(hash, subject, text)).Select(error => (run.Id, error.ToError())));
            last = page[^1].Id;
        }
        return quoted;
    }

    /// <summary>Takes out of all reports what they quote of a person.</summary>
    internal async Task ForgetQuotedAsync(TenantId tenant, string subject, CancellationToken cancellationToken)
    {
        string hash = (await _suppressions.CheckAsync(cancellationToken)).Key.Hash(tenant, subject);
        var text = new SubjectText(subject);
        string last = "";
        while (await _runs.PageAsync(tenant, last, cancellationToken) is { Count: > 0 } page)
        {
            foreach (ImportRunRow run in page)
            {
                if (run.ErrorList().Any(error => error.Quotes(hash, subject, text)) || text.IsIn(run.Failure))
                    await _database.WriteAsync(session => ForgetQuotedAsync(session, tenant, run.Id, hash, subject, text), cancellationToken);
            }
            last = page[^1].Id;
        }
    }

    // Read again inside of the transaction: the import may be at work.
    private static async Task ForgetQuotedAsync(DatabaseSession session, TenantId tenant, string id, string hash, string subject, SubjectText text)
    {
        if (await ImportRuns.FindAsync(session, tenant, id) is not { } run)
            return;
        string errors = JsonSerializer.Serialize(run.ErrorList().Select(error => error.Quotes(hash, subject, text) ? error.Unquoted() : error), PertoJson.Options);
        string? failure = text.IsIn(run.Failure) ? Unquoted : run.Failure;
        await session.ExecuteAsync(
            "update import_run set errors = @errors, failure = @failure where tenant = @tenant and id = @id", new { errors, failure, tenant, id });
    }

    /// <summary>How many uploads of a tenant lie on this machine.</summary>
    internal Task<long> UploadsAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<long>(UploadFolders(tenant).Length);
    }

    /// <summary>
    /// Imports what waits where no worker does it, deletes what a crash left behind, and says how many uploads of the tenant are still there.
    /// </summary>
    internal async Task<long> SettleUploadsAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        if (!_workers)
            await RunWaitingAsync(cancellationToken);
        // In this order: a folder that is neither received nor wanted at its moment is nobody's, whatever is queued meanwhile.
        string[] folders = UploadFolders(tenant);
        HashSet<string> receiving = _receiving.Keys.ToHashSet(StringComparer.Ordinal);
        HashSet<string> wanted = (await _runs.UnfinishedSourcesAsync(tenant, cancellationToken)).ToHashSet(StringComparer.Ordinal);
        foreach (string folder in folders.Where(folder => !receiving.Contains(folder) && !wanted.Contains(folder)))
            DeleteAbandoned(folder);
        foreach (string gone in receiving.Where(folder => !Directory.Exists(folder)))
            _receiving.TryRemove(gone, out _);
        return await UploadsAsync(tenant, cancellationToken);
    }

    private string[] UploadFolders(TenantId tenant)
    {
        string folder = Path.Combine(_uploads, tenant.Value);
        return Directory.Exists(folder) ? Directory.GetDirectories(folder) : [];
    }

    private void DeleteAbandoned(string folder)
    {
        try
        {
            if (IsAbandoned(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Its import has ended meanwhile.
        }
    }

    // The folder of SQLite's data has one process; with PostgreSQL another one may be receiving.
    private bool IsAbandoned(string folder) =>
        _database.Dialect == SqlDialect.Sqlite
        || Directory.EnumerateFiles(folder).Select(File.GetLastWriteTimeUtc).Append(Directory.GetLastWriteTimeUtc(folder)).Max() < (_clock.GetUtcNow() - Abandoned).UtcDateTime;

    private static async Task RejectErasedAsync(DatabaseSession session, TenantId tenant, ImportRow[] batch, SuppressionCheck suppressed)
    {
        string[] people = [.. batch.Select(row => row.Subject).OfType<string>().Distinct(StringComparer.Ordinal)];
        IReadOnlySet<string> erased = await suppressed.AmongAsync(session, tenant, people);
        if (erased.Count == 0)
            return;
        foreach (ImportRow row in batch.Where(row => row.Subject is { } subject && erased.Contains(subject)))
            row.RejectErased();
    }
}
