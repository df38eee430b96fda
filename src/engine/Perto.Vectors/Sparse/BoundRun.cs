using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Perto.Vectors;

/// <summary>Bounds in a row, whole numbers of 16 bits, a multiple of 16 of them.</summary>
internal static unsafe class BoundRun
{
    public static ushort Max(ushort* bounds, int count)
    {
        Vector256<ushort> most = Vector256.Load(bounds);
        for (int i = 16; i < count; i += 16)
            most = Vector256.Max(most, Vector256.Load(bounds + i));
        Vector128<ushort> half = Vector128.Max(most.GetLower(), most.GetUpper());
        half = Vector128.Max(half, Vector128.Shuffle(half, Vector128.Create((ushort)4, 5, 6, 7, 4, 5, 6, 7)));
        half = Vector128.Max(half, Vector128.Shuffle(half, Vector128.Create((ushort)2, 3, 2, 3, 2, 3, 2, 3)));
        return Math.Max(half[0], half[1]);
    }

    /// <summary>The first place of a bound that is there.</summary>
    public static int IndexOf(ushort* bounds, int count, ushort bound) => new ReadOnlySpan<ushort>(bounds, count).IndexOf(bound);

    /// <summary>A bit for each of 64 bounds that is not below <paramref name="least"/>.</summary>
    public static ulong AtLeast(ushort* bounds, ushort least)
    {
        Vector256<ushort> leasts = Vector256.Create(least);
        ulong bits = 0;
        for (int i = 0; i < 64; i += 16)
            bits |= (ulong)Vector256.GreaterThanOrEqual(Vector256.Load(bounds + i), leasts).ExtractMostSignificantBits() << i;
        return bits;
    }

    /// <summary>What a code raises a bound by: no less than <c>code * factor / 256</c>, and nothing if the code is 0.</summary>
    public static ushort Raised(ushort bound, byte code, ushort factor) =>
        code == 0 ? bound : (ushort)Math.Min(bound + ((code * factor) >> 8) + 1, ushort.MaxValue);

    /// <summary>The same for bounds and codes in a row.</summary>
    public static void Raise(ushort* bounds, byte* codes, int count, ushort factor)
    {
        int i = 0;
        Vector256<ushort> factors = Vector256.Create(factor);
        if (Avx2.IsSupported)
        {
            for (; i + 16 <= count; i += 16)
            {
                Vector256<ushort> code = Avx2.ConvertToVector256Int16(codes + i).AsUInt16();
                Vector256<ushort> raise = Avx2.MultiplyHigh(code << 8, factors) + Vector256.Min(code, Vector256<ushort>.One);
                Avx2.AddSaturate(Vector256.Load(bounds + i), raise).Store(bounds + i);
            }
        }
        for (; i < count; i++)
            bounds[i] = Raised(bounds[i], codes[i], factor);
    }
}
