namespace Perto.Language;

/// <summary>What a <see cref="LexicalEmbedder"/> was fitted to.</summary>
/// <param name="Texts">Texts of the corpus.</param>
/// <param name="DecomposedTexts">How many of them were decomposed.</param>
/// <param name="Features">Terms and runs of characters that it knows.</param>
/// <param name="Directions">Dimensions that are used, at most 383.</param>
/// <param name="VarianceKept">The share of the decomposed texts' squares that those have, 0 to 1.</param>
public sealed record LexicalFitReport(int Texts, int DecomposedTexts, int Features, int Directions, double VarianceKept);
