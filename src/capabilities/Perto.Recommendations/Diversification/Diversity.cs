namespace Perto.Recommendations;

/// <summary>How the top of a ranking is spread out.</summary>
/// <param name="Diversifier">Balances relevance and difference.</param>
/// <param name="Similarity">Similarity of two items, 0..1.</param>
/// <param name="AtLeast">How many different labels the first 20 should show, where the candidates have them; a shorter list its share.</param>
/// <param name="Distinct">The labels of an item; null when there is no wish for distinct ones.</param>
public sealed record Diversity<TContext, TItem>(
    IDiversifier Diversifier,
    Func<TContext, TItem, TItem, float> Similarity,
    int AtLeast,
    Func<TItem, IReadOnlyList<string>>? Distinct)
    where TItem : class, ICatalogueItem
{
    /// <summary>Shares of the first 20 that are to be of a kind.</summary>
    public IReadOnlyList<KindShare<TContext, TItem>> Shares { get; init; } = [];
}
