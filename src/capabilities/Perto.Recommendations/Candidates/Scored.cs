namespace Perto.Recommendations;

/// <summary>An item as a source found it.</summary>
/// <param name="Item">The item.</param>
/// <param name="Score">Higher is better, on the source's own scale; the ranker normalises it.</param>
/// <param name="Because">The item it was found from (<c>Because you watched ...</c>); null when there is none.</param>
/// <param name="Propensity">The probability with which the source drew it, above 0 to 1; null when it did not draw.</param>
public readonly record struct Scored<TItem>(TItem Item, float Score, TItem? Because = null, double? Propensity = null)
    where TItem : class, ICatalogueItem;
