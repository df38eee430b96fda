namespace Perto.Platform;

/// <summary>The values of one instrument under one set of labels.</summary>
internal sealed class MetricSeries(double[]? bounds)
{
    private readonly Lock _lock = new();
    private readonly long[] _buckets = new long[(bounds?.Length ?? 0) + 1];
    private double _value;

    public void Add(double value)
    {
        lock (_lock)
            _value += value;
    }

    public void Set(double value)
    {
        lock (_lock)
            _value = value;
    }

    /// <summary>Counts a value of a histogram in the first bucket whose upper bound it does not exceed.</summary>
    public void Observe(double value)
    {
        int bucket = Array.BinarySearch(bounds!, value);
        lock (_lock)
        {
            _buckets[bucket < 0 ? ~bucket : bucket]++;
            _value += value;
        }
    }

    /// <summary>The value, or the sum of a histogram, and a copy of its buckets, the last of which has no bound.</summary>
    public (double Value, long[] Buckets) Read()
    {
        lock (_lock)
            return (_value, [.. _buckets]);
    }
}
