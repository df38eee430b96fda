namespace Perto.Platform;

/// <summary>How a <see cref="Cache{T}"/> keeps its values.</summary>
/// <typeparam name="T">The values.</typeparam>
public sealed class CacheOptions<T>
    where T : class
{
    /// <summary>Longest time that a value may be kept in any way, stale ones included.</summary>
    public static readonly TimeSpan LongestTime = TimeSpan.FromDays(7);

    /// <summary>How long a value is fresh; more than nothing.</summary>
    public TimeSpan Ttl { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Part of <see cref="Ttl"/> that is taken off by chance, 0 to 1, so that values that were made together are not all made anew together.
    /// </summary>
    public double Jitter { get; set; } = 0.1;

    /// <summary>How long it is remembered that there is no value; nothing: it is asked for each time.</summary>
    public TimeSpan NegativeTtl { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long after <see cref="Ttl"/> the old value is still given while one caller's request makes a new one in the background, or the
    /// source fails; nothing: never.
    /// </summary>
    public TimeSpan StaleFor { get; set; }

    /// <summary>How long callers are given the same failure again, so that a source that fails slowly is not asked by all; nothing: it is asked each time.</summary>
    public TimeSpan ErrorTtl { get; set; }

    /// <summary>Another number when values become something else: those of another version are not seen.</summary>
    public int Version { get; set; } = 1;

    /// <summary>Whether values are kept in the memory of this process.</summary>
    public bool InProcess { get; set; } = true;

    /// <summary>Whether servers share values over Redis, where there is one.</summary>
    public bool Shared { get; set; } = true;

    /// <summary>Whether values are kept in the database, for those that cost more than a read of it and are to survive Redis.</summary>
    public bool InDatabase { get; set; }

    /// <summary>
    /// Whether one server makes a value while the others wait for it, where they share Redis; at most <see cref="WaitForOthers"/>.
    /// </summary>
    public bool OneServerMakes { get; set; } = true;

    /// <summary>How long a server waits for another one that makes the value before it makes the value itself.</summary>
    public TimeSpan WaitForOthers { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How values become bytes for the levels outside of this process; JSON, or the bytes themselves where values are bytes.</summary>
    public ICacheSerializer<T> Serializer { get; set; } = typeof(T) == typeof(byte[])
        ? (ICacheSerializer<T>)(object)new BytesCacheSerializer()
        : new JsonCacheSerializer<T>(PertoJson.Options);

    /// <summary>Whether a value that was made is kept; null: all are. One that is not is given to all who wait for it, and made again for the next.</summary>
    public Func<T, bool>? Keep { get; set; }

    /// <summary>Bytes that a value takes in memory, about; null: what <see cref="Serializer"/> makes of it.</summary>
    public Func<T, int>? SizeOf { get; set; }

    internal void Check(string cache)
    {
        Require(Ttl > TimeSpan.Zero && Ttl + StaleFor <= LongestTime, cache, nameof(Ttl), Ttl, $"more than 0, and with StaleFor at most {LongestTime}");
        Require(Jitter is >= 0 and <= 1, cache, nameof(Jitter), Jitter, "0 to 1");
        Require(NegativeTtl >= TimeSpan.Zero && NegativeTtl <= LongestTime, cache, nameof(NegativeTtl), NegativeTtl, $"0 to {LongestTime}");
        Require(StaleFor >= TimeSpan.Zero, cache, nameof(StaleFor), StaleFor, "not less than 0");
        Require(ErrorTtl >= TimeSpan.Zero && ErrorTtl <= LongestTime, cache, nameof(ErrorTtl), ErrorTtl, $"0 to {LongestTime}");
        Require(Version >= 0, cache, nameof(Version), Version, "not less than 0");
        Require(WaitForOthers >= TimeSpan.Zero, cache, nameof(WaitForOthers), WaitForOthers, "not less than 0");
    }

    private static void Require(bool holds, string cache, string option, object given, string rule)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(option, given, $"Cache '{cache}': {option} is {given}; allowed: {rule}");
    }
}
