using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Perto.Vectors;

/// <summary>Vectors of length 1.</summary>
internal static class UnitVector
{
    /// <summary>
    /// Writes <paramref name="vector"/> at length 1 and returns its length. In double, so that neither large nor denormal values are
    /// lost.
    /// </summary>
    public static double Write(ReadOnlySpan<float> vector, Span<float> unit)
    {
        ref float from = ref MemoryMarshal.GetReference(vector);
        ref float to = ref MemoryMarshal.GetReference(unit[..vector.Length]);
        Vector256<double> lower = default, upper = default;
        int i = 0;
        for (; i + Vector256<float>.Count <= vector.Length; i += Vector256<float>.Count)
        {
            (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Vector256.LoadUnsafe(ref from, (nuint)i));
            lower += low * low;
            upper += high * high;
        }
        double squares = Vector256.Sum(lower + upper);
        for (; i < vector.Length; i++)
            squares += (double)vector[i] * vector[i];

        double length = Math.Sqrt(squares);
        for (i = 0; i + Vector256<float>.Count <= vector.Length; i += Vector256<float>.Count)
        {
            (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Vector256.LoadUnsafe(ref from, (nuint)i));
            Vector256.Narrow(low / length, high / length).StoreUnsafe(ref to, (nuint)i);
        }
        for (; i < vector.Length; i++)
            unit[i] = (float)(vector[i] / length);
        return length;
    }
}
