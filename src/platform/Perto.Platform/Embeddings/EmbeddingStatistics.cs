namespace Perto.Platform;

/// <summary>What the database keeps of the texts of a tenant.</summary>
public sealed record EmbeddingStatistics
{
    /// <summary>Vectors.</summary>
    public required long Entries { get; init; }

    /// <summary>How often one was used again.</summary>
    public required long Hits { get; init; }

    /// <summary>How often each was used again on average.</summary>
    public double MeanHits => Entries == 0 ? 0 : (double)Hits / Entries;

    /// <summary>By model and form.</summary>
    public required IReadOnlyList<EmbeddingSpaceUse> Spaces { get; init; }
}
