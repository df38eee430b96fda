using System.Runtime.Intrinsics;

namespace Perto.Vectors;

/// <summary>Floats in a row, a multiple of 8.</summary>
internal static unsafe class FloatRun
{
    public static float Max(float* values, int count)
    {
        Vector256<float> most = Vector256.Load(values);
        for (int i = 8; i < count; i += 8)
            most = Vector256.Max(most, Vector256.Load(values + i));
        Vector128<float> half = Vector128.Max(most.GetLower(), most.GetUpper());
        return Math.Max(Math.Max(half[0], half[1]), Math.Max(half[2], half[3]));
    }

    /// <summary>The first place of a value, or -1.</summary>
    public static int IndexOf(float* values, int count, float value)
    {
        Vector256<float> wanted = Vector256.Create(value);
        for (int i = 0; i < count; i += 8)
        {
            uint equal = Vector256.Equals(Vector256.Load(values + i), wanted).ExtractMostSignificantBits();
            if (equal != 0)
                return i + System.Numerics.BitOperations.TrailingZeroCount(equal);
        }
        return -1;
    }

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
