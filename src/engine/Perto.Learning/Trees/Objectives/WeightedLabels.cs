namespace Perto.Learning;

/// <summary>Statistics of weighted values.</summary>
internal static class WeightedLabels
{
    public static double Mean(LabeledRows rows)
    {
        double sum = 0;
        double weights = 0;
        for (int row = 0; row < rows.RowCount; row++)
        {
            sum += rows.Weight(row) * rows.Labels[row];
            weights += rows.Weight(row);
        }

        return sum / weights;
    }

    /// <summary>
    /// The weighted quantile: with equal weights the linear interpolation between order statistics at (n - 1) q, otherwise the first
    /// value at which the sum of weights reaches its share.
    /// </summary>
    /// <param name="values">Is sorted, and <paramref name="weights"/> with it.</param>
    /// <param name="weights">A weight for each value, or empty.</param>
    /// <param name="share">The share q in 0..1.</param>
    public static double Quantile(Span<double> values, Span<double> weights, double share)
    {
        if (weights.IsEmpty)
        {
            values.Sort();
            double at = share * (values.Length - 1);
            int low = (int)at;
            int high = Math.Min(low + 1, values.Length - 1);
            return values[low] + ((at - low) * (values[high] - values[low]));
        }

        values.Sort(weights);
        double total = 0;
        foreach (double weight in weights)
            total += weight;
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            sum += weights[i];
            if (sum >= share * total)
                return values[i];
        }

        return values[^1];
    }
}
