namespace Perto.Recommendations;

/// <summary>Which share of the first 20 of a list is to be of a kind: nothing of the comfort zone, of this year, made by the house.</summary>
/// <param name="Has">Whether an item is of the kind for who asks.</param>
/// <param name="AtLeast">0 to 1, rounded up to whole items: as far as there are candidates of the kind.</param>
/// <param name="AtMost">0 to 1, rounded down to whole items, and not below <paramref name="AtLeast"/>: as far as there are other candidates.</param>
public sealed record KindShare<TContext, TItem>(Func<TContext, TItem, bool> Has, double AtLeast, double AtMost = 1)
    where TItem : class, ICatalogueItem
{
    // What is a whole number but for the last digit is one: .1 * 20 is not to become 3 items of 20.
    private const double Rounding = 1e-9;

    /// <summary>The least number among so many first items.</summary>
    internal int Least(int items) => (int)Math.Ceiling((AtLeast * items) - Rounding);

    /// <summary>The greatest number among so many first items.</summary>
    internal int Most(int items) => Math.Max(Least(items), (int)Math.Floor((AtMost * items) + Rounding));
}
