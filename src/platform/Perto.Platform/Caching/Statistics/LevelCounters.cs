namespace Perto.Platform;

/// <summary>How questions to one level of one cache ended.</summary>
internal sealed class LevelCounters
{
    /// <summary>A fresh value.</summary>
    public StripedCounter Hits { get; } = new();

    /// <summary>Known that there is no value.</summary>
    public StripedCounter Negative { get; } = new();

    /// <summary>A value beyond its time.</summary>
    public StripedCounter Stale { get; } = new();

    /// <summary>Nothing, or nothing that holds.</summary>
    public StripedCounter Misses { get; } = new();

    /// <summary>The level was away, or what it held was damaged.</summary>
    public StripedCounter Errors { get; } = new();

    public CacheLevelStatistics Read(string level) =>
        new() { Level = level, Hits = Hits.Value, Negative = Negative.Value, Stale = Stale.Value, Misses = Misses.Value, Errors = Errors.Value };
}
