namespace Perto.Platform;

/// <summary>How recent lists are kept.</summary>
public sealed record RecentListOptions
{
    /// <summary>Values that a list has at most; older ones fall off. 1 to 10,000.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Whether a value that comes again moves to the front, and does not stand there twice.</summary>
    public bool Unique { get; init; } = true;

    /// <summary>How long after its latest value a list is kept; up to a year.</summary>
    public TimeSpan Ttl { get; init; } = TimeSpan.FromDays(30);

    internal void Check(string name)
    {
        if (Limit is < 1 or > 10_000)
            throw new ArgumentOutOfRangeException(nameof(Limit), Limit, $"Recent list '{name}': Limit is {Limit}; allowed: 1..10000");
        if (Ttl < TimeSpan.FromMilliseconds(1) || Ttl > TimeSpan.FromDays(366))
            throw new ArgumentOutOfRangeException(nameof(Ttl), Ttl, $"Recent list '{name}': Ttl is {Ttl}; allowed: a millisecond to 366 days");
    }
}
