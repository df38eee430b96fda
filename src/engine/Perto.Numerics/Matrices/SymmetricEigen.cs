using System.Numerics;
using System.Runtime.InteropServices;

namespace Perto.Numerics;

/// <summary>
/// Eigenvalues and eigenvectors of a real symmetric matrix in double precision: Householder reduction to a tridiagonal
/// matrix, then implicit QL (Golub and Van Loan, "Matrix Computations", 8.3). Every loop runs along rows, so that it
/// vectorises: a 256 x 256 matrix takes a fraction of a second on one core.
/// </summary>
public sealed class SymmetricEigen
{
    private const int MostIterations = 60;
    private const double RelativePrecision = 2.220446049250313e-16;

    private SymmetricEigen(double[] values, double[] vectors)
    {
        Values = values;
        Vectors = vectors;
    }

    /// <summary>The eigenvalues, largest first.</summary>
    public double[] Values { get; }

    /// <summary>Row i (of as many values as there are eigenvalues) is the unit eigenvector of eigenvalue i.</summary>
    public double[] Vectors { get; }

    /// <summary>Decomposes a matrix.</summary>
    /// <param name="matrix">Row-major, <paramref name="size"/> x size, symmetric, finite.</param>
    /// <param name="size">Number of rows, at least 1.</param>
    /// <exception cref="ArithmeticException">The iteration does not converge, which finite input does not do.</exception>
    public static SymmetricEigen Of(ReadOnlySpan<float> matrix, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfNotEqual(matrix.Length, checked(size * size), nameof(matrix));
        double[] a = new double[matrix.Length];
        for (int i = 0; i < a.Length; i++)
            a[i] = matrix[i];

        double[] diagonal = new double[size];
        double[] offDiagonal = new double[size];
        double[] factors = Tridiagonalise(a, size, diagonal, offDiagonal);
        double[] vectors = ReflectionsAsRows(a, size, factors);
        ImplicitQl(diagonal, offDiagonal, vectors, size);
        return Sorted(diagonal, vectors, size);
    }

    /// <summary>
    /// Reflects row and column k into the tridiagonal form for each k; the reflection's vector stays in row k of
    /// <paramref name="a"/> right of the diagonal, its factor 2 / |v|^2 is returned.
    /// </summary>
    private static double[] Tridiagonalise(double[] a, int size, double[] diagonal, double[] offDiagonal)
    {
        double[] factors = new double[size];
        double[] image = new double[size];
        for (int k = 0; k < size - 1; k++)
        {
            diagonal[k] = a[(k * size) + k];
            Span<double> v = a.AsSpan((k * size) + k + 1, size - k - 1);
            double tail = Dot(v[1..], v[1..]);
            if (tail == 0)
            {
                offDiagonal[k] = v[0];
                continue;
            }

            double norm = Math.Sqrt((v[0] * v[0]) + tail);
            double reflected = v[0] > 0 ? -norm : norm;
            offDiagonal[k] = reflected;
            v[0] -= reflected;
            double factor = 2 / ((v[0] * v[0]) + tail);
            factors[k] = factor;

            // With p = factor A v and w = p - (factor / 2)(v'p) v, the reflected matrix is A - v w' - w v'.
            Span<double> w = image.AsSpan(0, v.Length);
            for (int i = 0; i < w.Length; i++)
                w[i] = factor * Dot(a.AsSpan(((k + 1 + i) * size) + k + 1, v.Length), v);
            Axpy(-0.5 * factor * Dot(v, w), v, w);
            for (int i = 0; i < w.Length; i++)
            {
                Span<double> row = a.AsSpan(((k + 1 + i) * size) + k + 1, v.Length);
                Axpy(-v[i], w, row);
                Axpy(-w[i], v, row);
            }
        }

        diagonal[size - 1] = a[^1];
        return factors;
    }

    /// <summary>The transpose of the product of all reflections.</summary>
    private static double[] ReflectionsAsRows(double[] a, int size, double[] factors)
    {
        double[] product = new double[size * size];
        for (int i = 0; i < size; i++)
            product[(i * size) + i] = 1;

        double[] image = new double[size];
        for (int k = size - 2; k >= 0; k--)
        {
            if (factors[k] == 0)
                continue;
            ReadOnlySpan<double> v = a.AsSpan((k * size) + k + 1, size - k - 1);
            Span<double> sums = image.AsSpan(0, v.Length);
            sums.Clear();
            for (int i = 0; i < v.Length; i++)
                Axpy(v[i], product.AsSpan(((k + 1 + i) * size) + k + 1, v.Length), sums);
            for (int i = 0; i < v.Length; i++)
                Axpy(-factors[k] * v[i], sums, product.AsSpan(((k + 1 + i) * size) + k + 1, v.Length));
        }

        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < i; j++)
                (product[(i * size) + j], product[(j * size) + i]) = (product[(j * size) + i], product[(i * size) + j]);
        }

        return product;
    }

    private static void ImplicitQl(double[] d, double[] e, double[] vectors, int size)
    {
        // Measured against the whole matrix: next to eigenvalues that are rounding noise, no off-diagonal would count as zero.
        double negligible = 0;
        for (int i = 0; i < size; i++)
            negligible = Math.Max(negligible, RelativePrecision * (Math.Abs(d[i]) + Math.Abs(e[i])));

        for (int low = 0; low < size; low++)
        {
            for (int iteration = 0; ; iteration++)
            {
                int split = low;
                while (split < size - 1 && Math.Abs(e[split]) > negligible)
                    split++;
                if (split == low)
                    break;
                if (iteration == MostIterations)
                    throw new ArithmeticException($"Eigenvalue {low} of {size} does not converge; is the matrix finite?");
                Chase(d, e, vectors, size, low, split);
            }
        }
    }

    /// <summary>One implicit QL step on the unreduced part low..split.</summary>
    private static void Chase(double[] d, double[] e, double[] vectors, int size, int low, int split)
    {
        double g = (d[low + 1] - d[low]) / (2 * e[low]);
        double r = Math.Sqrt((g * g) + 1);
        g = d[split] - d[low] + (e[low] / (g + Math.CopySign(r, g)));
        double sine = 1;
        double cosine = 1;
        double shift = 0;
        for (int i = split - 1; i >= low; i--)
        {
            double f = sine * e[i];
            double b = cosine * e[i];
            r = Math.Sqrt((f * f) + (g * g));
            e[i + 1] = r;
            if (r == 0)
            {
                d[i + 1] -= shift;
                e[split] = 0;
                return;
            }

            sine = f / r;
            cosine = g / r;
            g = d[i + 1] - shift;
            r = ((d[i] - g) * sine) + (2 * cosine * b);
            shift = sine * r;
            d[i + 1] = g + shift;
            g = (cosine * r) - b;
            Rotate(vectors.AsSpan(i * size, size), vectors.AsSpan((i + 1) * size, size), cosine, sine);
        }

        d[low] -= shift;
        e[low] = g;
        e[split] = 0;
    }

    private static SymmetricEigen Sorted(double[] values, double[] vectors, int size)
    {
        int[] order = new int[size];
        for (int i = 0; i < size; i++)
            order[i] = i;
        Array.Sort(order, (left, right) => values[right].CompareTo(values[left]) is var sign and not 0 ? sign : left.CompareTo(right));

        double[] sortedValues = new double[size];
        double[] sortedVectors = new double[vectors.Length];
        for (int i = 0; i < size; i++)
        {
            sortedValues[i] = values[order[i]];
            vectors.AsSpan(order[i] * size, size).CopyTo(sortedVectors.AsSpan(i * size));
        }

        return new SymmetricEigen(sortedValues, sortedVectors);
    }

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        ReadOnlySpan<Vector<double>> x = MemoryMarshal.Cast<double, Vector<double>>(left);
        ReadOnlySpan<Vector<double>> y = MemoryMarshal.Cast<double, Vector<double>>(right);
        Vector<double> even = Vector<double>.Zero;
        Vector<double> odd = Vector<double>.Zero;
        int i = 0;
        for (; i + 1 < x.Length; i += 2)
        {
            even += x[i] * y[i];
            odd += x[i + 1] * y[i + 1];
        }

        if (i < x.Length)
            even += x[i] * y[i];
        double sum = Vector.Sum(even + odd);
        for (i = x.Length * Vector<double>.Count; i < left.Length; i++)
            sum += left[i] * right[i];
        return sum;
    }

    private static void Axpy(double scale, ReadOnlySpan<double> source, Span<double> target)
    {
        ReadOnlySpan<Vector<double>> x = MemoryMarshal.Cast<double, Vector<double>>(source);
        Span<Vector<double>> y = MemoryMarshal.Cast<double, Vector<double>>(target);
        Vector<double> factor = new(scale);
        for (int i = 0; i < x.Length; i++)
            y[i] += factor * x[i];
        for (int i = x.Length * Vector<double>.Count; i < source.Length; i++)
            target[i] += scale * source[i];
    }

    /// <summary>(low, high) becomes (cosine low - sine high, sine low + cosine high).</summary>
    private static void Rotate(Span<double> low, Span<double> high, double cosine, double sine)
    {
        Span<Vector<double>> x = MemoryMarshal.Cast<double, Vector<double>>(low);
        Span<Vector<double>> y = MemoryMarshal.Cast<double, Vector<double>>(high);
        for (int i = 0; i < x.Length; i++)
        {
            Vector<double> old = y[i];
            y[i] = (x[i] * sine) + (old * cosine);
            x[i] = (x[i] * cosine) - (old * sine);
        }

        for (int i = x.Length * Vector<double>.Count; i < low.Length; i++)
        {
            double old = high[i];
            high[i] = (low[i] * sine) + (old * cosine);
            low[i] = (low[i] * cosine) - (old * sine);
        }
    }
}
