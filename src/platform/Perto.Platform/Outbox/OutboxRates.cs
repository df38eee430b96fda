using System.Collections.Concurrent;

namespace Perto.Platform;

/// <summary>How many messages this process handled in each of the last 60 seconds, by tenant and topic.</summary>
internal sealed class OutboxRates(TimeProvider clock)
{
    private const int Seconds = 60;

    private readonly ConcurrentDictionary<(string Tenant, string Topic), Ring> _rings = new();

    public void Processed(string tenant, string topic) => _rings.GetOrAdd((tenant, topic), _ => new Ring()).Add(Second());

    /// <summary>Messages a second, over the last minute.</summary>
    public double PerSecond(string tenant, string topic) =>
        _rings.TryGetValue((tenant, topic), out Ring? ring) ? ring.Sum(Second()) / (double)Seconds : 0;

    private long Second() => clock.GetTimestamp() / clock.TimestampFrequency;

    private sealed class Ring
    {
        private readonly Lock _lock = new();
        private readonly long[] _seconds = new long[Seconds];
        private readonly long[] _counts = new long[Seconds];

        public void Add(long second)
        {
            lock (_lock)
            {
                int slot = (int)(second % Seconds);
                if (_seconds[slot] != second)
                    (_seconds[slot], _counts[slot]) = (second, 0);
                _counts[slot]++;
            }
        }

        public long Sum(long second)
        {
            lock (_lock)
            {
                long sum = 0;
                for (int slot = 0; slot < Seconds; slot++)
                    sum += second - _seconds[slot] < Seconds ? _counts[slot] : 0;
                return sum;
            }
        }
    }
}
