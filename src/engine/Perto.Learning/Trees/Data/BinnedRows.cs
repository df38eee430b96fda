using System.Runtime.ExceptionServices;

namespace Perto.Learning;

/// <summary>All rows as bins, a column for each feature, and where each feature's cells stand in a histogram.</summary>
internal sealed class BinnedRows
{
    private readonly byte[] _bins;

    private BinnedRows(FeatureBins[] features, byte[] bins, int rowCount)
    {
        Features = features;
        _bins = bins;
        RowCount = rowCount;
        FirstCells = new int[features.Length + 1];
        for (int feature = 0; feature < features.Length; feature++)
            FirstCells[feature + 1] = FirstCells[feature] + features[feature].Count;
    }

    public FeatureBins[] Features { get; }

    public int RowCount { get; }

    /// <summary>The first cell of each feature, and behind the last the number of all cells.</summary>
    public int[] FirstCells { get; }

    public ReadOnlySpan<byte> Column(int feature) => _bins.AsSpan(feature * RowCount, RowCount);

    /// <exception cref="ModelTooLargeException">The bins do not fit into one array.</exception>
    public static BinnedRows Of(LabeledRows rows, BoostingSettings settings, ParallelOptions parallel)
    {
        long size = (long)rows.RowCount * rows.FeatureCount;
        if (size > Array.MaxLength)
            throw new ModelTooLargeException("rows x features", size, Array.MaxLength, size);
        FeatureBins[] features = new FeatureBins[rows.FeatureCount];
        byte[] bins = new byte[size];
        HashSet<int> categorical = [.. settings.CategoricalFeatures];
        try
        {
            Parallel.For(
                0,
                rows.FeatureCount,
                parallel,
                () => new float[rows.RowCount],
                (feature, _, values) =>
                {
                    CopyFeature(rows, feature, values);
                    features[feature] = categorical.Contains(feature)
                        ? FeatureBins.Categorical(values, settings.MaxBins, feature)
                        : FeatureBins.Numeric(values, settings.MaxBins, settings.MinDataInBin);
                    CopyFeature(rows, feature, values);
                    for (int row = 0; row < values.Length; row++)
                        bins[(feature * values.Length) + row] = features[feature].BinOf(values[row]);
                    return values;
                },
                _ => { });
        }
        catch (AggregateException failures) when (failures.InnerExceptions is [ArgumentException first, ..])
        {
            ExceptionDispatchInfo.Throw(first);
        }

        return new BinnedRows(features, bins, rows.RowCount);
    }

    private static void CopyFeature(LabeledRows rows, int feature, float[] values)
    {
        for (int row = 0; row < values.Length; row++)
            values[row] = rows.Features[(row * rows.FeatureCount) + feature];
    }
}
