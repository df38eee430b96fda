using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Perto.Numerics;

/// <summary>The inner loops of <see cref="CodeDistances"/>. All arithmetic is exact, so every width gives the same number.</summary>
internal static unsafe class CodeKernel<TWidth>
    where TWidth : struct, IByteWidth
{
    // 255 x 64 x 2 = 32,640 is the largest sum of two products: nothing saturates 16 bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Dot(byte* codes, sbyte* query, int length)
    {
        if (TWidth.Bytes == 64)
        {
            Vector512<int> sum = default;
            for (int i = 0; i < length; i += 64)
                sum += Pairs(Avx512BW.MultiplyAddAdjacent(Vector512.Load(codes + i), Vector512.Load(query + i)));
            return Vector512.Sum(sum);
        }
        if (TWidth.Bytes == 32)
        {
            Vector256<int> first = default, second = default;
            for (int i = 0; i < length; i += 64)
            {
                first = Add(first, Vector256.Load(codes + i), Vector256.Load(query + i));
                second = Add(second, Vector256.Load(codes + i + 32), Vector256.Load(query + i + 32));
            }
            return Vector256.Sum(first + second);
        }
        if (TWidth.Bytes == 16)
        {
            Vector128<int> sum = default;
            for (int i = 0; i < length; i += 16)
                sum += Products(Vector128.Load(codes + i), Vector128.Load(query + i));
            return Vector128.Sum(sum);
        }

        int total = 0;
        for (int i = 0; i < length; i++)
            total += codes[i] * query[i];
        return total;
    }

    // 15 x 127 x 2 = 3,810 is the largest sum of two products: eight of them fit into 16 bits and are widened together.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int DotNibbles(byte* codes, sbyte* query, int length)
    {
        if (TWidth.Bytes == 64)
        {
            Vector512<byte> low = Vector512.Create((byte)0x0F);
            Vector512<int> sum = default;
            for (int i = 0; i < length; i += 64)
            {
                Vector512<byte> both = Vector512.Load(codes + i);
                Vector512<byte> high = (both.AsUInt16() >>> 4).AsByte() & low;
                sum += Pairs(
                    Avx512BW.MultiplyAddAdjacent(both & low, Vector512.Load(query + i))
                    + Avx512BW.MultiplyAddAdjacent(high, Vector512.Load(query + length + i)));
            }
            return Vector512.Sum(sum);
        }
        if (TWidth.Bytes == 32 && TWidth.HasWideDot)
        {
            Vector256<byte> low = Vector256.Create((byte)0x0F);
            Vector256<int> first = default, second = default;
            for (int i = 0; i < length; i += 32)
            {
                Vector256<byte> both = Vector256.Load(codes + i);
                first = AvxVnni.MultiplyWideningAndAdd(first, both & low, Vector256.Load(query + i));
                second = AvxVnni.MultiplyWideningAndAdd(second, (both.AsUInt16() >>> 4).AsByte() & low, Vector256.Load(query + length + i));
            }
            return Vector256.Sum(first + second);
        }
        if (TWidth.Bytes == 32)
        {
            Vector256<byte> low = Vector256.Create((byte)0x0F);
            Vector256<int> sum = default;
            for (int i = 0; i < length; i += 64)
            {
                Vector256<byte> one = Vector256.Load(codes + i), two = Vector256.Load(codes + i + 32);
                Vector256<short> first = Avx2.MultiplyAddAdjacent(one & low, Vector256.Load(query + i))
                    + Avx2.MultiplyAddAdjacent(two & low, Vector256.Load(query + i + 32));
                Vector256<short> second = Avx2.MultiplyAddAdjacent((one.AsUInt16() >>> 4).AsByte() & low, Vector256.Load(query + length + i))
                    + Avx2.MultiplyAddAdjacent((two.AsUInt16() >>> 4).AsByte() & low, Vector256.Load(query + length + i + 32));
                sum += Avx2.MultiplyAddAdjacent(first + second, Vector256<short>.One);
            }
            return Vector256.Sum(sum);
        }
        if (TWidth.Bytes == 16)
        {
            Vector128<byte> low = Vector128.Create((byte)0x0F);
            Vector128<int> sum = default;
            for (int i = 0; i < length; i += 16)
            {
                Vector128<byte> both = Vector128.Load(codes + i);
                sum += Products(both & low, Vector128.Load(query + i));
                sum += Products((both.AsUInt16() >>> 4).AsByte() & low, Vector128.Load(query + length + i));
            }
            return Vector128.Sum(sum);
        }

        int total = 0;
        for (int i = 0; i < length; i++)
            total += ((codes[i] & 0x0F) * query[i]) + ((codes[i] >> 4) * query[length + i]);
        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Manhattan(byte* a, byte* b, int length)
    {
        if (TWidth.Bytes == 64)
        {
            Vector512<ulong> sum = default;
            for (int i = 0; i < length; i += 64)
                sum += Avx512BW.SumAbsoluteDifferences(Vector512.Load(a + i), Vector512.Load(b + i)).AsUInt64();
            return (int)Vector512.Sum(sum);
        }
        if (TWidth.Bytes == 32)
        {
            Vector256<ulong> sum = default;
            for (int i = 0; i < length; i += 32)
                sum += Avx2.SumAbsoluteDifferences(Vector256.Load(a + i), Vector256.Load(b + i)).AsUInt64();
            return (int)Vector256.Sum(sum);
        }
        if (TWidth.Bytes == 16)
        {
            Vector128<uint> sum = default;
            for (int i = 0; i < length; i += 16)
            {
                Vector128<byte> x = Vector128.Load(a + i), y = Vector128.Load(b + i);
                (Vector128<ushort> lower, Vector128<ushort> upper) = Vector128.Widen(Vector128.Max(x, y) - Vector128.Min(x, y));
                (Vector128<uint> first, Vector128<uint> second) = Vector128.Widen(lower + upper);
                sum += first + second;
            }
            return (int)Vector128.Sum(sum);
        }

        int total = 0;
        for (int i = 0; i < length; i++)
            total += Math.Abs(a[i] - b[i]);
        return total;
    }

    /// <summary>Differing bits of two runs of <paramref name="words"/> 64-bit words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Hamming(ulong* a, ulong* b, int words)
    {
        int first = 0, second = 0, i = 0;
        for (; i + 2 <= words; i += 2)
        {
            first += BitOperations.PopCount(a[i] ^ b[i]);
            second += BitOperations.PopCount(a[i + 1] ^ b[i + 1]);
        }
        return i < words ? first + second + BitOperations.PopCount(a[i] ^ b[i]) : first + second;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Pairs(Vector512<short> products) => Avx512BW.MultiplyAddAdjacent(products, Vector512<short>.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Add(Vector256<int> sum, Vector256<byte> codes, Vector256<sbyte> query) => TWidth.HasWideDot
        ? AvxVnni.MultiplyWideningAndAdd(sum, codes, query)
        : sum + Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(codes, query), Vector256<short>.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Products(Vector128<byte> codes, Vector128<sbyte> query)
    {
        (Vector128<ushort> codesLow, Vector128<ushort> codesHigh) = Vector128.Widen(codes);
        (Vector128<short> queryLow, Vector128<short> queryHigh) = Vector128.Widen(query);
        (Vector128<int> a, Vector128<int> b) = Vector128.Widen(codesLow.AsInt16() * queryLow);
        (Vector128<int> c, Vector128<int> d) = Vector128.Widen(codesHigh.AsInt16() * queryHigh);
        return a + b + c + d;
    }
}
