using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Perto.Numerics;

/// <summary>
/// The innermost loop of <see cref="QuantizedLayer"/>: a tile of <see cref="Rows"/> x <see cref="Columns"/> exact 32-bit sums of products of 16-bit
/// inputs with 8-bit weights. Products of neighbours are added by one instruction that cannot saturate: of 16-bit numbers, unlike that of bytes, it has
/// room for every sum of two.
/// </summary>
internal static unsafe class QuantizedTile
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 4;

    /// <summary>Columns of a tile: two vectors of 32-bit sums.</summary>
    public const int Columns = 16;

    /// <summary>sums[r, j] = sum over p &lt; pairs of a[r, 2p] * b[p, j, 0] + a[r, 2p + 1] * b[p, j, 1].</summary>
    /// <param name="a">Four rows.</param>
    /// <param name="aStride">Values from one of them to the next, even.</param>
    /// <param name="b">A panel: for each pair of inputs two weights of each of <see cref="Columns"/> outputs.</param>
    /// <param name="pairs">Pairs of inputs.</param>
    /// <param name="sums">Receives four rows of <see cref="Columns"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(short* a, nint aStride, sbyte* b, int pairs, int* sums)
    {
        Vector256<int> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        int* row0 = (int*)a;
        int* row1 = (int*)(a + aStride);
        int* row2 = (int*)(a + (2 * aStride));
        int* row3 = (int*)(a + (3 * aStride));
        for (nint p = 0; p < pairs; p++, b += 2 * Columns)
        {
            Vector256<short> b0 = Widen(b);
            Vector256<short> b1 = Widen(b + Columns);
            Vector256<short> pair = Vector256.Create(row0[p]).AsInt16();
            c00 = Add(c00, pair, b0);
            c01 = Add(c01, pair, b1);
            pair = Vector256.Create(row1[p]).AsInt16();
            c10 = Add(c10, pair, b0);
            c11 = Add(c11, pair, b1);
            pair = Vector256.Create(row2[p]).AsInt16();
            c20 = Add(c20, pair, b0);
            c21 = Add(c21, pair, b1);
            pair = Vector256.Create(row3[p]).AsInt16();
            c30 = Add(c30, pair, b0);
            c31 = Add(c31, pair, b1);
        }

        c00.Store(sums);
        c01.Store(sums + 8);
        c10.Store(sums + 16);
        c11.Store(sums + 24);
        c20.Store(sums + 32);
        c21.Store(sums + 40);
        c30.Store(sums + 48);
        c31.Store(sums + 56);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Widen(sbyte* weights) => Avx2.IsSupported
        ? Avx2.ConvertToVector256Int16(weights)
        : Vector256.Create(Vector128.WidenLower(Vector128.Load(weights)), Vector128.WidenUpper(Vector128.Load(weights)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Add(Vector256<int> sums, Vector256<short> pair, Vector256<short> weights)
    {
        if (AvxVnni.IsSupported)
            return AvxVnni.MultiplyWideningAndAdd(sums, pair, weights);
        if (Avx2.IsSupported)
            return sums + Avx2.MultiplyAddAdjacent(pair, weights);
        Vector256<int> even = ((pair.AsInt32() << 16) >> 16) * ((weights.AsInt32() << 16) >> 16);
        return sums + even + ((pair.AsInt32() >> 16) * (weights.AsInt32() >> 16));
    }
}
