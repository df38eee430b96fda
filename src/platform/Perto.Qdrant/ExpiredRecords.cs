using Microsoft.Extensions.Logging;
using Perto.Vectors.Storage;

namespace Perto.Qdrant;

/// <summary>Deletes what has expired, some at a time beside writes. Shared by all that have a collection open.</summary>
internal sealed class ExpiredRecords(PointCalls points, ILogger logger)
{
    private const int WritesBetween = 1_000;
    private const int AtOnce = 2_000;

    private int _written;

    /// <summary>Notes that records were written; from time to time deletes some that have expired.</summary>
    public async Task AfterWriteAsync(int records, long now, CancellationToken cancellationToken)
    {
        int before = Interlocked.Add(ref _written, records) - records;
        if (before / WritesBetween == (before + records) / WritesBetween)
            return;
        try
        {
            await PurgeAsync(now, cancellationToken);
        }
        catch (StorageException failed)
        {
            // The write itself is done, and the next will come to this again.
            QdrantLog.PurgeFailed(logger, failed);
        }
    }

    /// <summary>Deletes some that have expired; gives how many.</summary>
    public async Task<int> PurgeAsync(long now, CancellationToken cancellationToken)
    {
        string[] expired = await points.ExpiredAsync(now, AtOnce, cancellationToken);
        // One that is written again meanwhile stays.
        if (expired.Length > 0)
            await points.DeleteAsync(form => form.WriteExpired(now, further => further.HasId(expired)), cancellationToken);
        return expired.Length;
    }
}
