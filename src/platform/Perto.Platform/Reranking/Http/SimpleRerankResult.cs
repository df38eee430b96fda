namespace Perto.Platform;

/// <summary>A document with its relevance.</summary>
/// <param name="Document">Its text.</param>
/// <param name="Score">Its relevance, 0 to 1.</param>
public sealed record SimpleRerankResult(string Document, double Score);
