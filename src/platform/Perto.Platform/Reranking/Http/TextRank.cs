namespace Perto.Platform;

/// <summary>A text with its relevance, as clients of Text Embeddings Inference read it.</summary>
/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="Score">Its relevance, 0 to 1; with <c>raw_scores</c> the output of the model.</param>
/// <param name="Text">The text, where the request asks for it.</param>
public sealed record TextRank(int Index, double Score, string? Text);
