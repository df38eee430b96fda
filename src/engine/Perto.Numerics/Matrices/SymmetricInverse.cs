namespace Perto.Numerics;

/// <summary>
/// The inverse of a large symmetric positive definite matrix, in place, by the blocked sweep operator (Goodnight 1979,
/// "A tutorial on the SWEEP operator", applied to blocks): n^3 / 2 multiply-adds, nearly all in one matrix product.
/// </summary>
public static unsafe class SymmetricInverse
{
    private const int Block = 192;
    private const int RowsOfTask = 64;

    /// <summary>Replaces the matrix by its inverse. The result does not depend on the number of threads.</summary>
    /// <param name="matrix">Row-major, <paramref name="size"/> x size; only the part on and below the diagonal is read.</param>
    /// <param name="size">Number of rows.</param>
    /// <param name="parallel">How many threads may work, and when to stop.</param>
    /// <param name="progress">Called after each block with the rows done so far.</param>
    /// <exception cref="NotPositiveDefiniteException">The matrix is not positive definite in single precision.</exception>
    public static void Invert(float[] matrix, int size, ParallelOptions parallel, Action<int>? progress = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)size * size, matrix.LongLength, nameof(size));
        for (int start = 0; start < size; start += Block)
        {
            int width = Math.Min(Block, size - start);
            Sweep(matrix, size, start, width, parallel);
            progress?.Invoke(start + width);
        }

        NegateAndMirror(matrix, size, parallel);
    }

    /// <summary>
    /// Sweeps the block of pivots K: A[K,K] becomes -D with D = inverse of A[K,K], A[i,K] becomes A[i,K] D, and every other
    /// A[i,j] loses A[i,K] D A[K,j]. Once every block is swept the matrix is minus its inverse.
    /// </summary>
    private static void Sweep(float[] matrix, int size, int start, int width, ParallelOptions parallel)
    {
        float[] pivot = InvertPivot(matrix, size, start, width);
        float[] columns = ColumnsOf(matrix, size, start, width, parallel);
        float[] scaled = new float[(long)size * width];
        PackedMatrix.Pack(pivot, width, width, parallel).Multiply(columns, size, scaled, parallel);

        // The rows of the block itself are zero in both factors: the product leaves them alone.
        PackedMatrix packed = PackedMatrix.Pack(columns, size, width, parallel);
        int tasks = (size + RowsOfTask - 1) / RowsOfTask;
        Parallel.For(0, tasks, parallel, task =>
        {
            // From the bottom: the longest rows first, so that no long task is left at the end.
            int first = (tasks - 1 - task) * RowsOfTask;
            int count = Math.Min(RowsOfTask, size - first);
            fixed (float* a = scaled, c = matrix)
                packed.Add(-1, a + ((nint)first * width), width, count, c + ((nint)first * size), size, first + count);
        });

        for (int row = 0; row < start; row++)
        {
            for (int k = 0; k < width; k++)
                matrix[((long)(start + k) * size) + row] = scaled[((long)row * width) + k];
        }

        for (int row = 0; row < width; row++)
        {
            for (int k = 0; k < width; k++)
                matrix[((long)(start + row) * size) + start + k] = -pivot[(row * width) + k];
        }

        for (int row = start + width; row < size; row++)
            scaled.AsSpan(row * width, width).CopyTo(matrix.AsSpan((int)(((long)row * size) + start), width));
    }

    /// <summary>A[:,K] as a size x width matrix, from the part below the diagonal; the rows of K itself are zero.</summary>
    private static float[] ColumnsOf(float[] matrix, int size, int start, int width, ParallelOptions parallel)
    {
        float[] columns = new float[(long)size * width];
        Parallel.For(0, (size + RowsOfTask - 1) / RowsOfTask, parallel, task =>
        {
            int end = Math.Min((task + 1) * RowsOfTask, size);
            for (int row = task * RowsOfTask; row < end; row++)
            {
                if (row < start)
                {
                    for (int k = 0; k < width; k++)
                        columns[((long)row * width) + k] = matrix[((long)(start + k) * size) + row];
                }
                else if (row >= start + width)
                {
                    Array.Copy(matrix, ((long)row * size) + start, columns, (long)row * width, width);
                }
            }
        });
        return columns;
    }

    /// <summary>The inverse of the block on the diagonal, one pivot at a time in double precision.</summary>
    private static float[] InvertPivot(float[] matrix, int size, int start, int width)
    {
        double[] swept = new double[width * width];
        for (int row = 0; row < width; row++)
        {
            for (int column = 0; column < width; column++)
            {
                (int low, int high) = row > column ? (column, row) : (row, column);
                swept[(row * width) + column] = matrix[((long)(start + high) * size) + start + low];
            }
        }

        double[] pivotRow = new double[width];
        for (int k = 0; k < width; k++)
        {
            double pivot = swept[(k * width) + k];
            if (!(pivot > 0))
                throw new NotPositiveDefiniteException(start + k, pivot);
            swept.AsSpan(k * width, width).CopyTo(pivotRow);
            for (int row = 0; row < width; row++)
            {
                if (row == k)
                    continue;
                double factor = swept[(row * width) + k] / pivot;
                Span<double> target = swept.AsSpan(row * width, width);
                for (int column = 0; column < target.Length; column++)
                    target[column] -= factor * pivotRow[column];
                target[k] = factor;
            }

            for (int column = 0; column < width; column++)
                swept[(k * width) + column] = pivotRow[column] / pivot;
            swept[(k * width) + k] = -1 / pivot;
        }

        return Array.ConvertAll(swept, value => (float)-value);
    }

    private static void NegateAndMirror(float[] matrix, int size, ParallelOptions parallel)
    {
        int tasks = (size + RowsOfTask - 1) / RowsOfTask;
        Parallel.For(0, tasks, parallel, task =>
        {
            int first = task * RowsOfTask;
            int end = Math.Min(first + RowsOfTask, size);

            // Tile by tile, because one of the two sides is read or written down a column.
            for (int left = 0; left < end; left += RowsOfTask)
            {
                for (int row = first; row < end; row++)
                {
                    int last = Math.Min(left + RowsOfTask, row + 1);
                    for (int column = left; column < last; column++)
                    {
                        float value = -matrix[((long)row * size) + column];
                        matrix[((long)row * size) + column] = value;
                        matrix[((long)column * size) + row] = value;
                    }
                }
            }
        });
    }
}
