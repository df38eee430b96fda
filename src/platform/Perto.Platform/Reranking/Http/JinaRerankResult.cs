namespace Perto.Platform;

/// <summary>A document with its relevance.</summary>
public sealed record JinaRerankResult
{
    /// <summary>Its place in the request, from 0.</summary>
    /// <example>1</example>
    public required int Index { get; init; }

    /// <summary>Its relevance, 0 to 1.</summary>
    /// <example>0.93</example>
    public required double RelevanceScore { get; init; }

    /// <summary>The document, where the request asks for it.</summary>
    public RerankDocument? Document { get; init; }
}
