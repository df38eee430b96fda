namespace Perto.Numerics;

/// <summary>A dense matrix as a linear map. It holds the array it was given, not a copy.</summary>
public sealed class DenseMap : ILinearMap
{
    private readonly float[] _values;

    /// <param name="values">Row-major, <paramref name="rows"/> x <paramref name="columns"/>.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer values than rows x columns.</exception>
    public DenseMap(float[] values, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)rows * columns, values.LongLength, nameof(rows));
        _values = values;
        Rows = rows;
        Columns = columns;
    }

    /// <inheritdoc/>
    public int Rows { get; }

    /// <inheritdoc/>
    public int Columns { get; }

    /// <inheritdoc/>
    public void Multiply(float[] block, int width, float[] product, ParallelOptions parallel) =>
        PackedMatrix.PackTransposed(block, Columns, width, parallel).Multiply(_values, Rows, product, parallel);

    /// <inheritdoc/>
    public void MultiplyTransposed(float[] block, int width, float[] product, ParallelOptions parallel) =>
        TransposedProduct.Multiply(_values, Columns, block, width, Rows, product, parallel);
}
