namespace Perto.Numerics.Tests;

/// <summary>The obvious way, in double precision.</summary>
internal static class Slow
{
    public static float[] Random(int count, long seed)
    {
        SeededRandom random = new(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = (float)random.Normal();
        return values;
    }

    /// <summary>A (m x k) times B' (n x k).</summary>
    public static double[] ProductTransposed(float[] a, int m, float[] b, int n, int k)
    {
        double[] c = new double[m * n];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                for (int l = 0; l < k; l++)
                    c[(i * n) + j] += (double)a[(i * k) + l] * b[(j * k) + l];
            }
        }

        return c;
    }

    public static float[] Transpose(float[] a, int rows, int columns)
    {
        float[] t = new float[a.Length];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
                t[(j * rows) + i] = a[(i * columns) + j];
        }

        return t;
    }

    /// <summary>X'X / rows + identity: symmetric, positive definite, well conditioned.</summary>
    public static float[] PositiveDefinite(int size, long seed)
    {
        int rows = 2 * size;
        float[] xt = Transpose(Random(rows * size, seed), rows, size);
        double[] product = ProductTransposed(xt, size, xt, size, rows);
        float[] matrix = new float[size * size];
        for (int i = 0; i < matrix.Length; i++)
            matrix[i] = (float)((product[i] / rows) + (i % (size + 1) == 0 ? 1 : 0));
        return matrix;
    }

    public static void Near(double[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"[{i}]: expected {expected[i]}, got {actual[i]}");
    }
}
