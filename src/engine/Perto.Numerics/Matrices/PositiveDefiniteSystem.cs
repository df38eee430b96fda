namespace Perto.Numerics;

/// <summary>
/// Solves A x = b for a matrix of the form A = diagonal + sum of outer products, by Cholesky factorisation A = U'U. It is a
/// workspace: one thread fills it, factors it, solves, and starts over with <see cref="Reset"/>, allocating nothing.
/// </summary>
public sealed unsafe class PositiveDefiniteSystem
{
    private readonly float[] _matrix;
    private readonly float[] _inverseDiagonal;

    /// <summary>Makes room for systems of up to <paramref name="capacity"/> unknowns.</summary>
    public PositiveDefiniteSystem(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        Capacity = capacity;
        int padded = Microkernel.Padded(capacity);
        _matrix = new float[checked(padded * padded)];
        _inverseDiagonal = new float[padded];
    }

    /// <summary>Most unknowns.</summary>
    public int Capacity { get; }

    /// <summary>Number of unknowns of the present system.</summary>
    public int Size { get; private set; }

    /// <summary>
    /// Length of a row of the panels given to <see cref="AddOuterProducts"/>: <see cref="Size"/> rounded up to whole SIMD
    /// tiles. The surplus must be zero.
    /// </summary>
    public int Stride { get; private set; }

    /// <summary>The stride that a system of <paramref name="size"/> unknowns has.</summary>
    public static int StrideOf(int size) => Microkernel.Padded(size);

    /// <summary>Starts a new system with A = diagonal.</summary>
    /// <param name="diagonal">One positive number for each unknown, at most <see cref="Capacity"/> of them.</param>
    public void Reset(ReadOnlySpan<float> diagonal)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(diagonal.Length, Capacity);
        Size = diagonal.Length;
        Stride = Microkernel.Padded(Size);
        _matrix.AsSpan(0, Stride * Stride).Clear();
        for (int i = 0; i < Size; i++)
            _matrix[(i * Stride) + i] = diagonal[i];

        // Surplus unknowns have the identity and stay zero, so that every tile is whole.
        for (int i = Size; i < Stride; i++)
            _matrix[(i * Stride) + i] = 1;
    }

    /// <summary>A += sum over the panel's rows r of r'r.</summary>
    /// <param name="panel">Row-major, <paramref name="rows"/> rows of <see cref="Stride"/> values.</param>
    /// <param name="rows">Number of rows.</param>
    public void AddOuterProducts(ReadOnlySpan<float> panel, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)rows * Stride, panel.Length, nameof(rows));
        fixed (float* x = panel, a = _matrix)
            RankUpdate.AddUpper(x, Stride, rows, Stride, a, Stride);
    }

    /// <summary>Replaces A by its Cholesky factor.</summary>
    /// <exception cref="NotPositiveDefiniteException">A is not positive definite in single precision.</exception>
    public void Factor()
    {
        fixed (float* u = _matrix)
        {
            for (int top = 0; top < Stride; top += Microkernel.Rows)
            {
                // Left-looking: four rows take everything that the rows above contribute at once. Tiles on the diagonal also
                // write below it; nothing reads there.
                for (int left = top / Microkernel.Columns * Microkernel.Columns; left < Stride; left += Microkernel.Columns)
                    Microkernel.Add(u + top, Stride, u + left, Stride, top, u + ((nint)top * Stride) + left, Stride, scale: -1);
                FactorRows(u, top);
            }
        }
    }

    /// <summary>Solves A x = b after <see cref="Factor"/>.</summary>
    /// <param name="right">b on entry, x on return: <see cref="Size"/> values.</param>
    public void Solve(Span<float> right)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(right.Length, Size, nameof(right));
        ReadOnlySpan<float> u = _matrix;
        for (int i = 0; i < Size; i++)
        {
            float value = right[i] * _inverseDiagonal[i];
            right[i] = value;
            VectorKernels.Axpy(-value, u.Slice((i * Stride) + i + 1, Size - i - 1), right[(i + 1)..]);
        }

        for (int i = Size - 1; i >= 0; i--)
        {
            float known = VectorKernels.Dot(u.Slice((i * Stride) + i + 1, Size - i - 1), right[(i + 1)..]);
            right[i] = (right[i] - known) * _inverseDiagonal[i];
        }
    }

    private void FactorRows(float* u, int top)
    {
        for (int i = top; i < top + Microkernel.Rows; i++)
        {
            float* row = u + ((nint)i * Stride);
            for (int above = top; above < i; above++)
            {
                float* source = u + ((nint)above * Stride);
                VectorKernels.Axpy(-source[i], new ReadOnlySpan<float>(source + i, Stride - i), new Span<float>(row + i, Stride - i));
            }

            float pivot = row[i];
            if (!(pivot > 0))
                throw new NotPositiveDefiniteException(i, pivot);
            float inverse = 1 / MathF.Sqrt(pivot);
            _inverseDiagonal[i] = inverse;
            VectorKernels.Scale(inverse, new Span<float>(row + i, Stride - i));
        }
    }
}
