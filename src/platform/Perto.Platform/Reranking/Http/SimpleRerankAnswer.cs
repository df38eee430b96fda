namespace Perto.Platform;

/// <summary>Documents with their relevance.</summary>
/// <param name="Results">The documents, best first.</param>
public sealed record SimpleRerankAnswer(IReadOnlyList<SimpleRerankResult> Results);
