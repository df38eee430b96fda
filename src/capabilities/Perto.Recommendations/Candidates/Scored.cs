namespace Perto.Recommendations;

/// <summary>An item as a source found it.</summary>
/// <param name="Item">The item.</param>
/// <param name="Score">Higher is better, on the source's own scale; the ranker normalises it.</param>
/// <param name="Because">The item it was found from (<c>Because you watched ...</c>); null when there is none.</param>
public readonly record struct Scored<TItem>(TItem Item, float Score, TItem? Because = null)
    where TItem : class, ICatalogueItem;
