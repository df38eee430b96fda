using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Platform;

/// <summary>
/// Takes the space of deleted records back, at night and sooner than the store does it by itself. A store that is not of this process keeps
/// its own house.
/// </summary>
internal sealed class VectorsCompaction(IVectorStore store) : IScheduledJob
{
    private const double MuchDeleted = 0.1;

    public async Task<string> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        if (store is not EmbeddedVectorStore embedded)
            return $"nothing to do: {store.Provider} takes space back by itself";
        int seen = 0, compacted = 0;
        foreach (TenantId tenant in embedded.Tenants())
        {
            foreach (string name in await embedded.NamesAsync(tenant, cancellationToken))
            {
                seen++;
                if (await embedded.FindAsync(tenant, name, cancellationToken) is not { } collection)
                    continue;
                CollectionStatistics numbers = await collection.StatisticsAsync(cancellationToken);
                if (numbers.DeadRecords <= MuchDeleted * numbers.Records)
                    continue;
                context.Report(done: null, $"{name}: {numbers.DeadRecords:N0} of {numbers.Records + numbers.DeadRecords:N0} records are dead");
                await embedded.CompactAsync(collection, progress: null, cancellationToken);
                compacted++;
            }
        }
        return $"{compacted:N0} of {seen:N0} collections compacted";
    }
}
