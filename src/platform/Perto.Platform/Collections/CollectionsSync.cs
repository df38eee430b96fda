namespace Perto.Platform;

/// <summary>Compares the derived collections with the database and writes what differs.</summary>
internal sealed class CollectionsSync(DerivedCollections collections) : IScheduledJob
{
    public async Task<string> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        var seen = new Comparison(context);
        await collections.SyncAsync(seen, cancellationToken);
        return $"{seen.Records:N0} records of {seen.Collections:N0} collections compared";
    }

    private sealed class Comparison(JobContext context) : IProgress<RebuildProgress>
    {
        private readonly Dictionary<(TenantId Tenant, string Collection), long> _done = [];

        public int Collections => _done.Count;

        public long Records => _done.Values.Sum();

        public void Report(RebuildProgress value)
        {
            _done[(value.Tenant, value.Collection)] = value.Done;
            // How many collections are still to come is not known.
            context.Report(done: null, $"{value.Done:N0} of {value.Total:N0} records of {value.Collection}");
        }
    }
}
