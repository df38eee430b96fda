using Microsoft.Extensions.Options;

namespace Perto.Platform;

/// <summary>Deletes vectors of texts that nobody used for a long time, and shortens the texts beside the others to what is to be kept of them.</summary>
internal sealed class EmbeddingCacheCleaner(EmbeddingCacheTable table, IOptions<EmbeddingSettings> settings) : IScheduledJob
{
    public async Task<string> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        long deleted = await table.DeleteUnusedAsync(settings.Value.StoredTtl, cancellationToken);
        int shortened = await table.ShortenAsync(settings.Value.KeptCharacters, cancellationToken);
        return $"{deleted:N0} vectors deleted, {shortened:N0} texts shortened";
    }
}
