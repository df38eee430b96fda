using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace Perto.Server;

/// <summary>Renews a claim while its request is carried out, however long that takes.</summary>
internal sealed class ClaimKeeper : IAsyncDisposable
{
    private readonly IdempotencyStore _store;
    private readonly IdempotencyClaim _claim;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _renewing;

    public ClaimKeeper(IdempotencyStore store, IdempotencyClaim claim, TimeProvider clock, ILogger logger)
    {
        _store = store;
        _claim = claim;
        _logger = logger;
        _renewing = RenewAsync(clock, _stop.Token);
    }

    /// <summary>Stops renewing; after this the claim can be completed or released.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RenewAsync(TimeProvider clock, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(IdempotencyStore.ClaimTime / 3, clock);
        while (await timer.WaitForNextTickAsync(stop))
        {
            try
            {
                await _store.RenewAsync(_claim, stop);
            }
            catch (DbException exception)
            {
                // Two more turns come before the claim lapses.
                _logger.ClaimNotRenewed(exception, _claim.Tenant);
            }
        }
    }
}
