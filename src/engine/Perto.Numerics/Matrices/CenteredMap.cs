namespace Perto.Numerics;

/// <summary>
/// A matrix less the mean of each column, A - 1 m', without forming it: a sparse matrix stays sparse. In single precision; where the means are
/// many times larger than the spread around them, centre a dense copy instead.
/// </summary>
/// <param name="matrix">A.</param>
/// <param name="means">m: one number for each column of A.</param>
public sealed class CenteredMap(ILinearMap matrix, float[] means) : ILinearMap
{
    /// <inheritdoc/>
    public int Rows => matrix.Rows;

    /// <inheritdoc/>
    public int Columns => matrix.Columns;

    /// <inheritdoc/>
    public void Multiply(float[] block, int width, float[] product, ParallelOptions parallel)
    {
        matrix.Multiply(block, width, product, parallel);
        double[] along = new double[width];
        for (int column = 0; column < Columns; column++)
        {
            for (int j = 0; j < width; j++)
                along[j] += (double)means[column] * block[(column * width) + j];
        }

        float[] shift = Array.ConvertAll(along, value => (float)value);
        for (int row = 0; row < Rows; row++)
            VectorKernels.Axpy(-1, shift, product.AsSpan(row * width, width));
    }

    /// <inheritdoc/>
    public void MultiplyTransposed(float[] block, int width, float[] product, ParallelOptions parallel)
    {
        matrix.MultiplyTransposed(block, width, product, parallel);
        double[] sums = new double[width];
        for (int row = 0; row < Rows; row++)
        {
            for (int j = 0; j < width; j++)
                sums[j] += block[(row * width) + j];
        }

        float[] sum = Array.ConvertAll(sums, value => (float)value);
        for (int column = 0; column < Columns; column++)
            VectorKernels.Axpy(-means[column], sum, product.AsSpan(column * width, width));
    }
}
