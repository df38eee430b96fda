namespace Perto.Numerics;

/// <summary>
/// All singular values and vectors of a small square matrix in double precision, by one-sided Jacobi rotations (Hestenes 1958; Golub and Van
/// Loan, "Matrix Computations", 8.6.3): pairs of rows are rotated until all are orthogonal. Small singular values are as accurate as large ones.
/// </summary>
internal sealed class JacobiSvd
{
    private const int MostSweeps = 60;
    private const double Precision = 1e-15;

    private JacobiSvd(double[] values, double[] left, double[] right)
    {
        Values = values;
        Left = left;
        Right = right;
    }

    /// <summary>The singular values, largest first.</summary>
    public double[] Values { get; }

    /// <summary>Row k is the left singular vector of value k.</summary>
    public double[] Left { get; }

    /// <summary>Row k is the right singular vector of value k.</summary>
    public double[] Right { get; }

    /// <summary>Decomposes a matrix.</summary>
    /// <param name="matrix">Row-major, <paramref name="size"/> x size, finite.</param>
    /// <param name="size">Number of rows, at least 1.</param>
    public static JacobiSvd Of(ReadOnlySpan<double> matrix, int size)
    {
        double[] rows = matrix.ToArray();
        double[] rotations = new double[size * size];
        for (int i = 0; i < size; i++)
            rotations[(i * size) + i] = 1;
        for (int sweep = 0; sweep < MostSweeps && Sweep(rows, rotations, size); sweep++)
        {
        }

        return Sorted(rows, rotations, size);
    }

    private static bool Sweep(double[] rows, double[] rotations, int size)
    {
        bool rotated = false;
        for (int i = 0; i < size - 1; i++)
        {
            for (int j = i + 1; j < size; j++)
            {
                Span<double> x = rows.AsSpan(i * size, size);
                Span<double> y = rows.AsSpan(j * size, size);
                double xx = Dot(x, x);
                double yy = Dot(y, y);
                double xy = Dot(x, y);
                if (Math.Abs(xy) <= Precision * Math.Sqrt(xx) * Math.Sqrt(yy) || xy == 0)
                    continue;
                rotated = true;
                double zeta = (yy - xx) / (2 * xy);
                double tangent = Math.CopySign(1, zeta) / (Math.Abs(zeta) + Math.Sqrt(1 + (zeta * zeta)));
                double cosine = 1 / Math.Sqrt(1 + (tangent * tangent));
                Rotate(x, y, cosine, cosine * tangent);
                Rotate(rotations.AsSpan(i * size, size), rotations.AsSpan(j * size, size), cosine, cosine * tangent);
            }
        }

        return rotated;
    }

    private static JacobiSvd Sorted(double[] rows, double[] rotations, int size)
    {
        double[] lengths = new double[size];
        int[] order = new int[size];
        for (int i = 0; i < size; i++)
        {
            lengths[i] = -Math.Sqrt(Dot(rows.AsSpan(i * size, size), rows.AsSpan(i * size, size)));
            order[i] = i;
        }

        Array.Sort(lengths, order);
        double[] values = new double[size];
        double[] left = new double[size * size];
        double[] right = new double[size * size];
        double floor = -lengths[0] * Precision;
        for (int k = 0; k < size; k++)
        {
            values[k] = -lengths[k];
            rotations.AsSpan(order[k] * size, size).CopyTo(left.AsSpan(k * size));
            Span<double> vector = right.AsSpan(k * size, size);
            rows.AsSpan(order[k] * size, size).CopyTo(vector);
            if (values[k] > floor)
                Scale(1 / values[k], vector);
            else
                Complete(right, k, size);
        }

        return new JacobiSvd(values, left, right);
    }

    /// <summary>A vector without a direction of its own: what is left of an axis when all vectors before are taken out of it.</summary>
    private static void Complete(double[] vectors, int k, int size)
    {
        Span<double> vector = vectors.AsSpan(k * size, size);
        for (int axis = 0; axis < size; axis++)
        {
            vector.Clear();
            vector[axis] = 1;
            for (int time = 0; time < 2; time++)
            {
                for (int other = 0; other < k; other++)
                {
                    ReadOnlySpan<double> before = vectors.AsSpan(other * size, size);
                    double along = Dot(before, vector);
                    for (int i = 0; i < size; i++)
                        vector[i] -= along * before[i];
                }
            }

            // Of the axes at least one keeps this much, because k vectors span less than all of them.
            double length = Math.Sqrt(Dot(vector, vector));
            if (length > 0.5 / Math.Sqrt(size))
            {
                Scale(1 / length, vector);
                return;
            }
        }
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += x[i] * y[i];
        return sum;
    }

    private static void Scale(double factor, Span<double> x)
    {
        for (int i = 0; i < x.Length; i++)
            x[i] *= factor;
    }

    private static void Rotate(Span<double> x, Span<double> y, double cosine, double sine)
    {
        for (int i = 0; i < x.Length; i++)
        {
            double old = x[i];
            x[i] = (cosine * old) - (sine * y[i]);
            y[i] = (sine * old) + (cosine * y[i]);
        }
    }
}
