using System.Text.Json;

namespace Perto.Platform;

// What an erasure asks of imports.
public sealed partial class ImportRunner
{
    private const string Unquoted = "It failed; what it said quoted a person who was erased";

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

    /// <summary>How many uploads of a tenant wait: on this machine, and in the database where servers share one.</summary>
    internal Task<long> UploadsAsync(TenantId tenant, CancellationToken cancellationToken) => _uploads.CountAsync(tenant, cancellationToken);

    /// <summary>
    /// Imports what waits where no worker does it, deletes what a crash left behind, and says how many uploads of the tenant are still there.
    /// </summary>
    internal async Task<long> SettleUploadsAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        // With PostgreSQL another server has workers; a folder has this process alone.
        if (!_workers && _database.Dialect == SqlDialect.Sqlite)
        {
            foreach (string id in await _runs.QueuedAsync(tenant, cancellationToken))
                await RunQueuedAsync(tenant, id, cancellationToken);
        }
        await _uploads.DeleteLeftAsync(tenant, () => _runs.UnfinishedSourcesAsync(tenant, cancellationToken), cancellationToken);
        return await UploadsAsync(tenant, cancellationToken);
    }

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
