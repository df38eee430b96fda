namespace Perto.Recommendations;

/// <summary>An item as it is shown.</summary>
/// <param name="Item">The item.</param>
/// <param name="Rank">Position in its row or list, from 1.</param>
/// <param name="Score">0..1 before rules; higher is better.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Why">Why, in numbers.</param>
public sealed record Recommended<TItem>(TItem Item, int Rank, double Score, string Reason, Why Why)
    where TItem : class, ICatalogueItem;
