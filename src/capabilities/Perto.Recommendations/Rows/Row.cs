namespace Perto.Recommendations;

/// <summary>A row of a page.</summary>
/// <param name="Name">Name for programs, in snake_case.</param>
/// <param name="Title">What people read above it.</param>
/// <param name="Items">Its items, best first.</param>
public sealed record Row<TItem>(string Name, string Title, IReadOnlyList<Recommended<TItem>> Items)
    where TItem : class, ICatalogueItem
{
    /// <summary>The probability with which it was chosen for its place among the rows that were left; null where the plan put it there.</summary>
    public double? Propensity { get; init; }
}
