using Perto.Numerics;

namespace Perto.Learning;

/// <summary>
/// Draws items that a user does not have, each equally likely. The r-th of them is found in the user's sorted items, so that nothing is drawn in
/// vain, however many of the items the user has.
/// </summary>
internal static class NegativeSampler
{
    /// <summary>Draws one.</summary>
    /// <param name="items">The user's items, ascending; fewer than there are.</param>
    /// <param name="itemCount">How many items there are.</param>
    /// <param name="random">Where it is drawn from.</param>
    public static int Draw(ReadOnlySpan<int> items, int itemCount, SeededRandom random)
    {
        int rank = random.Next(itemCount - items.Length);

        // items[at] - at items before items[at] are not the user's: skip all that have at most rank of them before.
        int low = 0;
        int high = items.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (items[middle] - middle <= rank)
                low = middle + 1;
            else
                high = middle;
        }

        return rank + low;
    }
}
