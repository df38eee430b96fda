using System.Collections.Concurrent;

namespace Perto.Server;

/// <summary>
/// A bucket of tokens for each name: a request takes one, and they come back at a steady rate up to a burst. Names beyond <see cref="Most"/> share a bucket
/// while none of the others is idle, so that memory is bounded whoever calls.
/// </summary>
/// <param name="perSecond">Tokens that come back each second; 0: there is no limit.</param>
/// <param name="burst">Tokens of a full bucket, at least 1.</param>
/// <param name="clock">Measures.</param>
internal sealed class TokenBuckets(double perSecond, double burst, TimeProvider clock)
{
    /// <summary>Most buckets that are kept.</summary>
    public const int Most = 10_000;

    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);
    private readonly Bucket _shared = new(burst, clock.GetTimestamp());
    private long _sweptAt = clock.GetTimestamp();

    /// <summary>Whether there is a limit.</summary>
    public bool IsOn => perSecond > 0;

    /// <summary>How many buckets are kept.</summary>
    public int Count => _buckets.Count;

    /// <summary>Takes a token if there is one.</summary>
    public BucketState Take(string name) => For(name).Take(1, perSecond, burst, clock);

    /// <summary>Looks without taking; does not make a bucket.</summary>
    public BucketState Look(string name) =>
        _buckets.TryGetValue(name, out Bucket? bucket) || (_buckets.Count >= Most && (bucket = _shared) is not null)
            ? bucket!.Take(0, perSecond, burst, clock)
            : new BucketState(IsTaken: true, burst, perSecond, burst);

    private Bucket For(string name)
    {
        if (_buckets.TryGetValue(name, out Bucket? bucket))
            return bucket;
        if (_buckets.Count >= Most)
        {
            Sweep();
            if (_buckets.Count >= Most)
                return _shared;
        }
        return _buckets.GetOrAdd(name, _ => new Bucket(burst, clock.GetTimestamp()));
    }

    // A full bucket is the same as none. Looking at all of them is worth it once a second.
    private void Sweep()
    {
        long last = Volatile.Read(ref _sweptAt);
        if (clock.GetElapsedTime(last) < TimeSpan.FromSeconds(1) || Interlocked.CompareExchange(ref _sweptAt, clock.GetTimestamp(), last) != last)
            return;
        foreach ((string name, Bucket bucket) in _buckets)
        {
            if (bucket.Take(0, perSecond, burst, clock).Left >= burst)
                _buckets.TryRemove(new KeyValuePair<string, Bucket>(name, bucket));
        }
    }

    private sealed class Bucket(double tokens, long at)
    {
        private readonly Lock _lock = new();
        private double _tokens = tokens;
        private long _at = at;

        public BucketState Take(int count, double perSecond, double burst, TimeProvider clock)
        {
            lock (_lock)
            {
                long now = clock.GetTimestamp();
                _tokens = Math.Min(burst, _tokens + (clock.GetElapsedTime(_at, now).TotalSeconds * perSecond));
                _at = now;
                bool taken = _tokens >= 1;
                if (taken)
                    _tokens -= count;
                return new BucketState(taken, _tokens, perSecond, burst);
            }
        }
    }
}
