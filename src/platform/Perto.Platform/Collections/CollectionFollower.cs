using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>Leads a server to what other servers publish, also one without workers: it answers searches.</summary>
internal sealed class CollectionFollower(DerivedCollections collections, TimeProvider clock, ILogger<CollectionFollower> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await collections.FollowAsync(stoppingToken);
            }
            catch (Exception failure) when (!failure.IsCancellationBy(stoppingToken))
            {
                // What was published before is served until the next look.
                logger.NotFollowed(failure);
            }
        }
    }
}
