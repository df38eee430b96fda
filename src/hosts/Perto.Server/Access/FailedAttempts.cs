using Microsoft.Extensions.Options;

namespace Perto.Server;

/// <summary>Counts wrong keys by the address that they come from.</summary>
internal sealed class FailedAttempts(IOptions<AccessSettings> settings, TimeProvider clock)
{
    private const int First = 30;

    private readonly TokenBuckets _buckets = new(settings.Value.FailedAttemptsPerMinute / 60, First, clock);

    /// <summary>How long the address has to wait; null when it has not.</summary>
    public TimeSpan? MustWait(string address) => _buckets.IsOn && _buckets.Look(address) is { IsTaken: false } empty ? empty.Wait : null;

    /// <summary>A wrong key came from there.</summary>
    public void Count(string address)
    {
        if (_buckets.IsOn)
            _buckets.Take(address);
    }
}
