namespace Perto.Platform;

/// <summary>What the database keeps of one space.</summary>
public sealed record EmbeddingSpaceUse
{
    /// <summary>The model with its version, the dimensions that were asked for, the purpose, and whether vectors have length 1.</summary>
    public string Space { get; init; } = "";

    /// <summary>Vectors.</summary>
    public long Entries { get; init; }

    /// <summary>How often one was used again.</summary>
    public long Hits { get; init; }

    /// <summary>How often each was used again on average.</summary>
    public double MeanHits => Entries == 0 ? 0 : (double)Hits / Entries;
}
