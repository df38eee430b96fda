namespace Perto.Language;

/// <summary>A text that is nearly the same as another.</summary>
/// <param name="Id">Its id: how many texts were added before it.</param>
/// <param name="Similarity">The exact Jaccard similarity of their shingles, at most 1.</param>
public readonly record struct NearDuplicate(int Id, double Similarity);
