namespace Perto.Numerics;

/// <summary>
/// The largest singular values of a matrix and their vectors: Halko, Martinsson and Tropp 2011, "Finding structure with randomness", algorithms
/// 4.4 (randomised subspace iteration, made orthonormal after each product) and 5.1. The matrix is only multiplied by blocks, so it may be
/// sparse. Works in single precision: values below about 1e-6 of the largest are noise.
/// </summary>
public sealed class RandomizedSvd
{
    private RandomizedSvd(double[] values, float[] left, float[] right)
    {
        Values = values;
        Left = left;
        Right = right;
    }

    /// <summary>The singular values, largest first, not negative.</summary>
    public double[] Values { get; }

    /// <summary>Row-major, rank x rows of the matrix: row k is the left singular vector of value k, of length 1.</summary>
    public float[] Left { get; }

    /// <summary>Row-major, rank x columns of the matrix: row k is the right singular vector of value k, of length 1.</summary>
    public float[] Right { get; }

    /// <summary>Decomposes a matrix. The result depends on the matrix and the settings, not on the number of threads.</summary>
    /// <param name="matrix">A, not empty; its values finite and below 1e15 in magnitude.</param>
    /// <param name="settings">How many values, how accurate, which seed.</param>
    /// <param name="parallel">How many threads may work, and when to stop.</param>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    /// <exception cref="ArithmeticException">The matrix has values that are not finite or too large.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static RandomizedSvd Of(ILinearMap matrix, RandomizedSvdSettings settings, ParallelOptions parallel)
    {
        settings.Validate(matrix.Rows, matrix.Columns);
        int width = Math.Min(settings.Rank + settings.Oversampling, Math.Min(matrix.Rows, matrix.Columns));
        SeededRandom random = new(settings.Seed);
        float[] columnSide = new float[checked(matrix.Columns * width)];
        float[] rowSide = new float[checked(matrix.Rows * width)];
        for (int i = 0; i < columnSide.Length; i++)
            columnSide[i] = (float)random.Normal();

        matrix.Multiply(columnSide, width, rowSide, parallel);
        OrthonormalColumns.Make(rowSide, matrix.Rows, width, random, parallel);
        for (int time = 0; time < settings.PowerIterations; time++)
        {
            matrix.MultiplyTransposed(rowSide, width, columnSide, parallel);
            OrthonormalColumns.Make(columnSide, matrix.Columns, width, random, parallel);
            matrix.Multiply(columnSide, width, rowSide, parallel);
            OrthonormalColumns.Make(rowSide, matrix.Rows, width, random, parallel);
        }

        // A is close to Y (A'Y)'. With A'Y = Q R for an orthonormal Q the small matrix R' has the singular values.
        float[] image = new float[columnSide.Length];
        matrix.MultiplyTransposed(rowSide, width, image, parallel);
        image.CopyTo(columnSide, 0);
        OrthonormalColumns.Make(columnSide, matrix.Columns, width, random, parallel);
        float[] small = new float[width * width];
        TransposedProduct.Multiply(image, width, columnSide, width, matrix.Columns, small, parallel);
        JacobiSvd svd = JacobiSvd.Of(Array.ConvertAll(small, value => (double)value), width);
        return new RandomizedSvd(
            svd.Values[..settings.Rank],
            Combined(rowSide, matrix.Rows, width, svd.Left, settings.Rank, parallel),
            Combined(columnSide, matrix.Columns, width, svd.Right, settings.Rank, parallel));
    }

    /// <summary>Vector k, as a row, is the combination of the block's columns that row k of <paramref name="weights"/> says.</summary>
    private static float[] Combined(float[] block, int rows, int width, double[] weights, int rank, ParallelOptions parallel)
    {
        float[] left = Array.ConvertAll(weights[..(rank * width)], value => (float)value);
        float[] vectors = new float[checked(rank * rows)];
        PackedMatrix.Pack(block, rows, width, parallel).Multiply(left, rank, vectors, parallel);
        return vectors;
    }
}
