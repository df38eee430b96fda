namespace Perto.Platform;

/// <summary>A document with its relevance.</summary>
/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="RelevanceScore">Its relevance, 0 to 1.</param>
public sealed record CohereRerankResult(int Index, double RelevanceScore);
