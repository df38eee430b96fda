namespace Perto.Learning;

/// <summary>
/// What boosted trees learn from or are measured on: rows of features with a label each. For ranking the rows of a query lie side by
/// side and <see cref="Groups"/> says how many each query has.
/// </summary>
public sealed record LabeledRows
{
    /// <summary>The largest category of a categorical feature. Sets of categories are bits, so that this bounds what a split takes.</summary>
    public const int LargestCategory = 1_000_000;

    /// <summary>Features of a row, from 1.</summary>
    public required int FeatureCount { get; init; }

    /// <summary>The features, row-major, rows x <see cref="FeatureCount"/>. NaN is a missing value; others are finite.</summary>
    public required float[] Features { get; init; }

    /// <summary>A finite label for each row. What else it must be is the objective's rule.</summary>
    public required float[] Labels { get; init; }

    /// <summary>A positive weight for each row, or null where each counts 1.</summary>
    public float[]? Weights { get; init; }

    /// <summary>Rows of each query, each at least 1, in the order of the rows and adding up to them; null where there are no queries.</summary>
    public int[]? Groups { get; init; }

    /// <summary>The place, from 0, at which each row was shown when its label was collected; null where that is not known.</summary>
    public int[]? Positions { get; init; }

    /// <summary>A finite score that each row has before the first tree, and that no tree is to explain (LightGBM's <c>init_score</c>); null where there are none. Then
    /// nothing starts from the mean of the labels, and the scores of the model are without them.</summary>
    public double[]? InitialScores { get; init; }

    /// <summary>A name for each feature, without white space; null for <c>Column_0</c>, <c>Column_1</c>, ...</summary>
    public string[]? FeatureNames { get; init; }

    /// <summary>How many rows there are.</summary>
    public int RowCount => Labels.Length;

    /// <summary>The features of one row.</summary>
    public ReadOnlySpan<float> Row(int row) => Features.AsSpan(row * FeatureCount, FeatureCount);

    /// <summary>The weight of one row.</summary>
    public double Weight(int row) => Weights is null ? 1 : Weights[row];

    /// <summary>Where the rows of each query begin, with the number of rows as the last entry; all rows are one query where there are no groups.</summary>
    public int[] GroupStarts()
    {
        int[] groups = Groups ?? [RowCount];
        int[] starts = new int[groups.Length + 1];
        for (int group = 0; group < groups.Length; group++)
            starts[group + 1] = starts[group] + groups[group];
        return starts;
    }

    /// <summary>The rows of some queries, in the order given: a part for cross-validation.</summary>
    /// <param name="groups">Numbers of queries.</param>
    /// <exception cref="InvalidOperationException">There are no groups.</exception>
    public LabeledRows OfGroups(ReadOnlySpan<int> groups)
    {
        if (Groups is null)
            throw new InvalidOperationException("These rows have no groups to choose from");
        int[] starts = GroupStarts();
        List<int> rows = [];
        int[] sizes = new int[groups.Length];
        for (int i = 0; i < groups.Length; i++)
        {
            sizes[i] = Groups[groups[i]];
            for (int row = starts[groups[i]]; row < starts[groups[i] + 1]; row++)
                rows.Add(row);
        }

        float[] features = new float[rows.Count * FeatureCount];
        for (int i = 0; i < rows.Count; i++)
            Row(rows[i]).CopyTo(features.AsSpan(i * FeatureCount));
        return this with
        {
            Features = features,
            Labels = [.. rows.Select(row => Labels[row])],
            Weights = Weights is null ? null : [.. rows.Select(row => Weights[row])],
            Positions = Positions is null ? null : [.. rows.Select(row => Positions[row])],
            InitialScores = InitialScores is null ? null : [.. rows.Select(row => InitialScores[row])],
            Groups = sizes,
        };
    }

    /// <summary>Refuses rows that do not fit together or hold what cannot be learned from.</summary>
    /// <exception cref="ArgumentException">Names the field, the row, the value and the rule.</exception>
    public void Validate()
    {
        Require(FeatureCount >= 1, $"FeatureCount must be at least 1; got {FeatureCount}");
        Require(RowCount >= 1, "Labels must have at least one row; got none");
        Require(
            Features.LongLength == (long)RowCount * FeatureCount,
            $"Features must be {RowCount} rows x {FeatureCount} features = {(long)RowCount * FeatureCount} values; got {Features.LongLength}");
        Require(FeatureNames is null || FeatureNames.Length == FeatureCount, $"FeatureNames must be {FeatureCount} names; got {FeatureNames?.Length}");
        foreach (string name in FeatureNames ?? [])
            Require(name.Length > 0 && !name.Any(char.IsWhiteSpace), $"FeatureNames must be names without white space; got '{name}'");
        ValidateRows(Labels, nameof(Labels), "finite", float.IsFinite);
        ValidateRows(Weights, nameof(Weights), "positive and finite", weight => weight > 0 && float.IsFinite(weight));
        ValidateRows(Positions, nameof(Positions), "in 0..65535", position => position is >= 0 and <= ushort.MaxValue);
        ValidateRows(InitialScores, nameof(InitialScores), "finite", double.IsFinite);
        for (int at = 0; at < Features.Length; at++)
        {
            if (float.IsInfinity(Features[at]))
                throw new ArgumentException($"Features must be finite or NaN; got {Features[at]} in row {at / FeatureCount}, feature {at % FeatureCount}");
        }

        if (Groups is null)
            return;
        long sum = 0;
        foreach (int size in Groups)
        {
            Require(size >= 1, $"Groups must be at least 1 each; got {size}");
            sum += size;
        }

        Require(sum == RowCount, $"Groups must add up to the {RowCount} rows; got {sum}");
    }

    private void ValidateRows<T>(T[]? values, string field, string rule, Predicate<T> accepts)
    {
        if (values is null)
            return;
        Require(values.Length == RowCount, $"{field} must be one for each of the {RowCount} rows; got {values.Length}");
        int wrong = Array.FindIndex(values, value => !accepts(value));
        Require(wrong < 0, FormattableString.Invariant($"{field} must be {rule}; got {(wrong < 0 ? default : values[wrong])} in row {wrong}"));
    }

    private static void Require(bool accepted, string problem)
    {
        if (!accepted)
            throw new ArgumentException(problem);
    }
}
