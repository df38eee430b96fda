namespace Perto.Platform;

/// <summary>Which dead letters are replayed.</summary>
public sealed record TopicReplay
{
    /// <summary>All of this topic.</summary>
    public required string Topic { get; init; }
}
