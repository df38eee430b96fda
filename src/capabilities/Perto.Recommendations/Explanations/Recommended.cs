namespace Perto.Recommendations;

/// <summary>An item as it is shown.</summary>
/// <param name="Item">The item.</param>
/// <param name="Rank">Position in its row or list, from 1.</param>
/// <param name="Score">0..1 before rules; higher is better.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Why">Why, in numbers.</param>
public sealed record Recommended<TItem>(TItem Item, int Rank, double Score, string Reason, Why Why)
    where TItem : class, ICatalogueItem
{
    /// <summary>Its place among the candidates of the request.</summary>
    public int Candidate { get; init; } = -1;

    /// <summary>The probability with which it was drawn, where it has its place by a draw; null where the ranking put it there.</summary>
    public double? Propensity { get; init; }
}
