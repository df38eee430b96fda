using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>Settings under <c>Perto:Cache</c>.</summary>
public sealed class CacheSettings
{
    /// <summary>Bytes that all caches of this process keep in its memory together, by their own estimate of what values take.</summary>
    [Range(0L, 1L << 40)]
    public long ProcessBytes { get; set; } = 256 << 20;

    /// <summary>
    /// How long a value of a cache that servers share is kept in the memory of this process while messages of the other servers do not reach
    /// it: a value that one of them removed is served here for so long at most.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan TimeWithoutMessages { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Values that the database keeps for caches at most; beyond it those that expire first are deleted, every quarter of an hour.</summary>
    [Range(0L, 1L << 40)]
    public long DatabaseEntries { get; set; } = 1_000_000;
}
