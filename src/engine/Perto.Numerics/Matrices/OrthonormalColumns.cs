namespace Perto.Numerics;

/// <summary>
/// Makes the columns of a tall matrix orthonormal without changing what they span: the eigenvectors of the Gram matrix of the unit columns,
/// scaled by the inverse roots of its eigenvalues, applied until nothing is left to do (SVQB: Stathopoulos and Wu 2002, "A block
/// orthogonalization procedure with constant synchronization requirements", iterated as Cholesky-QR2 is). All work is in matrix products,
/// and columns that depend on others, on which Cholesky would stop, become further orthonormal directions.
/// </summary>
internal static class OrthonormalColumns
{
    /// <summary>How far inner products may be from those of an orthonormal set: single precision over long columns.</summary>
    private const float Tolerance = 1e-5f;

    private const double SmallestEigenvalue = 1e-6;
    private const int PassesUntilRedrawn = 4;
    private const int MostPasses = 20;

    /// <summary>Works in place.</summary>
    /// <param name="block">Row-major, <paramref name="rows"/> x <paramref name="width"/>.</param>
    /// <param name="rows">At least as many as <paramref name="width"/>.</param>
    /// <param name="width">Number of columns.</param>
    /// <param name="random">Draws new directions where the columns span too few.</param>
    /// <param name="parallel">How many threads may work; the result does not depend on it.</param>
    /// <exception cref="ArithmeticException">The columns hold values that are not finite, or too large to be squared.</exception>
    public static void Make(float[] block, int rows, int width, SeededRandom random, ParallelOptions parallel)
    {
        for (int pass = 0; pass < MostPasses; pass++)
        {
            float[] gram = GramMatrix.Of(block, rows, width, parallel);
            if (ReplaceZeroColumns(block, rows, width, gram, random))
                continue;
            if (DistanceFromIdentity(gram, width) <= Tolerance)
                return;
            (float[] transform, int independent) = Transform(gram, width);
            float[] product = new float[(long)rows * width];
            PackedMatrix.Pack(transform, width, width, parallel).Multiply(block, rows, product, parallel);
            product.CopyTo(block, 0);

            // What is still missing then is in no rounding error either: rows that are zero in every column stay so.
            if (pass >= PassesUntilRedrawn)
            {
                for (int column = independent; column < width; column++)
                    Draw(block, rows, width, column, random);
            }
        }

        throw new ArithmeticException($"{width} columns of {rows} values could not be made orthonormal; values must be finite and below 1e15 in magnitude");
    }

    /// <summary>
    /// Row k turns the columns into the k-th orthonormal one: eigenvector k over the root of its eigenvalue, and the scale that makes columns unit.
    /// </summary>
    /// <returns>The transform, and how many of its columns stand above single precision: the first ones.</returns>
    private static (float[] Transform, int Independent) Transform(float[] gram, int width)
    {
        double[] scale = new double[width];
        for (int i = 0; i < width; i++)
            scale[i] = 1 / Math.Sqrt(gram[(i * width) + i]);
        float[] unit = new float[width * width];
        for (int i = 0; i < width; i++)
        {
            for (int j = 0; j < width; j++)
                unit[(i * width) + j] = (float)(gram[(i * width) + j] * scale[i] * scale[j]);
        }

        SymmetricEigen eigen = SymmetricEigen.Of(unit, width);
        float[] transform = new float[width * width];
        for (int k = 0; k < width; k++)
        {
            // What lies below single precision is noise: it is let grow no faster than this, and made orthogonal by the next pass.
            double root = Math.Sqrt(Math.Max(eigen.Values[k], SmallestEigenvalue));
            for (int i = 0; i < width; i++)
                transform[(k * width) + i] = (float)(eigen.Vectors[(k * width) + i] * scale[i] / root);
        }

        return (transform, eigen.Values.Count(value => value > SmallestEigenvalue));
    }

    private static bool ReplaceZeroColumns(float[] block, int rows, int width, float[] gram, SeededRandom random)
    {
        bool replaced = false;
        for (int column = 0; column < width; column++)
        {
            float square = gram[(column * width) + column];
            if (!float.IsFinite(square))
                throw new ArithmeticException($"column {column} holds values that are not finite, or too large to be squared");
            if (float.IsNormal(square))
                continue;
            replaced = true;
            Draw(block, rows, width, column, random);
        }

        return replaced;
    }

    private static void Draw(float[] block, int rows, int width, int column, SeededRandom random)
    {
        for (int row = 0; row < rows; row++)
            block[(row * width) + column] = (float)random.Normal();
    }

    private static float DistanceFromIdentity(float[] gram, int width)
    {
        float worst = 0;
        for (int i = 0; i < width; i++)
        {
            for (int j = 0; j < width; j++)
                worst = Math.Max(worst, Math.Abs(gram[(i * width) + j] - (i == j ? 1 : 0)));
        }

        return worst;
    }
}
