namespace Perto.Platform;

/// <summary>Documents with their relevance, best first, as Cohere's clients read them.</summary>
public sealed record CohereRerankAnswer
{
    /// <summary>Names this answer.</summary>
    /// <example>0194bb1e-3c5f-7a61-9a53-0d6c1a2b3c4d</example>
    public required string Id { get; init; }

    /// <summary>The documents, best first.</summary>
    public required IReadOnlyList<CohereRerankResult> Results { get; init; }

    /// <summary>What Cohere's clients read beside the results.</summary>
    public required CohereMeta Meta { get; init; }
}
