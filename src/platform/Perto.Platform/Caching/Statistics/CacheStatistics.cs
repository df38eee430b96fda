using System.ComponentModel;

namespace Perto.Platform;

/// <summary>A cache as the server that was asked knows it, since it started.</summary>
public sealed record CacheStatistics
{
    /// <summary>Its name.</summary>
    [Description("The name of the cache")]
    public required string Name { get; init; }

    /// <summary>Values in the memory of the process.</summary>
    [Description("Values in the memory of the server")]
    public required long Entries { get; init; }

    /// <summary>Bytes that they take, about.</summary>
    [Description("Bytes that they take, about")]
    public required long Bytes { get; init; }

    /// <summary>Values that had to leave the memory of the process for others.</summary>
    [Description("Values that had to leave the memory of the server for others")]
    public required long Evictions { get; init; }

    /// <summary>Its levels, in the order in which they are asked.</summary>
    [Description("Its levels, in the order in which they are asked")]
    public required IReadOnlyList<CacheLevelStatistics> Levels { get; init; }

    /// <summary>Times that the source made values.</summary>
    [Description("Times that the source was asked for a value")]
    public required long SourceCalls { get; init; }

    /// <summary>Those of them that failed.</summary>
    [Description("Those of them that failed")]
    public required long SourceErrors { get; init; }

    /// <summary>Callers that waited for a value which somebody else had already asked for.</summary>
    [Description("Callers that waited for a value that somebody else had already asked for")]
    public required long Joined { get; init; }
}
