using System.Runtime.Intrinsics;

namespace Perto.Vectors;

/// <summary>Floats in a row, a multiple of 8.</summary>
internal static unsafe class FloatRun
{
    /// <summary>A bit for each of up to 64 values that is not below <paramref name="least"/>.</summary>
    public static ulong AtLeast(float* values, int count, float least)
    {
        Vector256<float> leasts = Vector256.Create(least);
        ulong bits = 0;
        for (int i = 0; i < count; i += 8)
            bits |= (ulong)Vector256.GreaterThanOrEqual(Vector256.Load(values + i), leasts).ExtractMostSignificantBits() << i;
        return bits;
    }
}
