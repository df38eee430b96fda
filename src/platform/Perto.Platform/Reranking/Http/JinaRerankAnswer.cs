namespace Perto.Platform;

/// <summary>Documents with their relevance, best first, as Jina's clients read them.</summary>
public sealed record JinaRerankAnswer
{
    /// <summary>The model that judged, as <c>provider:model</c>.</summary>
    /// <example>jina:jina-reranker-v1-turbo-en</example>
    public required string Model { get; init; }

    /// <summary>Always <c>list</c>.</summary>
    /// <example>list</example>
    public string Object { get; init; } = "list";

    /// <summary>What was read.</summary>
    public required JinaUsage Usage { get; init; }

    /// <summary>The documents, best first.</summary>
    public required IReadOnlyList<JinaRerankResult> Results { get; init; }
}
