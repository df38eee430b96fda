namespace Perto.Learning;

/// <summary>An item and its score; higher is better.</summary>
public readonly record struct ScoredItem(int Item, float Score);
