namespace Perto.Learning.Tests;

/// <summary>Obvious dense linear algebra in double precision.</summary>
internal static class DenseAlgebra
{
    /// <summary>Solves A X = B by Gauss-Jordan elimination with row pivoting.</summary>
    public static double[,] Solve(double[,] a, double[,] b)
    {
        int n = a.GetLength(0);
        int m = b.GetLength(1);
        a = (double[,])a.Clone();
        b = (double[,])b.Clone();
        for (int k = 0; k < n; k++)
        {
            int best = k;
            for (int row = k + 1; row < n; row++)
            {
                if (Math.Abs(a[row, k]) > Math.Abs(a[best, k]))
                    best = row;
            }

            for (int column = 0; column < n; column++)
                (a[k, column], a[best, column]) = (a[best, column], a[k, column]);
            for (int column = 0; column < m; column++)
                (b[k, column], b[best, column]) = (b[best, column], b[k, column]);
            for (int row = 0; row < n; row++)
            {
                if (row == k)
                    continue;
                double factor = a[row, k] / a[k, k];
                for (int column = 0; column < n; column++)
                    a[row, column] -= factor * a[k, column];
                for (int column = 0; column < m; column++)
                    b[row, column] -= factor * b[k, column];
            }
        }

        for (int row = 0; row < n; row++)
        {
            for (int column = 0; column < m; column++)
                b[row, column] /= a[row, row];
        }

        return b;
    }

    public static double[,] Identity(int n)
    {
        double[,] identity = new double[n, n];
        for (int i = 0; i < n; i++)
            identity[i, i] = 1;
        return identity;
    }
}
