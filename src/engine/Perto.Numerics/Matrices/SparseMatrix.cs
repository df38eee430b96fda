namespace Perto.Numerics;

/// <summary>
/// A matrix most of whose values are zero, stored row by row (CSR). It holds the arrays it was given, and its transpose from the first time that
/// is asked for. Immutable and thread-safe.
/// </summary>
public sealed class SparseMatrix : ILinearMap
{
    private const int RowsOfTask = 64;

    private readonly int[] _starts;
    private readonly int[] _columns;
    private readonly float[] _values;
    private readonly Lazy<SparseMatrix> _transposed;

    /// <param name="columnCount">Number of columns.</param>
    /// <param name="starts">Where each row begins in <paramref name="columns"/>, and the end: one more than there are rows.</param>
    /// <param name="columns">The columns of the values, ascending within a row.</param>
    /// <param name="values">The values.</param>
    /// <exception cref="ArgumentException">The arrays do not describe such a matrix, or a value is not finite.</exception>
    public SparseMatrix(int columnCount, int[] starts, int[] columns, float[] values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columnCount);
        if (starts.Length == 0 || starts[0] != 0 || starts[^1] != columns.Length || columns.Length != values.Length)
            throw new ArgumentException($"starts must lead from 0 to the number of columns ({columns.Length}), with a value each ({values.Length})");
        for (int row = 0; row < starts.Length - 1; row++)
            RequireRow(row, columnCount, starts, columns, values);
        _starts = starts;
        _columns = columns;
        _values = values;
        Columns = columnCount;
        _transposed = new Lazy<SparseMatrix>(MakeTransposed);
    }

    private SparseMatrix(SparseMatrix transposed, int[] starts, int[] columns, float[] values)
    {
        _starts = starts;
        _columns = columns;
        _values = values;
        Columns = transposed.Rows;
        _transposed = new Lazy<SparseMatrix>(transposed);
    }

    /// <inheritdoc/>
    public int Rows => _starts.Length - 1;

    /// <inheritdoc/>
    public int Columns { get; }

    /// <summary>Number of stored values.</summary>
    public int Count => _values.Length;

    /// <summary>The columns of a row's values, ascending.</summary>
    public ReadOnlySpan<int> ColumnsOf(int row) => _columns.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);

    /// <summary>The values of a row, in the order of <see cref="ColumnsOf"/>.</summary>
    public ReadOnlySpan<float> ValuesOf(int row) => _values.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);

    /// <summary>Rows and columns change places.</summary>
    public SparseMatrix Transpose() => _transposed.Value;

    /// <inheritdoc/>
    public void Multiply(float[] block, int width, float[] product, ParallelOptions parallel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)Columns * width, block.LongLength, nameof(block));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)Rows * width, product.LongLength, nameof(product));
        Parallel.For(0, (Rows + RowsOfTask - 1) / RowsOfTask, parallel, task =>
        {
            int end = Math.Min((task + 1) * RowsOfTask, Rows);
            for (int row = task * RowsOfTask; row < end; row++)
            {
                Span<float> target = product.AsSpan(row * width, width);
                target.Clear();
                for (int at = _starts[row]; at < _starts[row + 1]; at++)
                    VectorKernels.Axpy(_values[at], block.AsSpan(_columns[at] * width, width), target);
            }
        });
    }

    /// <inheritdoc/>
    public void MultiplyTransposed(float[] block, int width, float[] product, ParallelOptions parallel) =>
        Transpose().Multiply(block, width, product, parallel);

    private SparseMatrix MakeTransposed()
    {
        int[] starts = new int[Columns + 1];
        foreach (int column in _columns)
            starts[column + 1]++;
        for (int column = 0; column < Columns; column++)
            starts[column + 1] += starts[column];

        int[] next = starts[..^1];
        int[] rows = new int[Count];
        float[] values = new float[Count];
        for (int row = 0; row < Rows; row++)
        {
            for (int at = _starts[row]; at < _starts[row + 1]; at++)
            {
                int target = next[_columns[at]]++;
                rows[target] = row;
                values[target] = _values[at];
            }
        }

        return new SparseMatrix(this, starts, rows, values);
    }

    private static void RequireRow(int row, int columnCount, int[] starts, int[] columns, float[] values)
    {
        if (starts[row + 1] < starts[row] || starts[row + 1] > columns.Length)
            throw new ArgumentException($"row {row} ends before it starts");
        for (int at = starts[row]; at < starts[row + 1]; at++)
        {
            if ((uint)columns[at] >= (uint)columnCount)
                throw new ArgumentException($"columns of row {row} must be in 0..{columnCount - 1}; got {columns[at]}");
            if (at > starts[row] && columns[at] <= columns[at - 1])
                throw new ArgumentException($"columns of row {row} must ascend; got {columns[at]} after {columns[at - 1]}");
            if (!float.IsFinite(values[at]))
                throw new ArgumentException($"values must be finite; got {values[at]} in row {row}, column {columns[at]}");
        }
    }
}
