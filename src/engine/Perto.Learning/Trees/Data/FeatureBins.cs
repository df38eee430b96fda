namespace Perto.Learning;

/// <summary>
/// How the values of one feature become at most 256 bins. A numeric feature has its value bins in ascending order and then, where
/// training had missing values, a bin of their own. A categorical one has bin 0 for what is missing, rare or unknown, and then a
/// bin a category, the most frequent first.
/// </summary>
internal sealed class FeatureBins
{
    private readonly int[] _binOfCategory;

    private FeatureBins(float[] upperBounds, int[] categories, bool isCategorical, bool hasMissing)
    {
        UpperBounds = upperBounds;
        Categories = categories;
        IsCategorical = isCategorical;
        ValueBins = isCategorical ? categories.Length + 1 : upperBounds.Length;
        MissingBin = !isCategorical && hasMissing ? ValueBins : -1;
        Count = ValueBins + (MissingBin < 0 ? 0 : 1);
        _binOfCategory = new int[categories.Length == 0 ? 0 : categories.Max() + 1];
        for (int at = 0; at < categories.Length; at++)
            _binOfCategory[categories[at]] = at + 1;
    }

    /// <summary>Of each value bin of a numeric feature the largest value in it; the last is infinite.</summary>
    public float[] UpperBounds { get; }

    /// <summary>The category of bin 1, 2, ...</summary>
    public int[] Categories { get; }

    public bool IsCategorical { get; }

    /// <summary>Bins that are not of missing values.</summary>
    public int ValueBins { get; }

    /// <summary>The bin of missing values of a numeric feature, or -1 where training had none.</summary>
    public int MissingBin { get; }

    /// <summary>All bins.</summary>
    public int Count { get; }

    public byte BinOf(float value)
    {
        if (IsCategorical)
            return value >= 0 && value < _binOfCategory.Length ? (byte)_binOfCategory[(int)value] : (byte)0;
        if (float.IsNaN(value))
            return (byte)Math.Max(MissingBin, 0);

        // The first bin whose upper bound is not below the value.
        int low = 0;
        int high = UpperBounds.Length - 1;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (value <= UpperBounds[middle])
                high = middle;
            else
                low = middle + 1;
        }

        return (byte)low;
    }

    /// <summary>Bins of a numeric feature.</summary>
    /// <param name="values">Its values in all rows; is sorted.</param>
    /// <param name="maxBins">Most value bins.</param>
    /// <param name="minDataInBin">Fewest rows of a value bin.</param>
    public static FeatureBins Numeric(Span<float> values, int maxBins, int minDataInBin)
    {
        values.Sort();

        // Sorted, what is missing comes first.
        int missing = 0;
        while (missing < values.Length && float.IsNaN(values[missing]))
            missing++;
        return new FeatureBins([.. QuantileEdges.Of(values[missing..], maxBins, minDataInBin), float.PositiveInfinity], [], false, missing > 0);
    }

    /// <summary>Bins of a categorical feature.</summary>
    /// <param name="values">Its values in all rows; is sorted.</param>
    /// <param name="maxBins">Most bins of categories.</param>
    /// <param name="feature">Number of the feature, for messages.</param>
    /// <exception cref="ArgumentException">A value is neither missing nor a category.</exception>
    public static FeatureBins Categorical(Span<float> values, int maxBins, int feature)
    {
        values.Sort();
        List<(int Category, int Rows)> counts = [];
        foreach (float value in values)
        {
            if (float.IsNaN(value))
                continue;
            if (value < 0 || value > LabeledRows.LargestCategory || value != MathF.Floor(value))
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"Features of the categorical feature {feature} must be whole numbers in 0..{LabeledRows.LargestCategory} or NaN; got {value}"));
            }

            if (counts.Count > 0 && counts[^1].Category == (int)value)
                counts[^1] = (counts[^1].Category, counts[^1].Rows + 1);
            else
                counts.Add(((int)value, 1));
        }

        int[] categories = [.. counts.OrderByDescending(count => count.Rows).ThenBy(count => count.Category).Take(maxBins).Select(count => count.Category)];
        return new FeatureBins([], categories, true, false);
    }
}
