using System.ComponentModel.DataAnnotations;

namespace Perto.Streaming;

/// <summary>Settings of the streaming solution; section <c>Perto:Streaming</c>.</summary>
public sealed class StreamingSettings
{
    /// <summary>How long a home page may be answered again for the same person in the same state; 0 turns the cache off.</summary>
    [Range(0, 1440)]
    public int HomeCacheMinutes { get; set; } = 10;

    /// <summary>Milliseconds that a candidate source has before the page goes on without it.</summary>
    [Range(1, 60_000)]
    public int SourceBudgetMs { get; set; } = 40;
}
