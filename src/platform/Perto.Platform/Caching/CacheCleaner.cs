using Microsoft.Extensions.Options;

namespace Perto.Platform;

/// <summary>Deletes what caches keep in the database beyond its time or its number.</summary>
internal sealed class CacheCleaner(DatabaseLevel level, IOptions<CacheSettings> settings) : IScheduledJob
{
    public async Task<string> RunAsync(JobContext context, CancellationToken cancellationToken) =>
        $"{await level.CleanAsync(settings.Value.DatabaseEntries, cancellationToken):N0} values deleted";
}
