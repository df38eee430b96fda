using Perto.Platform;

namespace Perto.Server;

/// <summary>Deletes expired answers.</summary>
internal sealed class IdempotencyCleaner(IdempotencyStore store) : IScheduledJob
{
    public async Task<string> RunAsync(JobContext context, CancellationToken cancellationToken) =>
        $"{await store.DeleteExpiredAsync(cancellationToken):N0} expired answers deleted";
}
