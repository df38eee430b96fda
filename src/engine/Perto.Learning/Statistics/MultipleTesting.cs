namespace Perto.Learning;

/// <summary>p values adjusted for how many tests were made: an adjusted p below alpha is a discovery.</summary>
public static class MultipleTesting
{
    /// <summary>
    /// Benjamini and Hochberg (1995): of the discoveries at most a share of alpha is false, on average, where the tests are independent or move together.
    /// For a page of metrics.
    /// </summary>
    /// <param name="pValues">0 to 1, in any order.</param>
    /// <returns>The adjusted ones, in the same order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A p value is not in 0..1.</exception>
    public static double[] BenjaminiHochberg(ReadOnlySpan<double> pValues)
    {
        (int[] order, double[] adjusted) = Ordered(pValues);
        double smallest = 1;
        for (int rank = order.Length; rank >= 1; rank--)
        {
            int test = order[rank - 1];
            smallest = Math.Min(smallest, pValues[test] * order.Length / rank);
            adjusted[test] = smallest;
        }
        return adjusted;
    }

    /// <summary>
    /// Holm (1979): with probability 1 - alpha no discovery is false, whatever the tests have to do with each other. For a decision that rests on any one of them.
    /// </summary>
    /// <inheritdoc cref="BenjaminiHochberg"/>
    public static double[] Holm(ReadOnlySpan<double> pValues)
    {
        (int[] order, double[] adjusted) = Ordered(pValues);
        double greatest = 0;
        for (int rank = 1; rank <= order.Length; rank++)
        {
            int test = order[rank - 1];
            greatest = Math.Max(greatest, Math.Min(1, pValues[test] * (order.Length - rank + 1)));
            adjusted[test] = greatest;
        }
        return adjusted;
    }

    private static (int[] Order, double[] Adjusted) Ordered(ReadOnlySpan<double> pValues)
    {
        double[] keys = pValues.ToArray();
        foreach (double p in keys)
        {
            if (!(p is >= 0 and <= 1))
                throw new ArgumentOutOfRangeException(nameof(pValues), p, "A p value is in 0..1");
        }
        int[] order = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(keys, order);
        return (order, new double[order.Length]);
    }
}
