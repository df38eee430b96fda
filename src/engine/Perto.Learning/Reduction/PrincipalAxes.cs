using Perto.Numerics;

namespace Perto.Learning;

/// <summary>Directions of the largest variance, and the variance along each.</summary>
/// <param name="Vectors">Row-major, one unit vector a row, largest variance first.</param>
/// <param name="Variances">The variance along each.</param>
internal sealed record PrincipalAxes(float[] Vectors, double[] Variances)
{
    private const int WidestExact = 1_024;
    private const int RowsOfBlock = 4_096;

    public static PrincipalAxes Of(
        float[] values, int rows, int columns, ColumnMoments moments, PcaSettings settings, ParallelOptions parallel)
    {
        bool exact = settings.Method == PcaMethod.Exact || (settings.Method == PcaMethod.Automatic && columns <= WidestExact);
        if (exact)
            return ByCovariance(values, rows, columns, moments, settings.Components, parallel);
        float[] centred = new float[(long)rows * columns];
        Centre(values, 0, rows, columns, moments.Means, centred);
        return ByProjection(new DenseMap(centred, rows, columns), settings, parallel);
    }

    public static PrincipalAxes Of(SparseMatrix matrix, ColumnMoments moments, PcaSettings settings, ParallelOptions parallel)
    {
        SettingOutOfRangeException.ThrowUnless(
            settings.Method != PcaMethod.Exact, nameof(settings.Method), settings.Method, "Automatic or Randomised for sparse data");
        return ByProjection(new CenteredMap(matrix, moments.Means), settings, parallel);
    }

    /// <summary>Writes rows less the mean of each column.</summary>
    public static void Centre(ReadOnlySpan<float> values, int firstRow, int rows, int columns, float[] means, Span<float> centred)
    {
        for (int row = 0; row < rows; row++)
        {
            Span<float> target = centred.Slice(row * columns, columns);
            values.Slice((firstRow + row) * columns, columns).CopyTo(target);
            VectorKernels.Axpy(-1, means, target);
        }
    }

    private static PrincipalAxes ByCovariance(
        float[] values, int rows, int columns, ColumnMoments moments, int components, ParallelOptions parallel)
    {
        double[] covariance = new double[columns * columns];
        float[] block = new float[Math.Min(rows, RowsOfBlock) * columns];
        for (int first = 0; first < rows; first += RowsOfBlock)
        {
            int count = Math.Min(RowsOfBlock, rows - first);
            Centre(values, first, count, columns, moments.Means, block);
            float[] gram = GramMatrix.Of(block, count, columns, parallel);
            for (int i = 0; i < gram.Length; i++)
                covariance[i] += gram[i];
        }

        SymmetricEigen eigen = SymmetricEigen.Of(Array.ConvertAll(covariance, value => (float)(value / (rows - 1))), columns);
        return new PrincipalAxes(
            Array.ConvertAll(eigen.Vectors[..(components * columns)], value => (float)value),
            [.. eigen.Values[..components].Select(value => Math.Max(value, 0))]).WithFixedSigns(columns);
    }

    private static PrincipalAxes ByProjection(ILinearMap centred, PcaSettings settings, ParallelOptions parallel)
    {
        RandomizedSvdSettings projection = new()
        {
            Rank = settings.Components,
            Oversampling = settings.Oversampling,
            PowerIterations = settings.PowerIterations,
            Seed = settings.Seed,
        };
        RandomizedSvd svd = RandomizedSvd.Of(centred, projection, parallel);
        return new PrincipalAxes(svd.Right, [.. svd.Values.Select(value => value * value / (centred.Rows - 1))]).WithFixedSigns(centred.Columns);
    }

    /// <summary>A direction and its opposite are equally good; the one whose largest value is positive is taken.</summary>
    private PrincipalAxes WithFixedSigns(int columns)
    {
        for (int k = 0; k < Variances.Length; k++)
        {
            Span<float> vector = Vectors.AsSpan(k * columns, columns);
            float largest = 0;
            foreach (float value in vector)
            {
                if (Math.Abs(value) > Math.Abs(largest))
                    largest = value;
            }

            if (largest < 0)
                VectorKernels.Scale(-1, vector);
        }

        return this;
    }
}
