using System.Numerics;
using System.Runtime.CompilerServices;

namespace Perto.Numerics;

/// <summary>
/// The innermost loop of every matrix product here: a tile of <see cref="Rows"/> x <see cref="Columns"/> results is kept in
/// registers while <c>depth</c> outer products are added to it.
/// </summary>
internal static unsafe class Microkernel
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 4;

    /// <summary>Columns of a tile: two vectors.</summary>
    public static int Columns => 2 * Vector<float>.Count;

    /// <summary>The least multiple of <see cref="Columns"/> that holds <paramref name="count"/>.</summary>
    public static int Padded(int count) => (count + Columns - 1) / Columns * Columns;

    /// <summary>c[r, j] += scale * sum over k &lt; depth of a[k, r] * b[k, j]; all three are row-major with their own strides.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* a, nint aStride, float* b, nint bStride, int depth, float* c, nint cStride, float scale)
    {
        int width = Vector<float>.Count;
        Vector<float> c00 = Vector<float>.Zero, c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
        for (int k = 0; k < depth; k++)
        {
            Vector<float> b0 = Vector.Load(b);
            Vector<float> b1 = Vector.Load(b + width);
            Vector<float> a0 = new(a[0]);
            c00 = Vector.FusedMultiplyAdd(a0, b0, c00);
            c01 = Vector.FusedMultiplyAdd(a0, b1, c01);
            Vector<float> a1 = new(a[1]);
            c10 = Vector.FusedMultiplyAdd(a1, b0, c10);
            c11 = Vector.FusedMultiplyAdd(a1, b1, c11);
            Vector<float> a2 = new(a[2]);
            c20 = Vector.FusedMultiplyAdd(a2, b0, c20);
            c21 = Vector.FusedMultiplyAdd(a2, b1, c21);
            Vector<float> a3 = new(a[3]);
            c30 = Vector.FusedMultiplyAdd(a3, b0, c30);
            c31 = Vector.FusedMultiplyAdd(a3, b1, c31);
            a += aStride;
            b += bStride;
        }

        Vector<float> factor = new(scale);
        AddTo(c, width, factor, c00, c01);
        AddTo(c + cStride, width, factor, c10, c11);
        AddTo(c + (2 * cStride), width, factor, c20, c21);
        AddTo(c + (3 * cStride), width, factor, c30, c31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(float* target, int width, Vector<float> factor, Vector<float> low, Vector<float> high)
    {
        Vector.FusedMultiplyAdd(factor, low, Vector.Load(target)).Store(target);
        Vector.FusedMultiplyAdd(factor, high, Vector.Load(target + width)).Store(target + width);
    }
}
