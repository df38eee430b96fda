using Perto.Vectors;

namespace Perto.Platform;

/// <summary>
/// Copies the records of a collection to another one of the same schema, whatever keeps them: page by page, each read while the one before is written, and
/// afterwards compared record by record. A copy that ended goes on where it was; made again, it changes nothing that is equal already.
/// </summary>
/// <remarks>Records that are written to the source meanwhile may be missed: the comparison tells, and a second run brings them.</remarks>
/// <param name="source">Read only.</param>
/// <param name="target">Records of the same id are replaced; others stay.</param>
/// <param name="checkpoint">Where the copy is; null: it begins at the beginning.</param>
/// <param name="clock">Says which records have expired.</param>
public sealed class CollectionCopy(IVectorCollection source, IVectorCollection target, CopyCheckpoint? checkpoint, TimeProvider clock)
{
    /// <summary>Records of a page.</summary>
    public const int PageRecords = 1_000;

    /// <summary>Copies, and compares.</summary>
    /// <param name="verify">Whether the records are compared afterwards; without it only their numbers are.</param>
    /// <param name="progress">Told how many records were copied or compared, and of how many.</param>
    /// <param name="cancellationToken">Gives up; what was written stays, and the copy can go on later.</param>
    /// <exception cref="VectorStoreException">The target does not take a record.</exception>
    public async Task<CopyReport> RunAsync(bool verify, IProgress<CopyState>? progress = null, CancellationToken cancellationToken = default)
    {
        long records = await source.CountAsync(cancellationToken: cancellationToken);
        long written = await WriteAsync(records, progress, cancellationToken);
        CopyReport report = new()
        {
            Collection = source.Name,
            Written = written,
            Resumed = checkpoint?.Resumed ?? 0,
            SourceRecords = await source.CountAsync(cancellationToken: cancellationToken),
            TargetRecords = await target.CountAsync(cancellationToken: cancellationToken),
        };
        if (verify)
            report = await CompareAsync(report, progress, cancellationToken);
        // Also where a comparison found differences: the next copy is to write them.
        if (verify || report.IsSame)
            checkpoint?.Forget();
        return report;
    }

    private async Task<long> WriteAsync(long records, IProgress<CopyState>? progress, CancellationToken cancellationToken)
    {
        if (checkpoint is { IsWritten: true })
            return 0;
        long written = 0;
        string? cursor = checkpoint?.Cursor;
        Task<ScrollPage>? next = PageAsync(cursor, cancellationToken);
        while (next is not null)
        {
            ScrollPage page = await next;
            next = page.Cursor is null ? null : PageAsync(page.Cursor, cancellationToken);
            try
            {
                await target.UpsertAsync(page.Records, cancellationToken);
            }
            catch when (next is not null)
            {
                // What it would say is of no use any more, but it must not be left running.
                await next.ContinueWith(static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                throw;
            }
            written += page.Records.Count;
            long done = (checkpoint?.Resumed ?? 0) + written;
            checkpoint?.Save(page.Cursor, done);
            progress?.Report(new CopyState(CopyPhase.Copy, done, records));
        }
        return written;
    }

    private async Task<CopyReport> CompareAsync(CopyReport report, IProgress<CopyState>? progress, CancellationToken cancellationToken)
    {
        long same = 0, compared = 0;
        List<string> different = [], missing = [];
        string? cursor = null;
        do
        {
            ScrollPage page = await PageAsync(cursor, cancellationToken);
            string[] ids = [.. page.Records.Select(record => record.Id)];
            Dictionary<string, VectorRecord> copies =
                (await target.GetAsync(ids, includeVectors: true, cancellationToken)).ToDictionary(record => record.Id, StringComparer.Ordinal);
            foreach (VectorRecord record in page.Records)
            {
                if (copies.TryGetValue(record.Id, out VectorRecord? copy))
                {
                    if (RecordEquality.AreSame(record, copy))
                        same++;
                    else
                        different.Add(record.Id);
                }
                else if (!(record.ExpiresAt <= clock.GetUtcNow()))
                {
                    missing.Add(record.Id);
                }
            }
            compared += page.Records.Count;
            progress?.Report(new CopyState(CopyPhase.Compare, compared, report.SourceRecords));
            cursor = page.Cursor;
        }
        while (cursor is not null);
        return report with { Same = same, Different = different, Missing = missing };
    }

    private async Task<ScrollPage> PageAsync(string? cursor, CancellationToken cancellationToken) =>
        await source.ScrollAsync(new ScrollQuery { Limit = PageRecords, Cursor = cursor, IncludeVectors = true }, cancellationToken);
}
