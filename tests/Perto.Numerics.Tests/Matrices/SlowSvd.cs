namespace Perto.Numerics.Tests;

/// <summary>Singular values and right vectors the obvious way: two-sided Jacobi rotations of A'A in double precision until it is diagonal.</summary>
internal static class SlowSvd
{
    /// <summary>All min(rows, columns) values, largest first, and the right vector of each.</summary>
    public static (double[] Values, double[][] Right) Of(float[] matrix, int rows, int columns)
    {
        double[,] a = new double[columns, columns];
        double[,] v = new double[columns, columns];
        for (int i = 0; i < columns; i++)
        {
            v[i, i] = 1;
            for (int j = 0; j < columns; j++)
            {
                for (int row = 0; row < rows; row++)
                    a[i, j] += (double)matrix[(row * columns) + i] * matrix[(row * columns) + j];
            }
        }

        for (int sweep = 0; sweep < 40; sweep++)
        {
            for (int p = 0; p < columns - 1; p++)
            {
                for (int q = p + 1; q < columns; q++)
                    Rotate(a, v, p, q);
            }
        }

        int[] order = [.. Enumerable.Range(0, columns).OrderByDescending(i => a[i, i]).Take(Math.Min(rows, columns))];
        return (
            [.. order.Select(i => Math.Sqrt(Math.Max(a[i, i], 0)))],
            [.. order.Select(i => Enumerable.Range(0, columns).Select(row => v[row, i]).ToArray())]);
    }

    private static void Rotate(double[,] a, double[,] v, int p, int q)
    {
        if (Math.Abs(a[p, q]) <= 1e-300)
            return;
        double angle = 0.5 * Math.Atan2(2 * a[p, q], a[q, q] - a[p, p]);
        double c = Math.Cos(angle);
        double s = Math.Sin(angle);
        int n = a.GetLength(0);
        for (int k = 0; k < n; k++)
            (a[k, p], a[k, q]) = ((c * a[k, p]) - (s * a[k, q]), (s * a[k, p]) + (c * a[k, q]));
        for (int k = 0; k < n; k++)
            (a[p, k], a[q, k]) = ((c * a[p, k]) - (s * a[q, k]), (s * a[p, k]) + (c * a[q, k]));
        for (int k = 0; k < n; k++)
            (v[k, p], v[k, q]) = ((c * v[k, p]) - (s * v[k, q]), (s * v[k, p]) + (c * v[k, q]));
    }
}
