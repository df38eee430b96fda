using System.ComponentModel;

namespace Perto.Platform;

/// <summary>How questions to one level of a cache ended since this server started.</summary>
public sealed record CacheLevelStatistics
{
    /// <summary><c>process</c>, <c>redis</c> or <c>database</c>.</summary>
    [Description("process, redis or database")]
    public required string Level { get; init; }

    /// <summary>A fresh value.</summary>
    [Description("Times that it had a fresh value")]
    public required long Hits { get; init; }

    /// <summary>It was known that there is no value.</summary>
    [Description("Times that it knew that there is no value")]
    public required long Negative { get; init; }

    /// <summary>A value beyond its time, that was given while a new one was made.</summary>
    [Description("Times that it had a value beyond its time, which was given while a new one was made")]
    public required long Stale { get; init; }

    /// <summary>Nothing that holds; the next level was asked.</summary>
    [Description("Times that it had nothing, and the next level was asked")]
    public required long Misses { get; init; }

    /// <summary>It was away or held something damaged; the next level was asked.</summary>
    [Description("Times that it was away or held something damaged, and the next level was asked")]
    public required long Errors { get; init; }
}
