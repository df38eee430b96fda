using Perto.Numerics;

namespace Perto.Learning;

/// <summary>The mean of each column and the sum of their variances, in double precision.</summary>
internal sealed class ColumnMoments
{
    // Squares of these, and sums of many of them, are far from the end of single precision.
    private const float LargestMagnitude = 1e15f;

    private ColumnMoments(double[] means, double totalVariance)
    {
        Means = Array.ConvertAll(means, mean => (float)mean);
        TotalVariance = totalVariance;
    }

    public float[] Means { get; }

    public double TotalVariance { get; }

    public static ColumnMoments Of(ReadOnlySpan<float> values, int rows, int columns)
    {
        double[] means = new double[columns];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                means[column] += Usable(values[(row * columns) + column], row, column);
        }

        Divide(means, rows);
        double sum = 0;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                double distance = values[(row * columns) + column] - means[column];
                sum += distance * distance;
            }
        }

        return new ColumnMoments(means, sum / (rows - 1));
    }

    public static ColumnMoments Of(SparseMatrix matrix)
    {
        double[] means = new double[matrix.Columns];
        int[] counts = new int[matrix.Columns];
        for (int row = 0; row < matrix.Rows; row++)
        {
            ReadOnlySpan<int> columns = matrix.ColumnsOf(row);
            ReadOnlySpan<float> values = matrix.ValuesOf(row);
            for (int i = 0; i < columns.Length; i++)
            {
                means[columns[i]] += Usable(values[i], row, columns[i]);
                counts[columns[i]]++;
            }
        }

        Divide(means, matrix.Rows);

        // The values that are not stored are zero: each is as far from the mean as the mean from zero.
        double sum = 0;
        for (int column = 0; column < means.Length; column++)
            sum += (matrix.Rows - counts[column]) * means[column] * means[column];
        for (int row = 0; row < matrix.Rows; row++)
        {
            ReadOnlySpan<int> columns = matrix.ColumnsOf(row);
            ReadOnlySpan<float> values = matrix.ValuesOf(row);
            for (int i = 0; i < columns.Length; i++)
            {
                double distance = values[i] - means[columns[i]];
                sum += distance * distance;
            }
        }

        return new ColumnMoments(means, sum / (matrix.Rows - 1));
    }

    private static float Usable(float value, int row, int column) => Math.Abs(value) <= LargestMagnitude
        ? value
        : throw new ArgumentException(
            FormattableString.Invariant($"values must be finite and at most 1e15 in magnitude; got {value} in row {row}, column {column}"));

    private static void Divide(double[] sums, int count)
    {
        for (int i = 0; i < sums.Length; i++)
            sums[i] /= count;
    }
}
