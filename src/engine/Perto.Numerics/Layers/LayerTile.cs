using System.Numerics;
using System.Runtime.CompilerServices;

namespace Perto.Numerics;

/// <summary>
/// The innermost loop of the layers of a network: a tile of <see cref="Rows"/> x <see cref="Columns"/> results is kept in registers. Unlike
/// <see cref="Microkernel"/> it reads its left operand where it lies, six rows of a row-major matrix, and begins from a bias or from what is there.
/// Each result is one chain of multiply-adds in the order of the depth: it does not depend on where in a tile it stands.
/// </summary>
internal static unsafe class LayerTile
{
    /// <summary>Rows of a tile: with two vectors of columns, twelve sums, enough to hide the latency of the multiply-add.</summary>
    public const int Rows = 6;

    /// <summary>Columns of a tile: two vectors.</summary>
    public static int Columns => 2 * Vector<float>.Count;

    /// <summary>The least multiple of <see cref="Rows"/> that holds <paramref name="count"/>.</summary>
    public static int PaddedRows(int count) => (count + Rows - 1) / Rows * Rows;

    /// <summary>The least multiple of <see cref="Columns"/> that holds <paramref name="count"/>.</summary>
    public static int PaddedColumns(int count) => (count + Columns - 1) / Columns * Columns;

    /// <summary>c[r, j] = (c[r, j] where <paramref name="keep"/>) + start[j] + sum over k &lt; depth of a[r, k] * b[k, j].</summary>
    /// <param name="a">Six rows, row-major.</param>
    /// <param name="aStride">Values from one of them to the next.</param>
    /// <param name="b">A panel: <paramref name="depth"/> times <see cref="Columns"/> values.</param>
    /// <param name="depth">Products of a sum.</param>
    /// <param name="c">Six rows, row-major.</param>
    /// <param name="cStride">Values from one of them to the next.</param>
    /// <param name="start">What is added to each row; null: nothing.</param>
    /// <param name="keep">Whether what stands in c is added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* a, nint aStride, float* b, int depth, float* c, nint cStride, float* start, bool keep)
    {
        int width = Vector<float>.Count;
        Vector<float> s0 = start == null ? Vector<float>.Zero : Vector.Load(start);
        Vector<float> s1 = start == null ? Vector<float>.Zero : Vector.Load(start + width);
        Vector<float> c00 = s0, c01 = s1, c10 = s0, c11 = s1, c20 = s0, c21 = s1, c30 = s0, c31 = s1, c40 = s0, c41 = s1, c50 = s0, c51 = s1;
        float* low = c;
        float* high = c + (3 * cStride);
        if (keep)
        {
            c00 += Vector.Load(low);
            c01 += Vector.Load(low + width);
            c10 += Vector.Load(low + cStride);
            c11 += Vector.Load(low + cStride + width);
            c20 += Vector.Load(low + (2 * cStride));
            c21 += Vector.Load(low + (2 * cStride) + width);
            c30 += Vector.Load(high);
            c31 += Vector.Load(high + width);
            c40 += Vector.Load(high + cStride);
            c41 += Vector.Load(high + cStride + width);
            c50 += Vector.Load(high + (2 * cStride));
            c51 += Vector.Load(high + (2 * cStride) + width);
        }

        float* upper = a + (3 * aStride);
        nint twice = 2 * aStride;
        float* end = a + depth;
        for (; a < end; a++, upper++, b += 2 * width)
        {
            Vector<float> b0 = Vector.Load(b);
            Vector<float> b1 = Vector.Load(b + width);
            Vector<float> value = new(a[0]);
            c00 = Vector.FusedMultiplyAdd(value, b0, c00);
            c01 = Vector.FusedMultiplyAdd(value, b1, c01);
            value = new(a[aStride]);
            c10 = Vector.FusedMultiplyAdd(value, b0, c10);
            c11 = Vector.FusedMultiplyAdd(value, b1, c11);
            value = new(a[twice]);
            c20 = Vector.FusedMultiplyAdd(value, b0, c20);
            c21 = Vector.FusedMultiplyAdd(value, b1, c21);
            value = new(upper[0]);
            c30 = Vector.FusedMultiplyAdd(value, b0, c30);
            c31 = Vector.FusedMultiplyAdd(value, b1, c31);
            value = new(upper[aStride]);
            c40 = Vector.FusedMultiplyAdd(value, b0, c40);
            c41 = Vector.FusedMultiplyAdd(value, b1, c41);
            value = new(upper[twice]);
            c50 = Vector.FusedMultiplyAdd(value, b0, c50);
            c51 = Vector.FusedMultiplyAdd(value, b1, c51);
        }

        c00.Store(low);
        c01.Store(low + width);
        c10.Store(low + cStride);
        c11.Store(low + cStride + width);
        c20.Store(low + (2 * cStride));
        c21.Store(low + (2 * cStride) + width);
        c30.Store(high);
        c31.Store(high + width);
        c40.Store(high + cStride);
        c41.Store(high + cStride + width);
        c50.Store(high + (2 * cStride));
        c51.Store(high + (2 * cStride) + width);
    }
}
