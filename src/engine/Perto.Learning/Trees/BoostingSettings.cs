namespace Perto.Learning;

/// <summary>
/// Settings of <see cref="BoostedTrees"/>, with LightGBM's names in brackets. The defaults are LightGBM's but for
/// <see cref="BaggingFrequency"/> (there 0, no bagging) and how <see cref="MaxDepth"/> says that there is no limit (there -1); and of
/// <see cref="MaxBins"/> the bin of missing values is one more (there one of them).
/// docs/learning-to-rank.md says what each is good for.
/// </summary>
public sealed record BoostingSettings
{
    /// <summary>Most trees (num_iterations), in 1..100000.</summary>
    public int Trees { get; init; } = 100;

    /// <summary>What a tree's values are multiplied by (learning_rate), above 0 and at most 1.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Most leaves of a tree (num_leaves), in 2..65536.</summary>
    public int Leaves { get; init; } = 31;

    /// <summary>Most splits between the root and a leaf (max_depth), in 1..1000; 0 for no limit.</summary>
    public int MaxDepth { get; init; }

    /// <summary>Most bins for the values of a feature (max_bin), in 2..255; missing values have one more.</summary>
    public int MaxBins { get; init; } = 255;

    /// <summary>Fewest rows of a bin (min_data_in_bin), in 1..1000000.</summary>
    public int MinDataInBin { get; init; } = 3;

    /// <summary>Fewest rows of a leaf (min_data_in_leaf), in 1..1000000000.</summary>
    public int MinDataInLeaf { get; init; } = 20;

    /// <summary>Smallest sum of hessians of a leaf (min_sum_hessian_in_leaf), in 0..1e12.</summary>
    public double MinHessianInLeaf { get; init; } = 1e-3;

    /// <summary>A split must gain more than this (min_gain_to_split), in 0..1e12.</summary>
    public double MinGainToSplit { get; init; }

    /// <summary>Pulls the values of leaves to 0 by a constant (lambda_l1), in 0..1e12.</summary>
    public double L1 { get; init; }

    /// <summary>Pulls the values of leaves to 0 in proportion (lambda_l2), in 0..1e12.</summary>
    public double L2 { get; init; }

    /// <summary>Share of the features that a tree may use (feature_fraction), above 0 and at most 1; drawn anew for each tree.</summary>
    public double FeatureFraction { get; init; } = 1;

    /// <summary>Share of the rows, or queries, that a tree learns from (bagging_fraction), above 0 and at most 1.</summary>
    public double BaggingFraction { get; init; } = 1;

    /// <summary>After how many trees the rows are drawn anew (bagging_freq), in 1..100000.</summary>
    public int BaggingFrequency { get; init; } = 1;

    /// <summary>Whether whole queries are drawn in place of rows (bagging_by_query); needs groups.</summary>
    public bool BaggingByQuery { get; init; }

    /// <summary>Numbers of the features whose values are categories (categorical_feature).</summary>
    public IReadOnlyList<int> CategoricalFeatures { get; init; } = [];

    /// <summary>Categories are ordered by gradient / (hessian + this) (cat_smooth), and one with fewer rows is left out; in 0..1e12.</summary>
    public double CategorySmoothing { get; init; } = 10;

    /// <summary>Added to <see cref="L2"/> where a split is by a set of categories (cat_l2), in 0..1e12.</summary>
    public double CategoryL2 { get; init; } = 10;

    /// <summary>Most categories on the smaller side of a split (max_cat_threshold), in 1..255.</summary>
    public int MaxCategoriesOfSplit { get; init; } = 32;

    /// <summary>With at most this many categories a split takes one against the rest (max_cat_to_onehot), in 0..255.</summary>
    public int OneVersusRestCategories { get; init; } = 4;

    /// <summary>
    /// Fewest rows by which a set of categories grows before it is looked at again, and fewest that stand against it (min_data_per_group),
    /// in 1..1000000000.
    /// </summary>
    public int MinDataOfCategories { get; init; } = 100;

    /// <summary>
    /// For each feature 1 where the score may only rise with it, -1 where it may only fall, 0 where it is free (monotone_constraints,
    /// method basic); empty where all are free.
    /// </summary>
    public IReadOnlyList<int> MonotoneConstraints { get; init; } = [];

    /// <summary>
    /// Stops when the metric on the validation rows has not improved for this many trees (early_stopping_round), in 1..100000, and
    /// keeps the trees up to the best; 0 to go on to the last.
    /// </summary>
    public int EarlyStopping { get; init; }

    /// <summary>Whether to start from the best constant score (boost_from_average).</summary>
    public bool BoostFromAverage { get; init; } = true;

    /// <summary>Seed of what is drawn: rows and features.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Refuses values out of range.</summary>
    /// <exception cref="SettingOutOfRangeException">A value is out of range.</exception>
    public void Validate()
    {
        Require(Trees is >= 1 and <= 100_000, nameof(Trees), Trees, "in 1..100000");
        Require(LearningRate is > 0 and <= 1, nameof(LearningRate), LearningRate, "above 0 and at most 1");
        Require(Leaves is >= 2 and <= 65_536, nameof(Leaves), Leaves, "in 2..65536");
        Require(MaxDepth is >= 0 and <= 1_000, nameof(MaxDepth), MaxDepth, "in 0..1000");
        Require(MaxBins is >= 2 and <= 255, nameof(MaxBins), MaxBins, "in 2..255");
        Require(MinDataInBin is >= 1 and <= 1_000_000, nameof(MinDataInBin), MinDataInBin, "in 1..1000000");
        Require(MinDataInLeaf is >= 1 and <= 1_000_000_000, nameof(MinDataInLeaf), MinDataInLeaf, "in 1..1000000000");
        RequireAmount(MinHessianInLeaf, nameof(MinHessianInLeaf));
        RequireAmount(MinGainToSplit, nameof(MinGainToSplit));
        RequireAmount(L1, nameof(L1));
        RequireAmount(L2, nameof(L2));
        Require(FeatureFraction is > 0 and <= 1, nameof(FeatureFraction), FeatureFraction, "above 0 and at most 1");
        Require(BaggingFraction is > 0 and <= 1, nameof(BaggingFraction), BaggingFraction, "above 0 and at most 1");
        Require(BaggingFrequency is >= 1 and <= 100_000, nameof(BaggingFrequency), BaggingFrequency, "in 1..100000");
        RequireAmount(CategorySmoothing, nameof(CategorySmoothing));
        RequireAmount(CategoryL2, nameof(CategoryL2));
        Require(MaxCategoriesOfSplit is >= 1 and <= 255, nameof(MaxCategoriesOfSplit), MaxCategoriesOfSplit, "in 1..255");
        Require(OneVersusRestCategories is >= 0 and <= 255, nameof(OneVersusRestCategories), OneVersusRestCategories, "in 0..255");
        Require(MinDataOfCategories is >= 1 and <= 1_000_000_000, nameof(MinDataOfCategories), MinDataOfCategories, "in 1..1000000000");
        Require(EarlyStopping is >= 0 and <= 100_000, nameof(EarlyStopping), EarlyStopping, "in 0..100000");
        foreach (int constraint in MonotoneConstraints)
            Require(constraint is >= -1 and <= 1, nameof(MonotoneConstraints), constraint, "-1, 0 or 1 each");
    }

    /// <summary>Refuses settings that do not fit the rows.</summary>
    internal void Validate(LabeledRows rows)
    {
        foreach (int feature in CategoricalFeatures)
        {
            Require(feature >= 0 && feature < rows.FeatureCount, nameof(CategoricalFeatures), feature, $"in 0..{rows.FeatureCount - 1} each");
            Require(
                MonotoneConstraints.Count == 0 || feature >= MonotoneConstraints.Count || MonotoneConstraints[feature] == 0,
                nameof(MonotoneConstraints),
                $"a constraint of feature {feature}",
                "0 for a categorical feature");
        }

        Require(
            MonotoneConstraints.Count == 0 || MonotoneConstraints.Count == rows.FeatureCount,
            nameof(MonotoneConstraints),
            $"{MonotoneConstraints.Count} values",
            $"one for each of the {rows.FeatureCount} features");
        Require(!BaggingByQuery || rows.Groups is not null, nameof(BaggingByQuery), BaggingByQuery, "off where the rows have no groups");
    }

    private static void Require(bool accepted, string setting, object given, string allowed) =>
        SettingOutOfRangeException.ThrowUnless(accepted, setting, given, allowed);

    private static void RequireAmount(double value, string setting) => Require(value is >= 0 and <= 1e12, setting, value, "in 0..1000000000000");
}
