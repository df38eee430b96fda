using System.Data.Common;

namespace Perto.Platform;

/// <summary>A lease that is renewed in the background for as long as the work takes, and given back when disposed.</summary>
public sealed class KeptLease : IAsyncDisposable
{
    private readonly Lease _lease;
    private readonly CancellationTokenSource _lost;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _renewing;

    internal KeptLease(Lease lease, TimeSpan duration, TimeProvider clock)
    {
        _lease = lease;
        // Where no renewal comes through, the lease ends by itself, and so must the work.
        _lost = new CancellationTokenSource(duration, clock);
        Lost = _lost.Token;
        _renewing = RenewAsync(duration, clock, _stop.Token);
    }

    /// <summary>The work.</summary>
    public string Name => _lease.Name;

    /// <summary>This holder's id.</summary>
    public string Owner => _lease.Owner;

    /// <summary>Cancelled when another may have the lease: the work must stop.</summary>
    public CancellationToken Lost { get; }

    /// <summary>
    /// Makes sure, inside of a transaction of the work, that the lease is still this holder's: one that was asleep for longer than the
    /// lease lasts writes nothing.
    /// </summary>
    /// <exception cref="ConflictException">Another has it.</exception>
    public async Task RequireAsync(DatabaseSession session)
    {
        if (await session.ScalarAsync<long>("select count(*) from lease where name = @Name and owner = @Owner", new { Name, Owner }) == 0)
            throw new ConflictException("lease_lost", $"Another process has taken over '{Name}'");
    }

    /// <summary>Gives it back, if it is still held.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await _lease.DisposeAsync();
        }
        catch (DbException)
        {
            // Nobody renews it any more, so it ends by itself.
        }
        _stop.Dispose();
        _lost.Dispose();
    }

    private async Task RenewAsync(TimeSpan duration, TimeProvider clock, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(duration / 4, clock);
        while (await timer.WaitForNextTickAsync(stop))
        {
            try
            {
                if (!await _lease.RenewAsync(stop))
                {
                    await _lost.CancelAsync();
                    return;
                }
                _lost.CancelAfter(duration);
            }
            catch (DbException)
            {
                // Two more turns come before the lease ends, and its end is told.
            }
        }
    }
}
